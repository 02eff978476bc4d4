package org.pgtestdb4j;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.pgtestdb4j.internal.engine.Caller;
import org.pgtestdb4j.internal.engine.Engine;
import org.pgtestdb4j.internal.engine.Engines;
import org.pgtestdb4j.internal.pool.Lease;
import org.pgtestdb4j.internal.template.SealedTemplate;

/**
 * Makes test databases without a test framework, or beside one.
 *
 * <pre>{@code
 * try (PgTestDb pg = PgTestDb.open()) {
 *     pg.with(FlywayMigrator.ofDefaults(), database -> {
 *         try (Connection connection = database.dataSource().getConnection()) {
 *             …
 *         }
 *     });
 * }
 * }</pre>
 *
 * <p>It is a counted handle: all that are open with equal settings in one JVM work on the same server with the same templates. Safe for use
 * by several threads.
 */
public final class PgTestDb implements AutoCloseable {

    private final Engines.Handle handle;

    private PgTestDb(Engines.Handle handle) {
        this.handle = handle;
    }

    /**
     * Opens a handle with what system properties, environment and {@code pgtestdb4j.properties} say.
     *
     * @return a handle to be closed
     * @throws ConfigurationException if the settings contradict each other or cannot be understood
     * @throws ServerException if there is no server to work with
     */
    public static PgTestDb open() {
        return builder().open();
    }

    /**
     * Returns a builder for handles with settings in code.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Finds the template of a migrator, or builds it.
     *
     * @param migrator what the template shall contain
     * @return the template, ready to be cloned
     * @throws MigrationException if a migration fails
     */
    public Template template(Migrator migrator) {
        return new HandedTemplate(handle.engine(), handle.engine().template(migrator, Caller.name()));
    }

    /**
     * Hands a database out that contains what a migrator builds.
     *
     * @param migrator what the database shall contain
     * @return a database of its own; close it
     * @throws MigrationException if a migration fails
     * @throws DatabaseException if the clone cannot be made
     */
    public TestDatabase database(Migrator migrator) {
        return template(migrator).database();
    }

    /**
     * Does some work with a database of its own, which is dropped afterwards, or kept if the work throws.
     *
     * @param migrator what the database shall contain
     * @param work what to do; if it throws, a {@link KeptDatabase} is attached to what it throws
     * @param <X> what the work may throw
     * @throws X what the work throws
     * @throws LeakException if the work leaves sessions open and that shall be a failure
     */
    public <X extends Exception> void with(Migrator migrator, Work<X> work) throws X {
        Engine engine = handle.engine();
        Keep keep = engine.keep(Keep.DEFAULT);
        String caller = Caller.name();
        Lease database =
                engine.acquire(engine.template(migrator, caller), caller).untilEnd();
        try {
            if (keep == Keep.ALWAYS) {
                database.keep("all databases are kept");
            }
            work.run(database);
            throwIfAny(database.findLeaks());
        } catch (Throwable failure) {
            if (keep == Keep.NEVER) {
                database.explain(failure);
            } else {
                database.keepAfter(failure);
            }
            throw failure;
        } finally {
            database.end();
        }
    }

    private static void throwIfAny(Optional<LeakException> leaks) {
        if (leaks.isPresent()) {
            throw leaks.get();
        }
    }

    /**
     * Returns what was done so far, by all handles with equal settings.
     *
     * @return a report of this moment
     */
    public RunReport report() {
        return handle.engine().report();
    }

    /** Gives the handle back. Databases that are still handed out stay usable for a moment only. Doing it twice is harmless. */
    @Override
    public void close() {
        handle.close();
    }

    /**
     * Something to do with a database.
     *
     * @param <X> what it may throw
     */
    @FunctionalInterface
    public interface Work<X extends Exception> {

        /**
         * Does it.
         *
         * @param database a database of its own
         * @throws X whatever goes wrong
         */
        void run(TestDatabase database) throws X;
    }

    private record HandedTemplate(Engine engine, SealedTemplate sealed) implements Template {

        @Override
        public String hash() {
            return sealed.hash();
        }

        @Override
        public String name() {
            return sealed.source().database();
        }

        @Override
        public TestDatabase database() {
            return engine.acquire(sealed, Caller.name());
        }

        @Override
        public String toString() {
            return "template " + name();
        }
    }

    /** Collects settings in code, which are stronger than those from anywhere else. Not safe for use by several threads. */
    public static final class Builder {

        private final Map<String, String> settings = new LinkedHashMap<>();

        private Builder() {}

        /**
         * Sets a setting.
         *
         * @param name its full name, for example {@code pgtestdb4j.url}
         * @param value its value, as it would stand in a file
         * @return this builder
         * @throws ConfigurationException if it was set before
         */
        public Builder setting(String name, String value) {
            if (settings.putIfAbsent(name, value) != null) {
                throw new ConfigurationException("The setting \"" + name + "\" is set twice on one builder");
            }
            return this;
        }

        /**
         * Sets {@code pgtestdb4j.url}.
         *
         * @param url a server to work on, as {@code jdbc:postgresql:} or {@code postgres:} url of an admin
         * @return this builder
         * @throws ConfigurationException if it was set before
         */
        public Builder url(String url) {
            return setting("pgtestdb4j.url", url);
        }

        /**
         * Opens a handle.
         *
         * @return a handle to be closed
         * @throws ConfigurationException if the settings contradict each other or cannot be understood
         * @throws ServerException if there is no server to work with
         */
        public PgTestDb open() {
            return new PgTestDb(Engines.open(settings, name -> Optional.empty()));
        }
    }
}
