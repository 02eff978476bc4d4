package org.pgtestdb4j.internal.registry;

import static org.pgtestdb4j.internal.registry.States.word;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.pgtestdb4j.internal.jdbc.Sql;
import org.pgtestdb4j.internal.registry.States.OfDatabase;

/** What the registry says about databases that may be dropped by others than their owner. To be asked in a session of the admin. */
public final class AbandonedEntries {

    private AbandonedEntries() {}

    /** A kept database. */
    public record Kept(String name, String owner) {}

    /** Returns the kept databases, of whatever owner, that are older than an age or more than a number, the oldest first. */
    public static List<Kept> beyond(Connection session, int count, Duration age) throws SQLException {
        return Sql.list(
                session,
                """
                SELECT name, owner FROM (
                    SELECT r.name, r.owner, r.created, row_number() OVER (ORDER BY r.created DESC, r.name DESC) AS nth
                    FROM registry.database r JOIN pg_database d ON d.datname = r.name AND d.oid = r.oid
                    WHERE r.kind = ? AND r.state = ?) k
                WHERE nth > ? OR created < now() - make_interval(secs => ?)
                ORDER BY created, name""",
                row -> new Kept(row.getString(1), row.getString(2)),
                word(Registry.Kind.CLONE),
                word(OfDatabase.KEPT),
                count,
                age.toMillis() / 1000.0);
    }

    /**
     * Locks the entry of a database against being changed, such as by who is about to keep it, until the transaction ends.
     *
     * @param kept what its state must be
     * @return whether it is there in that state
     */
    public static boolean lock(Connection session, String name, boolean kept) throws SQLException {
        return Sql.isTrue(
                session,
                "SELECT true FROM registry.database WHERE name = ? AND (state = ?) = ? FOR UPDATE",
                name,
                word(OfDatabase.KEPT),
                kept);
    }

    /** Forgets an entry that is locked. */
    public static void delete(Connection session, String name) throws SQLException {
        Sql.update(session, "DELETE FROM registry.database WHERE name = ?", name);
    }
}
