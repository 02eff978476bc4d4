package org.pgtestdb4j.jooq.codegen;

import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.Migrator;

/**
 * What stands in the {@code <properties>} of a generator's configuration.
 *
 * @param migrations what {@link Migrator#named} understands, if given
 * @param migrator the name of a class, if given
 * @param resources folders and jars, separated by commas
 * @param settings ours, by their full names
 */
record GeneratorProperties(
        Optional<String> migrations, Optional<String> migrator, String resources, Map<String, String> settings) {

    private static final String OURS = "pgtestdb4j.";

    static GeneratorProperties of(Properties properties) {
        Map<String, String> settings = new TreeMap<>();
        for (String name : properties.stringPropertyNames()) {
            if (name.startsWith(OURS)) {
                settings.put(name, properties.getProperty(name));
            } else if (!name.equals("migrations") && !name.equals("migrator") && !name.equals("resources")) {
                throw new ConfigurationException(
                        "The generator's database has a property \"%s\"; it knows migrations, migrator, resources and settings that begin with %s"
                                .formatted(name, OURS));
            }
        }
        return new GeneratorProperties(
                given("migrations", properties),
                given("migrator", properties),
                properties.getProperty("resources", ""),
                settings);
    }

    private static Optional<String> given(String name, Properties properties) {
        return Optional.ofNullable(properties.getProperty(name)).filter(value -> !value.isBlank());
    }

    URL[] classPath() {
        return Stream.of(resources.split(","))
                .map(String::strip)
                .filter(place -> !place.isEmpty())
                .map(GeneratorProperties::url)
                .toArray(URL[]::new);
    }

    private static URL url(String place) {
        Path path = Path.of(place).toAbsolutePath();
        if (!Files.exists(path)) {
            throw new ConfigurationException(
                    "\"%s\", of the property resources of the generator's database, is not there: %s"
                            .formatted(place, path));
        }
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new ConfigurationException("Not a path for the class path: " + path, e);
        }
    }

    /** Returns the migrator, as the calling thread's class loader finds it. */
    Migrator createMigrator() {
        if (migrations.isPresent() == migrator.isPresent()) {
            throw new ConfigurationException(
                    "The generator's database needs either the property migrations, for example \"flyway:db/migration\", or the property migrator, the name of a class");
        }
        return migrations.map(Migrator::named).orElseGet(() -> instance(migrator.orElseThrow()));
    }

    private static Migrator instance(String className) {
        try {
            return Class.forName(className, true, Thread.currentThread().getContextClassLoader())
                    .asSubclass(Migrator.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new ConfigurationException(
                    "The generator's migrator %s cannot be made: %s. It must be a public Migrator with a public constructor without parameters, on the generator's class path or in resources."
                            .formatted(className, e),
                    e);
        }
    }
}
