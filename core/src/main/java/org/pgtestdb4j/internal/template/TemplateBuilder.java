package org.pgtestdb4j.internal.template;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.DatabaseException;
import org.pgtestdb4j.MigrationException;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDbException;
import org.pgtestdb4j.ServerException;
import org.pgtestdb4j.internal.clone.CloneFactory;
import org.pgtestdb4j.internal.clone.CloneSource;
import org.pgtestdb4j.internal.clone.Dropper;
import org.pgtestdb4j.internal.jdbc.JdbcUrl;
import org.pgtestdb4j.internal.jdbc.Sql;
import org.pgtestdb4j.internal.jdbc.SqlState;
import org.pgtestdb4j.internal.migrator.ExistingDatabase;
import org.pgtestdb4j.internal.registry.Owner;
import org.pgtestdb4j.internal.registry.RegisteredTemplates;
import org.pgtestdb4j.internal.registry.Registry;
import org.pgtestdb4j.internal.server.Admin;
import org.pgtestdb4j.internal.settings.Setting;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds one template, under a name of its own until it is complete. A builder that dies leaves a database under that name, which the next
 * one drops. To be called under the lock of its builder.
 */
public final class TemplateBuilder {

    private static final Logger log = LoggerFactory.getLogger(TemplateBuilder.class);

    /** How deep to look into a failure; causes can go round in a circle. */
    private static final int MAX_DEPTH = 20;

    private final Admin admin;
    private final Registry registry;
    private final CloneFactory clones;
    private final Dropper dropper;
    private final Owner owner;
    private final Foundation foundation;
    private final Duration limit;
    private final DatabaseCopy copy;
    private final Seal seal;

    /**
     * Creates a builder.
     *
     * @param endsWith the owner with whom templates go; null if they stay
     */
    public TemplateBuilder(
            Admin admin,
            Registry registry,
            CloneFactory clones,
            Dropper dropper,
            Owner owner,
            Foundation foundation,
            TemplateRules rules,
            Owner.@Nullable Id endsWith) {
        this.admin = admin;
        this.registry = registry;
        this.clones = clones;
        this.dropper = dropper;
        this.owner = owner;
        this.foundation = foundation;
        this.limit = rules.migrationTimeout();
        this.copy = new DatabaseCopy(admin, clones, foundation.role(), limit);
        this.seal = new Seal(admin, registry, dropper, endsWith);
    }

    /**
     * Builds a template and puts it in the place of the one before, if there is one: until then others go on cloning that.
     *
     * @param below the layer to go on from; null if there is none
     */
    RegisteredTemplates.Entry build(TemplateKey key, Migrator migrator, @Nullable CloneSource below)
            throws SQLException {
        long start = System.nanoTime();
        admin.run(session -> registry.rejectStranger(session, key.templateName()));
        create(key.buildName(), migrator, below);
        if (!(migrator instanceof ExistingDatabase)) {
            migrate(key, migrator);
        }
        if (changedItsRole()) {
            log.warn(
                    "The migrations of {} changed settings of the role {} (ALTER ROLE … SET). They are reset: use ALTER DATABASE … SET, which belongs to the template",
                    migrator,
                    foundation.role().name());
        }
        RegisteredTemplates.Entry template = seal.apply(key, migrator, below == null ? null : below.database());
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
            return admin.call(foundation.role()::resetSettings);
        } catch (SQLException e) {
            log.debug(
                    "Could not look for settings of the role {}",
                    foundation.role().name(),
                    e);
            return false;
        }
    }

    private void create(String build, Migrator migrator, @Nullable CloneSource below) throws SQLException {
        try {
            createAnew(build, migrator, below);
        } catch (SQLException e) {
            if (!SqlState.isDuplicateDatabase(e)) {
                throw e;
            }
            // A builder was killed, but the server went on creating the database for it. Now that is done.
            createAnew(build, migrator, below);
        } catch (RuntimeException e) {
            removeQuietly(build, e);
            throw e;
        }
    }

    private void removeQuietly(String build, RuntimeException failure) {
        try {
            dropper.drop(build);
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    private void createAnew(String build, Migrator migrator, @Nullable CloneSource below) throws SQLException {
        admin.connector().server().checkRoom();
        dropper.dropBuild(build);
        Owner.Intent intent = owner.intend(id -> build, Registry.Kind.BUILD);
        try {
            createDatabase(build, migrator, below);
            if (!owner.created(intent, List.of())) {
                throw new SQLException(
                        "Another process took this one for dead, since its session was gone, while it built a template");
            }
        } finally {
            owner.settle(intent);
        }
    }

    private void createDatabase(String build, Migrator migrator, @Nullable CloneSource below) throws SQLException {
        if (below != null) {
            clones.copy(below, build);
        } else if (migrator instanceof ExistingDatabase existing) {
            copy.create(existing.database(), build);
            foundation.installExtensions(build, admin);
        } else {
            createFoundation(build);
        }
    }

    private void createFoundation(String build) throws SQLException {
        admin.define(session -> {
            Sql.execute(session, foundation.creating(build, admin));
            Sql.execute(session, "REVOKE CONNECT ON DATABASE " + Sql.identifier(build) + " FROM PUBLIC");
        });
        foundation.installExtensions(build, admin);
    }

    private void migrate(TemplateKey key, Migrator migrator) throws SQLException {
        JdbcUrl url = admin.connector()
                .urlOf(
                        key.buildName(),
                        foundation.role().name(),
                        foundation.role().password());
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
        if (!overdue && found(cause, SqlState.TOO_MANY_CONNECTIONS)) {
            return new ServerException(
                    "The migrations of %s got no connection to %s, since others use them all: %s%nThe next who needs them has them tried again. End some sessions, or raise the limit of the server or the role."
                            .formatted(migrator, admin.connector().server(), cause),
                    cause);
        }
        String what = overdue
                ? "did not end within " + limit.toMillis() + " ms and were ended; " + Setting.MIGRATION_TIMEOUT.key()
                        + " sets the limit"
                : "failed: " + cause + adviceFor(cause);
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

    private static String adviceFor(@Nullable Throwable failure) {
        return found(failure, SqlState.INSUFFICIENT_PRIVILEGE)
                ? "%nMigrations run as the role of the tests, which is no superuser. Extensions are installed by the admin if %s names them; %s gives the role more."
                        .formatted(Setting.EXTENSIONS.key(), Setting.ROLE_ATTRIBUTES.key())
                : "";
    }

    private static boolean found(@Nullable Throwable failure, String state) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++) {
            if (cause instanceof SQLException e && SqlState.is(e, state)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
