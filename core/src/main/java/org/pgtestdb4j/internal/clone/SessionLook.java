package org.pgtestdb4j.internal.clone;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.pgtestdb4j.internal.jdbc.OpenSession;
import org.pgtestdb4j.internal.jdbc.Sql;
import org.pgtestdb4j.internal.server.Admin;

/** Looks which client sessions are on a database, without ending any. Safe for use by several threads. */
public final class SessionLook {

    private static final Duration ENDING_SESSIONS_GONE_WITHIN = Duration.ofMillis(200);
    private static final Duration ADMIN_IS_FREE_WITHIN = Duration.ofMillis(200);
    private static final Duration POLL = Duration.ofNanos(500_000);

    private final Admin admin;

    /** Creates a look. */
    public SessionLook(Admin admin) {
        this.admin = admin;
    }

    /**
     * Returns the client sessions that somebody forgot on a database. One that was closed just now is still listed for a moment, so those
     * that are seen are given that moment to go.
     *
     * @param known server processes that are known to be ending
     */
    public List<OpenSession> leftOn(String database, Set<Integer> known) throws SQLException {
        long deadline = System.nanoTime() + ENDING_SESSIONS_GONE_WITHIN.toNanos();
        return admin.call(session -> {
            List<OpenSession> left = unknownOn(session, database, known);
            while (!left.isEmpty() && System.nanoTime() < deadline) {
                LockSupport.parkNanos(POLL.toNanos());
                left = unknownOn(session, database, known);
            }
            return left;
        });
    }

    private static List<OpenSession> unknownOn(Connection session, String database, Set<Integer> known)
            throws SQLException {
        return allOn(session, database).stream()
                .filter(open -> !known.contains(open.backend()))
                .toList();
    }

    /** Returns the client sessions on a database at this moment; none if the admin is too busy to look, for somebody waits. */
    public List<OpenSession> now(String database) throws SQLException {
        return admin.callWithin(ADMIN_IS_FREE_WITHIN, session -> allOn(session, database))
                .orElse(List.of());
    }

    private static List<OpenSession> allOn(Connection session, String database) throws SQLException {
        return Sql.list(
                session,
                """
                SELECT pid, coalesce(application_name, ''), coalesce(state, ''), coalesce(query, '') FROM pg_stat_activity
                WHERE datname = ? AND backend_type = 'client backend'""",
                row -> new OpenSession(row.getInt(1), row.getString(2), row.getString(3), row.getString(4), List.of()),
                database);
    }
}
