package org.pgtestdb4j.internal.template;

import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.DatabaseException;
import org.pgtestdb4j.MigrationException;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDbException;
import org.pgtestdb4j.internal.clone.CloneFactory;
import org.pgtestdb4j.internal.clone.CloneSource;
import org.pgtestdb4j.internal.clone.Dropper;
import org.pgtestdb4j.internal.jdbc.JdbcUrl;
import org.pgtestdb4j.internal.jdbc.Sql;
import org.pgtestdb4j.internal.jdbc.SqlState;
import org.pgtestdb4j.internal.registry.Owner;
import org.pgtestdb4j.internal.registry.Registry;
import org.pgtestdb4j.internal.registry.TestRole;
import org.pgtestdb4j.internal.server.Admin;
import org.pgtestdb4j.internal.settings.Setting;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds one template, under a name of its own until it is complete. A builder that dies leaves a database under that name, which the next
 * one drops. To be called under the template's exclusive lock.
 */
public final class TemplateBuilder {

    private static final Logger log = LoggerFactory.getLogger(TemplateBuilder.class);

    private final Admin admin;
    private final Registry registry;
    private final CloneFactory clones;
    private final Dropper dropper;
    private final Owner owner;
    private final TestRole role;
    private final Duration limit;
    private final Seal seal;

    /**
     * Creates a builder.
     *
     * @param limit how long one migrator may take
     */
    public TemplateBuilder(
            Admin admin,
            Registry registry,
            CloneFactory clones,
            Dropper dropper,
            Owner owner,
            TestRole role,
            Duration limit) {
        this.admin = admin;
        this.registry = registry;
        this.clones = clones;
        this.dropper = dropper;
        this.owner = owner;
        this.role = role;
        this.limit = limit;
        this.seal = new Seal(admin, registry);
    }

    Registry.TemplateEntry build(TemplateKey key, Migrator migrator, @Nullable CloneSource below) throws SQLException {
        long start = System.nanoTime();
        dropper.dropTemplate(key.templateName());
        create(key.buildName(), below);
        migrate(key, migrator);
        if (changedItsRole()) {
            log.warn(
                    "The migrations of {} changed settings of the role {} (ALTER ROLE … SET). They are reset: use ALTER DATABASE … SET, which belongs to the template",
                    migrator,
                    role.name());
        }
        Registry.TemplateEntry template = seal.apply(key, migrator);
        log.info(
                "Built template {} from {} in {} ms",
                template.name(),
                migrator,
                (System.nanoTime() - start) / 1_000_000);
        return template;
    }

    /** Two at the same moment get in each other's way; the next hand-out looks again. */
    private boolean changedItsRole() {
        try {
            return admin.call(role::resetSettings);
        } catch (SQLException e) {
            log.debug("Could not look for settings of the role {}", role.name(), e);
            return false;
        }
    }

    private void create(String build, @Nullable CloneSource below) throws SQLException {
        try {
            createAnew(build, below);
        } catch (SQLException e) {
            if (!SqlState.isDuplicateDatabase(e)) {
                throw e;
            }
            // A builder was killed, but the server went on creating the database for it. Now that is done.
            createAnew(build, below);
        }
    }

    private void createAnew(String build, @Nullable CloneSource below) throws SQLException {
        admin.connector().server().checkRoom();
        dropper.dropBuild(build);
        registry.intend(build, Registry.Kind.BUILD, owner.id().value());
        copy(build, below);
        registry.created(build);
    }

    private void copy(String build, @Nullable CloneSource below) throws SQLException {
        if (below != null) {
            clones.copy(below, build);
            return;
        }
        admin.run(session -> {
            String quoted = Sql.identifier(build);
            Sql.execute(
                    session, "CREATE DATABASE " + quoted + " TEMPLATE template0 OWNER " + Sql.identifier(role.name()));
            Sql.execute(session, "REVOKE CONNECT ON DATABASE " + quoted + " FROM PUBLIC");
        });
    }

    private void migrate(TemplateKey key, Migrator migrator) throws SQLException {
        JdbcUrl url = admin.connector().urlOf(key.buildName(), role.name(), role.password());
        MigrationWatch watch = MigrationWatch.start(admin, key.buildName(), limit);
        try (watch) {
            migrator.migrate(url.toJdbc());
        } catch (Exception | LinkageError | AssertionError e) {
            if (e instanceof InterruptedException && !watch.overdue()) {
                Thread.currentThread().interrupt();
            }
            noteFailed(key, migrator, e);
            throw failure(key, migrator, watch.overdue(), e);
        }
        if (watch.overdue()) {
            throw failure(key, migrator, true, null);
        }
    }

    private void noteFailed(TemplateKey key, Migrator migrator, Throwable failure) {
        try {
            registry.kept(key.buildName(), migrator.toString(), "a migration failed");
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    private PgTestDbException failure(TemplateKey key, Migrator migrator, boolean overdue, @Nullable Throwable cause) {
        if (cause instanceof PgTestDbException known && !overdue) {
            return known;
        }
        if (Thread.currentThread().isInterrupted()) {
            return new DatabaseException(
                    "The migrations of " + migrator
                            + " were interrupted, perhaps by the time-out of the test that ran them",
                    cause);
        }
        String what = overdue
                ? "did not end within " + limit.toMillis() + " ms and were ended; " + Setting.MIGRATION_TIMEOUT.key()
                        + " sets the limit"
                : "failed: " + cause;
        return new MigrationException(
                "The migrations of %s %s%nThe database %s on %s stays for a look, for a day or until the next attempt%s. Hash: %s"
                        .formatted(
                                migrator,
                                what,
                                key.buildName(),
                                admin.connector().server(),
                                admin.connector().server().endsWithJvm() ? ", while this JVM runs" : "",
                                key.hash()),
                cause);
    }
}
