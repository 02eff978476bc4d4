package org.pgtestdb4j.flyway;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.output.MigrateResult;
import org.flywaydb.core.internal.configuration.models.EnvironmentModel;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.Migrator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills a database with Flyway, version 10 or newer.
 *
 * <pre>{@code
 * Migrator byConvention = FlywayMigrator.ofDefaults();
 * Migrator ledger = FlywayMigrator.of("classpath:db/ledger", "filesystem:src/test/ledger");
 * Migrator tenant = FlywayMigrator.of(flyway -> flyway.locations("db/tenant").placeholders(Map.of("tenant", "acme")));
 * }</pre>
 *
 * <p>The hash is made of the raw bytes of all files below the locations, of Flyway's effective configuration and version, and of the class
 * files of migrations, callbacks and resolvers that are given as objects. Neither the fields of such objects nor the classes that a Java
 * migration calls are seen: name them with {@link #withFingerprint}. A hash does not connect to a database.
 *
 * <p>Migrating takes Flyway's configuration as it is, but for the connection; {@code outputQueryResults}, which is switched off; the
 * transactional lock, which is switched off as well because {@code CREATE INDEX CONCURRENTLY} would wait for it for ever; and the loggers
 * {@code auto}, which mean SLF4J.
 *
 * <p>The placeholders {@code flyway:database}, {@code flyway:user} and {@code flyway:timestamp} are those of the template: a migration that
 * stores them stores the same in every clone. Repeatable migrations that use one are named in a warning when the template is built.
 *
 * <p>Immutable and safe for use by several threads, if the configuration given in code is.
 */
public final class FlywayMigrator implements Migrator {

    private static final Logger log = LoggerFactory.getLogger(FlywayMigrator.class);

    private static final String DEFAULT_LOCATION = "classpath:db/migration";
    private static final String[] AUTO = {"auto"};

    private final ClassLoader classLoader;
    private final Consumer<FluentConfiguration> configurer;
    private final @Nullable String fingerprint;

    private FlywayMigrator(
            ClassLoader classLoader, Consumer<FluentConfiguration> configurer, @Nullable String fingerprint) {
        this.classLoader = classLoader;
        this.configurer = configurer;
        this.fingerprint = fingerprint;
    }

    /**
     * Returns a migrator of Flyway's own defaults: the migrations in {@code classpath:db/migration}.
     *
     * @return a migrator that looks in the calling thread's class path
     */
    public static FlywayMigrator ofDefaults() {
        return of(DEFAULT_LOCATION);
    }

    /**
     * Returns a migrator of locations, with Flyway's defaults for everything else.
     *
     * @param locations as Flyway has them: {@code classpath:} (may be left out) or {@code filesystem:} and a folder; each must have files
     * @return a migrator that equals others of the same locations and class loader
     * @throws ConfigurationException if no location is given
     */
    public static FlywayMigrator of(String... locations) {
        return of(List.of(locations), contextClassLoader());
    }

    static FlywayMigrator of(List<String> locations, ClassLoader classLoader) {
        return new FlywayMigrator(classLoader, LocationsOnly.of(locations), null);
    }

    /**
     * Returns a migrator with a configuration of one's own.
     *
     * <p>A url, user, password or {@code DataSource} in it is replaced when migrating; a {@code currentSchema} of the url is lost with it:
     * set {@code defaultSchema}.
     *
     * @param configurer changes a fresh configuration; called once for each hash and each migration, and must do the same every time
     * @return a migrator that equals others whose configurer and class loader are equal
     */
    public static FlywayMigrator of(Consumer<FluentConfiguration> configurer) {
        return new FlywayMigrator(contextClassLoader(), Objects.requireNonNull(configurer, "configurer"), null);
    }

    /**
     * Returns a copy whose hash also counts a text. It stands for what cannot be seen: locations other than {@code classpath:} and {@code
     * filesystem:}, a {@code ResourceProvider} or {@code JavaMigrationClassProvider} of one's own (all refused without it), fields of
     * callbacks, classes that a Java migration calls.
     *
     * @param text changes whenever the unseen does
     * @return a migrator that differs in its hash only
     * @throws ConfigurationException if the text is blank
     */
    public FlywayMigrator withFingerprint(String text) {
        if (text.isBlank()) {
            throw new ConfigurationException(
                    "The fingerprint of " + this + " is blank. Give a text that changes whenever the unseen does.");
        }
        return new FlywayMigrator(classLoader, configurer, text);
    }

    @Override
    public String hash() {
        FlywayOnClassPath.requireComplete();
        FlywayFingerprint sum = new FlywayFingerprint(fingerprint);
        return configurer instanceof LocationsOnly only ? sum.of(only, classLoader) : sum.of(configuration());
    }

    @Override
    public void migrate(String url) {
        FlywayOnClassPath.requireComplete();
        Flyway flyway = configurationFor(url).load();
        MigrateResult result = flyway.migrate();
        if (result.migrationsExecuted == 0 && flyway.info().applied().length == 0) {
            throw nothingApplied(flyway);
        }
        List<String> files = new TemplatesPlaceholders(flyway.getConfiguration()).filesOf(result);
        if (!files.isEmpty()) {
            log.warn(
                    "Every clone will say the same where {} has flyway:timestamp, flyway:database or flyway:user: these placeholders were filled in for the template",
                    String.join(", ", files));
        }
    }

    private FluentConfiguration configurationFor(String url) {
        FluentConfiguration configuration = configuration();
        if (configuration.getUrl() != null) {
            // Java migrations can read the url; what they read must not be a database of the user's.
            ownEnvironments(configuration).dataSource(url, null, null);
        }
        if (Arrays.equals(configuration.getLoggers(), AUTO)) {
            // Where SLF4J has nobody to log to, auto falls back to java.util.logging, which prints every step.
            configuration.loggers("slf4j");
        }
        configuration.dataSource(new DirectDataSource(url)).outputQueryResults(false);
        configuration
                .getPluginRegister()
                .getPlugin(PostgreSQLConfigurationExtension.class)
                .setTransactionalLock(false);
        return configuration;
    }

    /** A configuration that was copied from another one shares what this changes, and the other one may be the application's. */
    private static FluentConfiguration ownEnvironments(FluentConfiguration configuration) {
        Map<String, EnvironmentModel> own = new HashMap<>();
        configuration
                .getModernConfig()
                .getEnvironments()
                .forEach((name, shared) -> own.put(name, new EnvironmentModel().merge(shared)));
        return configuration.allEnvironments(own);
    }

    private FluentConfiguration configuration() {
        FluentConfiguration configuration = Flyway.configure(classLoader);
        try {
            configurer.accept(configuration);
        } catch (FlywayException e) {
            throw new ConfigurationException("Flyway does not take its configuration: " + e.getMessage(), e);
        }
        return configuration;
    }

    private static ConfigurationException nothingApplied(Flyway flyway) {
        return new ConfigurationException(
                "Flyway applied nothing: there are files at %s, but none is a migration that is due. Check their names (V1__name.sql, R__name.sql) and the settings target, cherryPick and the prefixes."
                        .formatted(List.of(flyway.getConfiguration().getLocations())));
    }

    private static ClassLoader contextClassLoader() {
        ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
        return ofThread != null ? ofThread : FlywayMigrator.class.getClassLoader();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FlywayMigrator that
                && classLoader.equals(that.classLoader)
                && configurer.equals(that.configurer)
                && Objects.equals(fingerprint, that.fingerprint);
    }

    @Override
    public int hashCode() {
        return Objects.hash(classLoader, configurer, fingerprint);
    }

    @Override
    public String toString() {
        return "Flyway " + (configurer instanceof LocationsOnly only ? only : "configured in code");
    }
}
