package org.pgtestdb4j.jooq;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jooq.Catalog;
import org.jooq.DSLContext;
import org.jooq.Schema;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.spi.Fingerprint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills a database with jOOQ, version 3.19 or newer: from what generated classes say, or by code with a {@code DSLContext}.
 *
 * <pre>{@code
 * Migrator shop = JooqMigrator.of(Shop.SHOP).after("db/triggers.sql");
 * Migrator items = JooqMigrator.of("items-1", ctx -> ctx.createTable("item").column("id", BIGINT).execute());
 * }</pre>
 *
 * <p>Generated classes say less than a database has. What they name and jOOQ's open source edition cannot create must come from SQL of one's
 * own, from a layer below or be {@linkplain #leaveOut left out} by name: else {@link #migrate} ends with a list of it before anything is
 * applied. What they do not even name is warned of, once for each template; {@link #report} tells all of it. Who has migrations for Flyway,
 * Liquibase or another tool is better off with these, and classes generated from their template.
 *
 * <p>The hash is made of the statements that jOOQ renders, jOOQ's version, and the names and bytes of SQL files. It does not connect to a
 * database. The first use sets the system properties {@code org.jooq.no-logo} and {@code org.jooq.no-tips}, unless they are set.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class JooqMigrator implements Migrator {

    private static final Logger log = LoggerFactory.getLogger(JooqMigrator.class);

    private final GeneratedSchemas schemas;
    private final List<SqlScript> before;
    private final List<SqlScript> after;
    private final Set<String> leftOut;
    private final boolean reviewed;

    private JooqMigrator(
            GeneratedSchemas schemas,
            List<SqlScript> before,
            List<SqlScript> after,
            Set<String> leftOut,
            boolean reviewed) {
        this.schemas = schemas;
        this.before = List.copyOf(before);
        this.after = List.copyOf(after);
        this.leftOut = Set.copyOf(leftOut);
        this.reviewed = reviewed;
    }

    /**
     * Returns a migrator of all schemas of a catalog, but for those of the system.
     *
     * @param catalog a generated one, or one that jOOQ has read somewhere
     * @return a migrator that equals others of the same schemas and options
     * @throws ConfigurationException if the catalog has no schema
     */
    public static JooqMigrator of(Catalog catalog) {
        return of(GeneratedSchemas.of(catalog));
    }

    /**
     * Returns a migrator of schemas.
     *
     * @param schemas generated ones, or some that jOOQ has read somewhere
     * @return a migrator that equals others of the same schemas and options
     * @throws ConfigurationException if there is none
     */
    public static JooqMigrator of(Schema... schemas) {
        return of(GeneratedSchemas.of(List.of(schemas)));
    }

    private static JooqMigrator of(GeneratedSchemas schemas) {
        return new JooqMigrator(schemas, List.of(), List.of(), Set.of(), false);
    }

    /**
     * Returns a migrator of a step in code, with a context on a session that is closed afterwards.
     *
     * @param hash names the outcome of the step; change it whenever the step's outcome changes. jOOQ's version and the class file in which
     *     the step's code stands count besides, but not what that code calls, nor variables that it takes along
     * @param step fills the database
     * @return a migrator that equals others with an equal hash and step
     * @throws ConfigurationException if the hash is blank
     */
    public static Migrator of(String hash, Step step) {
        return new ContextMigrator(hash, step);
    }

    /** A step in code that fills a database. */
    @FunctionalInterface
    public interface Step {

        /**
         * Fills the database.
         *
         * @param ctx works on one session of the database's owner, outside a transaction
         * @throws Exception whatever goes wrong; it reaches the test as a cause
         */
        void migrate(DSLContext ctx) throws Exception;
    }

    /**
     * Returns a copy that runs SQL before types, sequences, tables and views are created, but after the schemas are: extensions, and
     * functions that defaults need. Each file goes to the server as one query. Settings it makes end with it.
     *
     * @param locations paths as seen from the working directory, or {@code classpath:} and a path; added to those that were given before
     * @return a migrator of the same schemas
     */
    public JooqMigrator before(String... locations) {
        return new JooqMigrator(schemas, joined(before, locations), after, leftOut, reviewed);
    }

    /**
     * Returns a copy that runs SQL when all is created that jOOQ can create: functions, triggers, materialized views, {@code ALTER}s. Each
     * file goes to the server as one query. Settings it makes end with it.
     *
     * @param locations paths as seen from the working directory, or {@code classpath:} and a path; added to those that were given before
     * @return a migrator of the same schemas
     */
    public JooqMigrator after(String... locations) {
        return new JooqMigrator(schemas, before, joined(after, locations), leftOut, reviewed);
    }

    private static List<SqlScript> joined(List<SqlScript> scripts, String... locations) {
        List<SqlScript> all = new ArrayList<>(scripts);
        for (String location : locations) {
            all.add(SqlScript.of(location));
        }
        return all;
    }

    /**
     * Returns a copy that does without things which generated classes name: what jOOQ cannot create, and tables and views that SQL of one's
     * own shall create instead, since they are partitioned or read what SQL makes.
     *
     * @param things as {@link #report} lists them, for example {@code function shop.total}; or {@code table shop.log}, {@code view shop.paid}
     * @return a migrator of the same schemas
     */
    public JooqMigrator leaveOut(String... things) {
        Set<String> all = new LinkedHashSet<>(leftOut);
        all.addAll(List.of(things));
        return new JooqMigrator(schemas, before, after, all, reviewed);
    }

    /**
     * Returns a copy that does not warn of what generated classes do not say: somebody has looked.
     *
     * @return a migrator of the same schemas
     */
    public JooqMigrator reviewed() {
        return new JooqMigrator(schemas, before, after, leftOut, true);
    }

    /**
     * Tells what is created, what generated classes name but jOOQ cannot create, how to add it, and what such classes never say.
     *
     * @return some lines for people
     */
    public String report() {
        return new Review(schemas, before, after, leftOut).toString();
    }

    @Override
    public String hash() {
        Fingerprint sum = Fingerprint.create().text("jooq", Jooq.version());
        before.forEach(script -> script.addTo(sum.text("when", "before")));
        new CreateStatements(schemas, leftOut).all().forEach(sql -> sum.text("sql", sql));
        after.forEach(script -> script.addTo(sum.text("when", "after")));
        return sum.toHex();
    }

    @Override
    public void migrate(String url) throws Exception {
        Review review = new Review(schemas, before, after, leftOut);
        try (Connection connection = Jooq.connect(url, SqlScript.WHOLE_FILES)) {
            review.requireNothingMissing(connection);
            run(new CreateStatements(schemas, leftOut), new StatementRunner(connection));
            review.requireAllThere(connection);
        }
        if (!reviewed) {
            log.warn(
                    "{} is built from generated classes, which never say all that a database has: {}. Whatever of it matters belongs in after(…); reviewed() ends this warning",
                    schemas,
                    Review.unsaid());
        }
    }

    private void run(CreateStatements create, StatementRunner runner) throws Exception {
        runner.run(create.schemas());
        for (SqlScript script : before) {
            runner.run(script);
        }
        runner.run(create.content());
        for (SqlScript script : after) {
            runner.run(script);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JooqMigrator that
                && schemas.equals(that.schemas)
                && before.equals(that.before)
                && after.equals(that.after)
                && leftOut.equals(that.leftOut)
                && reviewed == that.reviewed;
    }

    @Override
    public int hashCode() {
        return Objects.hash(schemas, before, after, leftOut, reviewed);
    }

    @Override
    public String toString() {
        return "jOOQ " + schemas
                + Stream.concat(before.stream(), after.stream())
                        .map(script -> " with " + script.location())
                        .distinct()
                        .reduce("", String::concat);
    }
}
