package org.pgtestdb4j.internal.clone;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.pgtestdb4j.internal.jdbc.Sql;
import org.pgtestdb4j.internal.registry.AbandonedEntries;
import org.pgtestdb4j.internal.registry.AdvisoryLock;
import org.pgtestdb4j.internal.registry.Names;
import org.pgtestdb4j.internal.registry.Registry;
import org.pgtestdb4j.internal.server.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops databases without ever making the server wait for their sessions: those are ended first and seen gone, and only then is the database
 * dropped. A {@code DROP DATABASE} that meets a session polls for it in steps of 100 ms and keeps newcomers out for up to 5 s.
 */
public final class Dropper {

    private static final Logger log = LoggerFactory.getLogger(Dropper.class);
    private static final Duration SESSIONS_GONE_WITHIN = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofNanos(500_000);

    /** The statements, in this order, that end what stands against a drop. */
    private static final String OBSTACLES = """
            SELECT statement FROM (
                SELECT 1, format('ROLLBACK PREPARED %L', gid) FROM pg_prepared_xacts WHERE database = ?
                UNION ALL
                SELECT 2, format('ALTER SUBSCRIPTION %I DISABLE', subname)
                FROM pg_subscription s JOIN pg_database d ON d.oid = s.subdbid WHERE d.datname = ?
                UNION ALL
                SELECT 3, format('ALTER SUBSCRIPTION %I SET (slot_name = NONE)', subname)
                FROM pg_subscription s JOIN pg_database d ON d.oid = s.subdbid WHERE d.datname = ?
                UNION ALL
                SELECT 4, format('DROP SUBSCRIPTION %I', subname)
                FROM pg_subscription s JOIN pg_database d ON d.oid = s.subdbid WHERE d.datname = ?) AS obstacle (position, statement)
            ORDER BY position""";

    private final Admin admin;
    private final Registry registry;

    /** Creates a dropper. */
    public Dropper(Admin admin, Registry registry) {
        this.admin = admin;
        this.registry = registry;
    }

    /**
     * Tells whether somebody works on a database. A session of which an admin without superuser may not see more than that it is there counts
     * too.
     */
    public boolean isInUse(String database) throws SQLException {
        return admin.call(session -> Sql.isTrue(session, """
                SELECT true FROM pg_stat_activity
                WHERE datname = ? AND (backend_type = 'client backend' OR backend_type IS NULL)
                LIMIT 1""", database));
    }

    /**
     * Drops a database of ours if it is there, ends its sessions before, and takes it out of the registry. One that somebody else made in its
     * place stays.
     */
    public void drop(String database) throws SQLException {
        long start = System.nanoTime();
        boolean dropped = admin.call(session -> {
            if (registry.isStranger(session, database)) {
                return false;
            }
            unmark(session, database);
            endSessions(session, database);
            freeFromInside(session, database);
            execute("DROP DATABASE IF EXISTS " + Sql.identifier(database) + " WITH (FORCE)");
            return true;
        });
        registry.dropped(database);
        if (dropped) {
            log.debug("Dropped {} in {} ms", database, (System.nanoTime() - start) / 1_000_000);
        } else {
            log.warn("The database {} is not the one that pgtestdb4j made under this name, so it stays", database);
        }
    }

    /**
     * Drops a database of an owner that has no use for it any more and whose lock the caller holds. It stays if it is kept just now, or not
     * any more, and so it does if a session appears: then the server refuses.
     *
     * @param session a session of the admin in autocommit, which keeps the entry as it is until the database is gone
     * @param kept whether the database is one that was kept
     * @return whether it was dropped
     */
    public boolean dropUnused(Connection session, String database, boolean kept) throws SQLException {
        session.setAutoCommit(false);
        try {
            boolean locked = AbandonedEntries.lock(session, database, kept);
            if (locked) {
                dropUnused(database);
                AbandonedEntries.delete(session, database);
            }
            session.commit();
            return locked;
        } catch (SQLException | RuntimeException e) {
            session.rollback();
            throw e;
        } finally {
            session.setAutoCommit(true);
        }
    }

    private void dropUnused(String database) throws SQLException {
        admin.run(session -> {
            registry.rejectStranger(session, database);
            unmark(session, database);
            freeFromInside(session, database);
            execute("DROP DATABASE IF EXISTS " + Sql.identifier(database));
        });
    }

    /**
     * Prepared transactions and subscriptions outlive the sessions that made them, stand against every drop, and can be ended from inside the
     * database only.
     *
     * @return whether there were any
     */
    private boolean freeFromInside(Connection session, String database) throws SQLException {
        List<String> statements =
                Sql.list(session, OBSTACLES, row -> row.getString(1), database, database, database, database);
        if (statements.isEmpty()) {
            return false;
        }
        // Its owner may have closed it, or we ourselves, before it was seen what is in it.
        execute("ALTER DATABASE " + Sql.identifier(database) + " ALLOW_CONNECTIONS true");
        try (Connection inside = admin.connector().openAsAdmin(database, "drop")) {
            for (String statement : statements) {
                Sql.execute(inside, statement);
            }
        }
        endSessions(session, database);
        return true;
    }

    /**
     * Removes from a database that nobody works on any more what would not be cloned, but stands against cloning: prepared transactions are
     * rolled back, and subscriptions dropped; what they are subscribed to is not told, for it may be somebody's.
     *
     * @return whether there were any
     */
    public boolean removeObstacles(String database) throws SQLException {
        return admin.call(session -> freeFromInside(session, database));
    }

    /** Drops what an unfinished build left if it is there. To be called under the template's exclusive lock. */
    public void dropBuild(String build) throws SQLException {
        admin.run(session -> registry.rejectStranger(session, build));
        drop(build);
    }

    /** Drops a template of ours if it is there, and takes it out of the registry. To be called by who builds or removes it. */
    public void dropTemplate(String template) throws SQLException {
        admin.run(session -> {
            registry.rejectStranger(session, template);
            unmark(session, template);
            endSessions(session, template);
            execute("DROP DATABASE IF EXISTS " + Sql.identifier(template));
        });
        registry.templates().dropped(template);
    }

    /**
     * Drops a template of ours unless somebody uses it.
     *
     * @param session takes the lock for the time being
     */
    public boolean tryDropTemplate(Connection session, String template) throws SQLException {
        AdvisoryLock lock = AdvisoryLock.ofTemplate(Names.keyOfTemplate(template));
        if (!lock.tryExclusive(session)) {
            return false;
        }
        try {
            dropTemplate(template);
            return true;
        } finally {
            lock.unlock(session);
        }
    }

    /** What is marked as a template cannot be dropped, and every owner of a database can mark it. */
    private void unmark(Connection session, String database) throws SQLException {
        if (Sql.isTrue(session, "SELECT datistemplate FROM pg_database WHERE datname = ?", database)) {
            execute("ALTER DATABASE " + Sql.identifier(database) + " IS_TEMPLATE false");
        }
    }

    private void execute(String definition) throws SQLException {
        admin.define(session -> Sql.execute(session, definition));
    }

    /** Ends all sessions on a database and waits until they are gone. */
    public static void endSessions(Connection session, String database) throws SQLException {
        long deadline = System.nanoTime() + SESSIONS_GONE_WITHIN.toNanos();
        while (endedAny(session, database) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    /**
     * Without a time-out argument, which would make the server sleep in steps of 100 ms. Autovacuum gives way by itself; and an error is what
     * an admin without superuser gets for sessions of roles that he is no member of.
     */
    private static boolean endedAny(Connection session, String database) throws SQLException {
        return !Sql.list(session, """
                        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                        WHERE datname = ? AND usesysid IS NOT NULL AND pg_has_role(usesysid, 'USAGE')
                          AND backend_type IS DISTINCT FROM 'autovacuum worker'""", row -> row.getBoolean(1), database).isEmpty();
    }
}
