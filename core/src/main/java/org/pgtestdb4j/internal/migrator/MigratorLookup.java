package org.pgtestdb4j.internal.migrator;

import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.spi.MigratorContext;
import org.pgtestdb4j.spi.MigratorProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds migrators by name or by convention among the adapters on the class path. Immutable.
 *
 * <p>By convention an adapter counts only if its files exist, and exactly one may.
 */
public final class MigratorLookup {

    private static final Logger log = LoggerFactory.getLogger(MigratorLookup.class);

    private final List<MigratorProvider> providers;
    private final MigratorContext context;

    MigratorLookup(List<MigratorProvider> providers, MigratorContext context) {
        this.providers = providers;
        this.context = context;
    }

    /**
     * Returns a lookup among the adapters that the calling thread's class loader sees.
     *
     * @return a new lookup
     */
    public static MigratorLookup ofContextClassLoader() {
        return of(contextClassLoader());
    }

    /** Returns a lookup among the adapters that a class loader sees. */
    public static MigratorLookup of(ClassLoader classLoader) {
        List<MigratorProvider> providers = ServiceLoader.load(MigratorProvider.class, classLoader).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        return new MigratorLookup(providers, new MigratorContext(classLoader));
    }

    /** Returns the class loader of the tests: the calling thread's, else our own. */
    public static ClassLoader contextClassLoader() {
        ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
        return ofThread != null ? ofThread : MigratorLookup.class.getClassLoader();
    }

    /**
     * Returns the migrator of one or several locations.
     *
     * @param locations for example {@code flyway:db/migration}; several, separated by {@code ;}, are layers from the bottom up
     * @return the adapter's migrator
     */
    public Migrator named(String locations) {
        return Stream.of(locations.strip().split(";"))
                .map(String::strip)
                .map(this::ofLocation)
                .reduce(Migrator::then)
                .orElseThrow(() -> namesNone(locations));
    }

    private Migrator ofLocation(String location) {
        int colon = location.indexOf(':');
        if (colon < 1) {
            throw namesNone(location);
        }
        String id = location.substring(0, colon);
        return providers.stream()
                .filter(provider -> provider.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ConfigurationException(
                        "No adapter \"%s\" for the migrations \"%s\": %s. Add the dependency org.pgtestdb4j:pgtestdb4j-migrator-%s, or correct the name."
                                .formatted(id, location, onClassPath(), id)))
                .of(location.substring(colon + 1), context);
    }

    private ConfigurationException namesNone(String location) {
        return new ConfigurationException(
                "\"%s\" names no migrator. Write the adapter and what to apply, for example \"flyway:db/migration\"; %s."
                        .formatted(location, onClassPath()));
    }

    /**
     * Returns the only migrator whose files lie where its tool's convention has them.
     *
     * @return that migrator
     * @throws ConfigurationException if there is none, or more than one
     */
    public Migrator byConvention() {
        record Found(MigratorProvider provider, Migrator migrator) {}
        List<Found> found = providers.stream()
                .flatMap(provider ->
                        provider.byConvention(context).map(migrator -> new Found(provider, migrator)).stream())
                .toList();
        if (found.size() != 1) {
            throw new ConfigurationException(
                    found.isEmpty()
                            ? nothingFound()
                            : severalFound(found.stream().map(Found::provider).toList()));
        }
        log.info("Migrations: {} (found by convention)", found.get(0).migrator());
        return found.get(0).migrator();
    }

    private String nothingFound() {
        return """
                No migrations were found, so there is nothing to build test databases from. Looked for:
                %s
                Put them there, or say where they are: @PgTest(migrations = "flyway:db/other") on the class, \
                pgtestdb4j.migrations=flyway:db/other as a setting, or Migrator.none() in code for an empty database.""".formatted(
                        providers.isEmpty()
                                ? "  nothing: no adapter is on the class path; add for example org.pgtestdb4j:pgtestdb4j-migrator-flyway"
                                : listed(providers, provider -> provider.id() + ": " + provider.looksFor()));
    }

    private static String severalFound(List<MigratorProvider> found) {
        return """
                The migrations of several tools were found, and only you know which one the tests mean:
                %s
                Say which: @PgTest(migrations = "%s:…") on the class, or pgtestdb4j.migrations=%2$s:… as a setting; several separated by ; are layers.""".formatted(
                        listed(found, provider -> provider.id() + ": " + provider.looksFor()),
                        found.get(0).id());
    }

    private static String listed(List<MigratorProvider> providers, Function<MigratorProvider, String> line) {
        return providers.stream().map(line).map("  "::concat).collect(Collectors.joining("\n"));
    }

    private String onClassPath() {
        return providers.isEmpty()
                ? "no adapter is on the class path"
                : "on the class path are "
                        + providers.stream().map(MigratorProvider::id).sorted().collect(Collectors.joining(", "));
    }
}
