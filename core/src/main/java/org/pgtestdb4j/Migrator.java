package org.pgtestdb4j;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.pgtestdb4j.internal.migrator.ExistingDatabase;
import org.pgtestdb4j.internal.migrator.MigratorLookup;

/**
 * Applies the files of one migration tool to an empty database, and names the outcome with a hash.
 *
 * <p>The database that a migrator has filled becomes a {@linkplain Template template}: it is built once for each hash and server, kept
 * between runs where the server is, and cloned for every test. So the hash must change whenever the outcome could.
 *
 * <pre>{@code
 * Migrator schema = FlywayMigrator.of("classpath:db/migration");
 * Migrator withCountries = schema.then(Migrator.of("countries-v1", url -> loadCountries(url)));
 * }</pre>
 *
 * <p>Implementations must be safe for use by several threads and should have value equality: {@link #hash()} is asked once for equal
 * migrators.
 */
public interface Migrator {

    /**
     * Returns the content fingerprint of everything that decides the migrated state. It is computed without a connection.
     *
     * @return a non-empty text; equal texts mean equal outcomes
     * @throws PgTestDbException if the files cannot be read or the outcome cannot be told from them
     */
    String hash();

    /**
     * Migrates the database behind the url, on the caller's thread, and leaves no session open.
     *
     * @param url a complete JDBC url, with user and password, of a database that this migrator may fill as its owner
     * @throws Exception whatever the migration tool throws; it reaches the test as the cause of a {@link MigrationException}
     */
    void migrate(String url) throws Exception;

    /**
     * Returns the migrators that are applied one on top of the other, from the bottom up. Each becomes a template of its own, cloned from
     * the one below it, so migrators that share their lower layers share the work.
     *
     * @return this migrator alone, unless it was made by {@link #then(Migrator)}
     */
    default List<Migrator> layers() {
        return List.of(this);
    }

    /**
     * Returns a migrator that goes on where this one ends.
     *
     * @param next what to apply on top
     * @return a migrator with the layers of both
     */
    default Migrator then(Migrator next) {
        return LayeredMigrator.of(this, next);
    }

    /**
     * Returns a migrator out of a hash and a step in code.
     *
     * @param hash names the outcome of the step; change it whenever the step's outcome changes
     * @param step fills the database
     * @return a migrator that equals others with an equal hash and step
     * @throws ConfigurationException if the hash is blank
     */
    static Migrator of(String hash, Step step) {
        return new StepMigrator(hash, step);
    }

    /**
     * Returns a migrator that copies a database which exists on the server already, such as the one that an application is developed with.
     * Each run copies it anew. Settings of the database and its comment are copied too; all that is in it belongs to the role of the tests
     * afterwards.
     *
     * <p>That database is only read. PostgreSQL copies it while nobody is connected to it; if somebody is, the error says who. It can only be
     * the lowest layer.
     *
     * @param database the name of the database on the server that tests work on, as PostgreSQL has it
     * @return a migrator that equals others for the same database
     * @throws ConfigurationException if the name is blank
     */
    static Migrator copyOf(String database) {
        return new ExistingDatabase(database, Optional.empty());
    }

    /**
     * Returns a migrator that copies a database which exists on the server already, as {@link #copyOf(String)} does, but only once for each
     * hash.
     *
     * @param database the name of the database on the server that tests work on, as PostgreSQL has it
     * @param hash names its content; change it whenever that changes
     * @return a migrator that equals others for the same database and hash
     * @throws ConfigurationException if the name or the hash is blank
     */
    static Migrator copyOf(String database, String hash) {
        return new ExistingDatabase(database, Optional.of(hash));
    }

    /**
     * Returns a migrator that leaves the database empty.
     *
     * @return the same migrator at every call
     */
    static Migrator none() {
        return StepMigrator.NONE;
    }

    /**
     * Finds a migrator by name, as {@code @PgTest(migrations = …)} and the setting {@code pgtestdb4j.migrations} do.
     *
     * @param location the adapter's name and, behind a colon, what to apply, for example {@code flyway:db/migration}; several locations
     *     separated by {@code ;} are layers
     * @return the adapter's migrator
     * @throws ConfigurationException if no such adapter is on the class path or it does not understand the location
     */
    static Migrator named(String location) {
        return MigratorLookup.ofContextClassLoader().named(Objects.requireNonNull(location, "location"));
    }

    /** A step in code that fills a database. */
    @FunctionalInterface
    interface Step {

        /**
         * Fills the database behind the url and leaves no session open.
         *
         * @param url a complete JDBC url, with user and password
         * @throws Exception whatever goes wrong; it reaches the test as the cause of a {@link MigrationException}
         */
        void migrate(String url) throws Exception;
    }
}
