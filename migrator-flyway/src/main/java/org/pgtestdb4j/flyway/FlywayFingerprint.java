package org.pgtestdb4j.flyway;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flywaydb.core.api.Location;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.spi.Fingerprint;

/** Adds up everything that decides what Flyway makes of an empty database. Good for one sum; not safe for use by several threads. */
final class FlywayFingerprint {

    private final Fingerprint sum = Fingerprint.create();
    private final @Nullable String given;

    /**
     * Starts a sum.
     *
     * @param given the user's text for what cannot be seen; without it, such things are refused
     */
    FlywayFingerprint(@Nullable String given) {
        this.given = given;
        sum.text("flyway", FlywayOnClassPath.version());
        sum.text("plugins", FlywayOnClassPath.plugins());
        if (given != null) {
            sum.text("given", given);
        }
    }

    String of(LocationsOnly only, ClassLoader classLoader) {
        List<MigrationLocation> empty = add("locations", only.locations(), classLoader);
        if (!empty.isEmpty()) {
            throw nothingAt(empty);
        }
        return sum.toHex();
    }

    String of(Configuration configuration) {
        EffectiveConfiguration.settingsOf(configuration).forEach(sum::text);
        List<MigrationLocation> locations = parsed(configuration.getLocations());
        List<MigrationLocation> empty = add("locations", locations, configuration.getClassLoader());
        add("callback locations", parsed(callbackLocationsOf(configuration)), configuration.getClassLoader());
        addJavaMigrations(configuration.getJavaMigrations());
        addObjects("callback", configuration.getCallbacks());
        addObjects("resolver", configuration.getResolvers());
        if (configuration.getResourceProvider() != null) {
            requireGiven("a ResourceProvider");
        }
        if (configuration.getJavaMigrationClassProvider() != null) {
            requireGiven("a JavaMigrationClassProvider");
        }
        if (empty.size() == locations.size() && !hasOtherSources(configuration)) {
            throw nothingAt(locations);
        }
        return sum.toHex();
    }

    private static boolean hasOtherSources(Configuration configuration) {
        return configuration.getJavaMigrations().length > 0
                || configuration.getResolvers().length > 0
                || configuration.getResourceProvider() != null
                || configuration.getJavaMigrationClassProvider() != null;
    }

    private static List<MigrationLocation> parsed(Location[] locations) {
        return Stream.of(locations)
                .map(Location::getDescriptor)
                .map(MigrationLocation::of)
                .toList();
    }

    private static Location[] callbackLocationsOf(Configuration configuration) {
        try {
            return (Location[])
                    Configuration.class.getMethod("getCallbackLocations").invoke(configuration);
        } catch (NoSuchMethodException e) {
            return new Location[0]; // Flyway 10 has none
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new ConfigurationException("Cannot read Flyway's callback locations", e);
        }
    }

    /** Adds the files of each location, and returns those that have none. The order of the locations means nothing to Flyway. */
    private List<MigrationLocation> add(String name, List<MigrationLocation> locations, ClassLoader classLoader) {
        List<MigrationLocation> empty = new ArrayList<>();
        List<String> sums = new ArrayList<>();
        for (MigrationLocation location : locations) {
            if (location.isVisible()) {
                Fingerprint files = Fingerprint.create();
                if (location.addTo(files, classLoader) == 0) {
                    empty.add(location);
                }
                sums.add(files.toHex());
            } else {
                requireGiven("the location " + location.descriptor());
            }
        }
        sum.text(name, sums.stream().sorted().collect(Collectors.joining(",")));
        return empty;
    }

    private void addJavaMigrations(JavaMigration[] migrations) {
        for (JavaMigration migration : migrations) {
            sum.text(
                    "migration",
                    "%s %s %s %s"
                            .formatted(
                                    migration.getVersion(),
                                    migration.getDescription(),
                                    migration.getChecksum(),
                                    migration.canExecuteInTransaction()));
        }
        addObjects("migration", migrations);
    }

    private void addObjects(String name, Object[] objects) {
        for (Object object : objects) {
            sum.text(name, object.getClass().getName());
            for (Class<?> type = object.getClass(); isOfUser(type); type = type.getSuperclass()) {
                addWithInnerClasses(type);
            }
        }
    }

    private static boolean isOfUser(@Nullable Class<?> type) {
        return type != null && type != Object.class && !type.getName().startsWith("org.flywaydb.");
    }

    private void addWithInnerClasses(Class<?> type) {
        try {
            Arrays.stream(type.getNestHost().getNestMembers())
                    .filter(member -> (member.getName() + "$").startsWith(type.getName() + "$"))
                    .sorted(Comparator.comparing(Class::getName))
                    .forEach(sum::classBytes);
        } catch (ConfigurationException e) {
            requireGiven("the class " + type.getName());
        }
    }

    private void requireGiven(String unseen) {
        if (given == null) {
            throw new ConfigurationException(
                    "What Flyway gets from %s cannot be seen, so a change of it would go unnoticed. Use classpath: and filesystem: locations and named classes, or give FlywayMigrator.withFingerprint(text) a text that changes whenever it does."
                            .formatted(unseen));
        }
    }

    private static ConfigurationException nothingAt(List<MigrationLocation> locations) {
        return new ConfigurationException(
                "Flyway would build an empty schema: there are no files at %s. Correct the location (classpath: is looked up in all directories and jars of the class path, filesystem: in the working directory), or put the migrations there."
                        .formatted(locations.stream()
                                .map(MigrationLocation::inFull)
                                .collect(Collectors.joining(" and "))));
    }
}
