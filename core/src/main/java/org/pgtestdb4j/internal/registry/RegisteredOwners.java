package org.pgtestdb4j.internal.registry;

import static org.pgtestdb4j.internal.registry.States.word;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.pgtestdb4j.internal.jdbc.Sql;
import org.pgtestdb4j.internal.registry.States.OfOwner;
import org.pgtestdb4j.internal.server.Admin;

/** The owners in the registry: the engines of all processes that work, or have worked, on the server. Safe for use by several threads. */
public final class RegisteredOwners {

    private final Admin admin;

    RegisteredOwners(Admin admin) {
        this.admin = admin;
    }

    void add(String owner) throws SQLException {
        admin.run(session -> Sql.update(
                session,
                "INSERT INTO registry.owner (id, state, host, pid) VALUES (?, ?, ?, ?)",
                owner,
                word(OfOwner.ALIVE),
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
     * Signs an owner off that has no use for anything of it any more. What it kept needs to be found, and what it could not drop may be
     * dropped by the next who looks.
     */
    void signOff(String owner) throws SQLException {
        admin.run(session ->
                Sql.update(session, "UPDATE registry.owner SET state = ? WHERE id = ?", word(OfOwner.REAPED), owner));
        forget(owner);
    }

    /**
     * Forgets an owner, unless something of it is still there: databases that were kept need to be found. What was intended a moment ago may
     * come to be yet, since the server completes a {@code CREATE DATABASE} also for a client that has gone; but then it is seen at that.
     */
    public void forget(String owner) throws SQLException {
        admin.inTransaction(session -> {
            // Before the databases are looked at, or one that is completed in between would be forgotten.
            List<String> running = Sql.list(session, """
                    SELECT r.name FROM registry.database r JOIN pg_stat_activity a
                        ON a.state = 'active' AND starts_with(a.query, 'CREATE DATABASE "' || r.name || '"')
                    WHERE r.owner = ?""", row -> row.getString(1), owner);
            Sql.update(session, """
                    DELETE FROM registry.database r
                    WHERE owner = ? AND name <> ALL (?) AND NOT EXISTS (
                        SELECT FROM pg_database d WHERE d.datname = r.name AND (r.oid IS NULL OR d.oid = r.oid))""", owner, running.toArray(String[]::new));
            return Sql.update(session, """
                    DELETE FROM registry.owner o
                    WHERE id = ? AND NOT EXISTS (SELECT FROM registry.database d WHERE d.owner = o.id)
                      AND NOT EXISTS (SELECT FROM registry.template t WHERE t.owner = o.id)
                      AND NOT EXISTS (SELECT FROM registry.role r WHERE r.owner = o.id)""", owner);
        });
    }

    /** Notes that an owner lives after all, unless somebody has begun to tidy up after it. */
    boolean revive(String owner) throws SQLException {
        return admin.call(session -> Sql.update(
                        session,
                        "UPDATE registry.owner SET state = ?, suspected = NULL WHERE id = ? AND state <> ?",
                        word(OfOwner.ALIVE),
                        owner,
                        word(OfOwner.REAPED)))
                > 0;
    }

    /** Tells whether somebody has begun to tidy up after an owner that has not signed off, or has done so already. */
    public boolean isTakenForDead(String owner) throws SQLException {
        return !admin.call(session -> Sql.isTrue(
                session, "SELECT true FROM registry.owner WHERE id = ? AND state <> ?", owner, word(OfOwner.REAPED)));
    }

    /** Returns the ids of all owners. */
    public List<String> ids(Connection session) throws SQLException {
        return Sql.list(session, "SELECT id FROM registry.owner", row -> row.getString(1));
    }

    /**
     * Tells whether an owner is dead whose lock was found free just now. The first to find it free only notes the time; dead is who is noted
     * for a minute already. To be called under that lock.
     */
    public boolean isDead(Connection session, String owner) throws SQLException {
        Sql.update(
                session,
                "UPDATE registry.owner SET state = ?, suspected = now() WHERE id = ? AND state = ?",
                word(OfOwner.SUSPECT),
                owner,
                word(OfOwner.ALIVE));
        return Sql.update(session, """
                        UPDATE registry.owner SET state = ?
                        WHERE id = ? AND (state = ? OR suspected < now() - interval '60 s')""", word(OfOwner.REAPED), owner, word(OfOwner.REAPED)) > 0;
    }

    /** Takes a suspicion back, for the owner's lock is held. */
    public void noteAlive(Connection session, String owner) throws SQLException {
        Sql.update(
                session,
                "UPDATE registry.owner SET state = ?, suspected = NULL WHERE id = ? AND state = ?",
                word(OfOwner.ALIVE),
                owner,
                word(OfOwner.SUSPECT));
    }
}
