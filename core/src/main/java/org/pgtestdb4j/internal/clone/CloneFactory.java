package org.pgtestdb4j.internal.clone;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.DatabaseException;
import org.pgtestdb4j.internal.jdbc.Sql;
import org.pgtestdb4j.internal.jdbc.SqlState;
import org.pgtestdb4j.internal.registry.Names;
import org.pgtestdb4j.internal.registry.Owner;
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
    private static final int FIRST_MAJOR_WITH_STRATEGY = 15;

    private final Admin admin;
    private final Registry registry;
    private final Owner owner;
    private final TestRole role;
    private final AtomicLong number = new AtomicLong();
    private final LongAdder made = new LongAdder();

    /** Creates a factory for one owner's clones. */
    public CloneFactory(Admin admin, Registry registry, Owner owner, TestRole role) {
        this.admin = admin;
        this.registry = registry;
        this.owner = owner;
        this.role = role;
    }

    /** Returns how many clones were made. */
    public long made() {
        return made.sum();
    }

    /** Clones a template under a name that was never used before. */
    public Clone create(CloneSource source) {
        long start = System.nanoTime();
        String name = Names.clone(owner.id(), number.incrementAndGet());
        try {
            registry.intend(name, Registry.Kind.CLONE, owner.id().value());
            copy(source, name);
            registry.created(name);
        } catch (SQLException e) {
            discard(name, e);
            throw new DatabaseException(
                    "Cannot clone the template %s on %s (SQLSTATE %s): %s%s"
                            .formatted(
                                    source.database(),
                                    admin.connector().server(),
                                    e.getSQLState(),
                                    e.getMessage(),
                                    adviceFor(e)),
                    e);
        }
        made.increment();
        log.debug("Cloned {} in {} ms", name, (System.nanoTime() - start) / 1_000_000);
        return new Clone(name);
    }

    /** Whatever came of it so far, nobody will use it. Where the session broke, the server may create it yet: then the registry remembers. */
    private void discard(String name, SQLException failure) {
        if (SqlState.isConnectionLoss(failure)) {
            return;
        }
        try {
            admin.run(session -> Sql.execute(session, "DROP DATABASE IF EXISTS " + Sql.identifier(name)));
            registry.dropped(name);
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    private static String adviceFor(SQLException e) {
        if (SqlState.is(e, SqlState.DISK_FULL)) {
            return " The server's disk is full; kept databases may fill it: look for names that begin with pgtestdb4j_c_.";
        }
        if (SqlState.is(e, SqlState.INVALID_CATALOG_NAME)) {
            return " Somebody has removed the template during the run.";
        }
        if (SqlState.is(e, SqlState.OBJECT_IN_USE)) {
            return " Somebody is connected to the template, and did not leave in " + SOURCE_FREE_WITHIN.toSeconds()
                    + " s; pg_stat_activity says who.";
        }
        return "";
    }

    /** Copies a sealed database to a new name, with all that belongs to it. */
    public void copy(CloneSource source, String name) throws SQLException {
        admin.run(session -> createWhenSourceIsFree(
                session,
                source.database(),
                "CREATE DATABASE " + Sql.identifier(name) + " TEMPLATE " + Sql.identifier(source.database()) + " OWNER "
                        + Sql.identifier(role.name()) + strategy() + " ALLOW_CONNECTIONS false"));
        admin.inTransaction(session -> {
            Sql.execute(session, String.join(";\n", source.attributes().statementsFor(name, role.name())));
            Sql.execute(session, "ALTER DATABASE " + Sql.identifier(name) + " ALLOW_CONNECTIONS true");
            return true;
        });
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

    /**
     * Copying files is the faster way where nothing is synchronized to disk, but forces a checkpoint on everybody; elsewhere the copy goes
     * through the write-ahead log.
     */
    private String strategy() {
        if (admin.facts().major() < FIRST_MAJOR_WITH_STRATEGY) {
            return "";
        }
        boolean files = admin.connector().server().ours() || !admin.facts().fsync();
        return files ? " STRATEGY file_copy" : " STRATEGY wal_log";
    }

    /** Reads what cloning will not copy from a sealed database. */
    public CloneSource sourceOf(String database, @Nullable String acl) throws SQLException {
        return admin.call((Connection session) ->
                new CloneSource(database, DatabaseAttributes.read(session, database, acl, role.name())));
    }
}
