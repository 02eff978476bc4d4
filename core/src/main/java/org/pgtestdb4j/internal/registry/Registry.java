package org.pgtestdb4j.internal.registry;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.DatabaseException;
import org.pgtestdb4j.ServerException;
import org.pgtestdb4j.internal.jdbc.Sql;
import org.pgtestdb4j.internal.server.Admin;

/**
 * What we remember on the server: owners, databases, templates and roles. Only the admin can read or write it.
 *
 * <p>Intent is written before a database is created and its oid after it, so that a process killed in between leaves nothing unknown. A
 * database is ours if its name <em>and</em> its oid are registered; a name alone never is. Safe for use by several threads.
 */
public final class Registry {

    private final Admin admin;

    private Registry(Admin admin) {
        this.admin = admin;
    }

    /** What a database is for. */
    public enum Kind {
        CLONE,
        BUILD;

        private String word() {
            return this == CLONE ? "clone" : "build";
        }
    }

    /** A registered database that is there. */
    public record Entry(String name, Kind kind, boolean kept) {}

    /** A registered template that is there and sealed. */
    public record TemplateEntry(
            String name, long oid, @Nullable String acl, boolean unloggedRows) {}

    /** Opens the registry of a server, and makes it if it is not there. */
    public static Registry open(Admin admin) {
        try {
            admin.inTransaction(session -> {
                RegistrySchema.create(session, admin.connector().server());
                return true;
            });
            return new Registry(admin);
        } catch (SQLException e) {
            throw new ServerException(
                    "Cannot set the registry up on %s (SQLSTATE %s): %s If its database \"%s\" is damaged, remove all that pgtestdb4j made there: the databases and roles whose names begin with pgtestdb4j."
                            .formatted(admin.connector().server(), e.getSQLState(), e.getMessage(), Admin.HOME),
                    e);
        }
    }

    void addOwner(String owner) throws SQLException {
        admin.run(session -> Sql.update(
                session,
                "INSERT INTO registry.owner (id, host, pid) VALUES (?, ?, ?)",
                owner,
                hostName(),
                ProcessHandle.current().pid()));
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    /**
     * Signs an owner off that has no use for any of its databases. What it kept needs to be found, and what it could not drop may be dropped
     * by the next who looks.
     */
    void signOff(String owner) throws SQLException {
        admin.run(session -> Sql.update(session, "UPDATE registry.owner SET state = 'reaped' WHERE id = ?", owner));
        forget(owner);
    }

    /**
     * Forgets an owner, unless databases of it are still there: those that were kept need to be found. What was intended a moment ago may
     * come to be yet, since the server completes a {@code CREATE DATABASE} also for a client that has gone.
     */
    public void forget(String owner) throws SQLException {
        admin.inTransaction(session -> {
            Sql.update(session, """
                    DELETE FROM registry.database r
                    WHERE owner = ? AND (state <> 'intended' OR created < now() - interval '10 min') AND NOT EXISTS (
                        SELECT FROM pg_database d WHERE d.datname = r.name AND (r.oid IS NULL OR d.oid = r.oid))""", owner);
            return Sql.update(session, """
                    DELETE FROM registry.owner o
                    WHERE id = ? AND NOT EXISTS (SELECT FROM registry.database d WHERE d.owner = o.id)""", owner);
        });
    }

    /** Notes that an owner lives after all, unless somebody has begun to tidy up after it. */
    boolean revive(String owner) throws SQLException {
        return admin.call(session -> Sql.update(
                        session,
                        "UPDATE registry.owner SET state = 'alive', suspected = NULL WHERE id = ? AND state <> 'reaped'",
                        owner))
                > 0;
    }

    /** Notes that a database is about to be created. */
    public void intend(String name, Kind kind, String owner) throws SQLException {
        admin.run(session -> Sql.update(session, """
                INSERT INTO registry.database (name, kind, owner) VALUES (?, ?, ?)
                ON CONFLICT (name) DO UPDATE SET owner = EXCLUDED.owner, oid = NULL, state = 'intended', created = now()
                WHERE registry.database.kind = 'build'""", name, kind.word(), owner));
    }

    /** Notes that an intended database is there. */
    public void created(String name) throws SQLException {
        admin.run(session -> Sql.update(session, """
                UPDATE registry.database r SET state = 'created', oid = d.oid
                FROM pg_database d WHERE r.name = ? AND d.datname = r.name""", name));
    }

    /**
     * Notes that a database outlives its test.
     *
     * @return false if it is not there any more
     */
    public boolean kept(String name, String test, String why) throws SQLException {
        return admin.call(session -> Sql.update(session, """
                        UPDATE registry.database r SET state = 'kept', test = ?, why = ?
                        FROM pg_database d WHERE r.name = ? AND d.datname = r.name AND d.oid = r.oid""", test, why, name)) > 0;
    }

    /** Forgets a database that is gone. */
    public void dropped(String name) throws SQLException {
        admin.run(session -> Sql.update(session, "DELETE FROM registry.database WHERE name = ?", name));
    }

    /** Forgets a template that is gone. */
    public void templateDropped(String name) throws SQLException {
        admin.run(session -> Sql.update(session, "DELETE FROM registry.template WHERE name = ?", name));
    }

    /**
     * Returns the databases of an owner that are there. What a failed migration left counts as kept for a day. One whose creator was killed before it could note the oid counts by its name,
     * which holds the owner's random number.
     */
    public List<Entry> databasesOf(String owner) throws SQLException {
        return admin.call(session -> Sql.list(
                session,
                """
                SELECT r.name, r.kind,
                       r.state = 'kept' AND (r.kind <> 'build' OR r.created > now() - interval '1 day')
                FROM registry.database r JOIN pg_database d ON d.datname = r.name AND (r.oid IS NULL OR d.oid = r.oid)
                WHERE r.owner = ?""",
                row -> new Entry(
                        row.getString(1),
                        row.getString(2).equals("clone") ? Kind.CLONE : Kind.BUILD,
                        row.getBoolean(3)),
                owner));
    }

    /** Tells whether there is a database of this name, but not with a registered oid: it is somebody else's, whatever it is called. */
    public boolean isStranger(Connection session, String name) throws SQLException {
        return Sql.isTrue(session, """
                SELECT true FROM pg_database d
                WHERE d.datname = ?
                  AND NOT EXISTS (SELECT FROM registry.database r WHERE r.name = d.datname AND (r.oid IS NULL OR r.oid = d.oid))
                  AND NOT EXISTS (SELECT FROM registry.template t WHERE t.oid = d.oid)""", name);
    }

    /** Refuses to go on where somebody else's database is in the way. */
    public void rejectStranger(Connection session, String name) throws SQLException {
        if (isStranger(session, name)) {
            throw new DatabaseException(
                    "There is a database " + name + " on " + admin.connector().server()
                            + " that pgtestdb4j did not make, so it is not touched. Drop it if nobody needs it.");
        }
    }

    /**
     * Finds a template that is registered, there, and closed to connections; that it has its final name proves that it is complete. One with
     * unlogged rows counts only until the server's next crash, which empties them and, at the same time, resets the server's statistics.
     */
    public Optional<TemplateEntry> findTemplate(String name) throws SQLException {
        return admin.call(session -> Sql.first(
                session,
                """
                UPDATE registry.template t SET used = now()
                FROM pg_database d
                WHERE t.name = ? AND d.datname = t.name AND d.oid = t.oid AND NOT d.datallowconn AND d.datconnlimit <> -2
                  AND (NOT t.unlogged_rows OR t.sealed_in IS NOT DISTINCT FROM (SELECT stats_reset FROM pg_stat_bgwriter))
                RETURNING t.name, t.oid, t.acl::text, t.unlogged_rows""",
                row -> new TemplateEntry(row.getString(1), row.getLong(2), row.getString(3), row.getBoolean(4)),
                name));
    }

    /** Notes what a template is, before it gets its final name. */
    public void addTemplate(TemplateEntry template, String hash, String migrator) throws SQLException {
        admin.run(session -> Sql.update(
                session,
                """
                INSERT INTO registry.template (name, oid, hash, migrator, acl, unlogged_rows, sealed_in)
                VALUES (?, ?, ?, ?, ?::aclitem[], ?, (SELECT stats_reset FROM pg_stat_bgwriter))
                ON CONFLICT (name) DO UPDATE
                SET oid = EXCLUDED.oid, hash = EXCLUDED.hash, migrator = EXCLUDED.migrator, acl = EXCLUDED.acl,
                    unlogged_rows = EXCLUDED.unlogged_rows, sealed_in = EXCLUDED.sealed_in, built = now(), used = now()""",
                template.name(),
                template.oid(),
                hash,
                migrator,
                template.acl(),
                template.unloggedRows()));
    }
}
