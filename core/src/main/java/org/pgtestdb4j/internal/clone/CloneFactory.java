package org.pgtestdb4j.internal.clone;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.pgtestdb4j.DatabaseException;
import org.pgtestdb4j.internal.jdbc.Sql;
import org.pgtestdb4j.internal.jdbc.SqlState;
import org.pgtestdb4j.internal.registry.Names;
import org.pgtestdb4j.internal.registry.Owner;
import org.pgtestdb4j.internal.registry.RegisteredTemplates;
import org.pgtestdb4j.internal.registry.Registry;
import org.pgtestdb4j.internal.registry.TestRole;
import org.pgtestdb4j.internal.server.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Clones sealed databases. Nobody can connect to a clone before it equals its source in everything. Safe for use by several threads. */
public final class CloneFactory {

    private static final Logger log = LoggerFactory.getLogger(CloneFactory.class);
    private static final Duration SOURCE_FREE_WITHIN = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(20);

    private final Admin admin;
    private final Registry registry;
    private final Owner owner;
    private final TestRole role;
    private final CopyStrategy strategy;
    private final AtomicLong number = new AtomicLong();
    private final LongAdder made = new LongAdder();

    /** Creates a factory for one owner's clones. */
    public CloneFactory(Admin admin, Registry registry, Owner owner, TestRole role, CopyStrategy strategy) {
        this.admin = admin;
        this.registry = registry;
        this.owner = owner;
        this.role = role;
        this.strategy = strategy;
    }

    /** Returns how many clones were made. */
    public long made() {
        return made.sum();
    }

    /** Returns a name that was never used before, and never will be by another clone. */
    public Clone unusedName() {
        return new Clone(Names.clone(owner.id(), number.incrementAndGet()));
    }

    /**
     * Clones a template under a name that was never used before.
     *
     * @throws LostTemplateException if the template is not there any more as it was found
     */
    public Clone create(CloneSource source) {
        long start = System.nanoTime();
        admin.connector().server().checkRoom();
        while (true) {
            Owner.Intent intent = intend(source);
            try {
                create(source, intent.database());
                if (open(source, intent)) {
                    made.increment();
                    log.debug("Cloned {} in {} ms", intent.database(), (System.nanoTime() - start) / 1_000_000);
                    return new Clone(intent.database());
                }
                // Somebody took us for dead in the middle of it, and may drop what he finds.
                discard(intent.database());
            } catch (LostTemplateException e) {
                forget(intent.database(), e);
                throw e;
            } catch (SQLException e) {
                discard(intent.database(), e);
                throw failure(source, e);
            } finally {
                owner.settle(intent);
            }
        }
    }

    private Owner.Intent intend(CloneSource source) {
        try {
            return owner.intendClone(id -> Names.clone(id, number.incrementAndGet()), source.database(), source.oid())
                    .orElseThrow(() -> lost(source));
        } catch (SQLException e) {
            throw failure(source, e);
        }
    }

    private void create(CloneSource source, String name) throws SQLException {
        try {
            admin.define(
                    session -> createWhenSourceIsFree(session, source.database(), copying(source.database(), name)));
        } catch (SQLException e) {
            // Removed since, by somebody who asks nobody: else the lock would have kept it.
            if (SqlState.is(e, SqlState.INVALID_CATALOG_NAME) && !isIntact(source)) {
                throw lost(source);
            }
            throw e;
        }
    }

    /** Gives a clone what copying has left out, lets others connect, and tells whether it may be handed out. */
    private boolean open(CloneSource source, Owner.Intent intent) throws SQLException {
        return owner.created(intent, replaying(source.attributes(), intent.database()));
    }

    private LostTemplateException lost(CloneSource source) {
        return new LostTemplateException("Somebody has changed or removed the template " + source.database() + " on "
                + admin.connector().server() + ", or the server has crashed since it was built");
    }

    /** Tells whether a template is there as it was found. */
    public boolean isIntact(CloneSource source) throws SQLException {
        return registry.templates().isIntact(source.database(), source.oid());
    }

    /**
     * Refuses to go on with a template that is not there as it was found.
     *
     * @throws LostTemplateException if it is so
     */
    public void rejectLost(CloneSource source) {
        try {
            if (!isIntact(source)) {
                throw lost(source);
            }
        } catch (SQLException e) {
            throw failure(source, e);
        }
    }

    private DatabaseException failure(CloneSource source, SQLException e) {
        return new DatabaseException(
                "Cannot clone the template %s on %s (SQLSTATE %s): %s%s"
                        .formatted(
                                source.database(),
                                admin.connector().server(),
                                e.getSQLState(),
                                e.getMessage(),
                                adviceFor(e)),
                e);
    }

    private void forget(String name, Exception failure) {
        try {
            registry.dropped(name);
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    private void discard(String name) throws SQLException {
        admin.define(session -> Sql.execute(session, "DROP DATABASE IF EXISTS " + Sql.identifier(name)));
        registry.dropped(name);
    }

    /** Whatever came of it so far, nobody will use it. Where the session broke, the server may create it yet: then the registry remembers. */
    private void discard(String name, SQLException failure) {
        if (SqlState.isConnectionLoss(failure)) {
            return;
        }
        try {
            discard(name);
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    private static String adviceFor(SQLException e) {
        if (SqlState.is(e, SqlState.DISK_FULL)) {
            return " The server's disk is full; kept databases may fill it: look for names that begin with pgtestdb4j_c_.";
        }
        if (SqlState.is(e, SqlState.UNDEFINED_TABLE)) {
            return " Somebody has removed or changed the registry, the database \"pgtestdb4j\", during the run. Start the run again.";
        }
        if (SqlState.is(e, SqlState.UNDEFINED_OBJECT)) {
            return " Somebody has removed the role of the tests during the run. Start the run again.";
        }
        if (SqlState.is(e, SqlState.INSUFFICIENT_PRIVILEGE)) {
            return " The admin needs CREATEDB, and must be a member of the role of the tests.";
        }
        if (SqlState.is(e, SqlState.OBJECT_IN_USE)) {
            return " Somebody is connected to the template, and did not leave in " + SOURCE_FREE_WITHIN.toSeconds()
                    + " s; pg_stat_activity says who.";
        }
        return "";
    }

    /** Copies a sealed database to a new name, with all that belongs to it. */
    public void copy(CloneSource source, String name) throws SQLException {
        admin.define(session -> createWhenSourceIsFree(session, source.database(), copying(source.database(), name)));
        admin.defineInTransaction(replaying(source.attributes(), name));
    }

    /**
     * Gives a copy what copying has left out of somebody's database, but for the privileges of others on the database itself, and opens it.
     */
    public void replay(String source, String name) throws SQLException {
        DatabaseAttributes attributes =
                admin.call(session -> DatabaseAttributes.read(session, source, null, role.name()));
        admin.defineInTransaction(replaying(attributes, name));
    }

    private List<String> replaying(DatabaseAttributes attributes, String name) {
        List<String> statements = new ArrayList<>(attributes.statementsFor(name, role.name()));
        statements.add("ALTER DATABASE " + Sql.identifier(name) + " ALLOW_CONNECTIONS true");
        return statements;
    }

    /** Returns the statement that copies a database without sessions, to a new one of the test role that nobody can connect to yet. */
    public String copying(String source, String name) {
        return "CREATE DATABASE " + Sql.identifier(name) + " TEMPLATE " + Sql.identifier(source) + " OWNER "
                + Sql.identifier(role.name()) + strategy.clauseFor(admin) + " ALLOW_CONNECTIONS false";
    }

    /**
     * A source that somebody is connected to cannot be copied. The server waits for 5 s itself before it says so; then this waits until he
     * has gone, and tries again.
     */
    private static void createWhenSourceIsFree(Connection session, String source, String create) throws SQLException {
        long deadline = System.nanoTime() + SOURCE_FREE_WITHIN.toNanos();
        while (true) {
            try {
                Sql.execute(session, create);
                return;
            } catch (SQLException e) {
                if (!SqlState.is(e, SqlState.OBJECT_IN_USE) || !awaitFree(session, source, deadline)) {
                    throw e;
                }
            }
        }
    }

    private static boolean awaitFree(Connection session, String database, long deadline) throws SQLException {
        while (System.nanoTime() < deadline && !Thread.currentThread().isInterrupted()) {
            if (!Sql.isTrue(session, "SELECT true FROM pg_stat_activity WHERE datname = ? LIMIT 1", database)) {
                return true;
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        return false;
    }

    /** Reads what cloning will not copy from a sealed database. */
    public CloneSource sourceOf(RegisteredTemplates.Entry template) throws SQLException {
        return admin.call((Connection session) -> new CloneSource(
                template.name(),
                template.oid(),
                DatabaseAttributes.read(session, template.name(), template.acl(), role.name()),
                !template.unloggedRows()));
    }
}
