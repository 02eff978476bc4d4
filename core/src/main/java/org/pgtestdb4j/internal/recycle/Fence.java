package org.pgtestdb4j.internal.recycle;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.pgtestdb4j.internal.clone.Clone;
import org.pgtestdb4j.internal.jdbc.Sql;
import org.pgtestdb4j.internal.registry.Owner;
import org.pgtestdb4j.internal.registry.Registry;
import org.pgtestdb4j.internal.server.Admin;

/**
 * Takes a used clone away from whoever may still know it, before anybody looks at it: nobody may connect any more, the sessions that are there
 * are ended, and it gets a new name, by which none that knew it finds it again.
 */
final class Fence {

    private static final Duration ALONE_WITHIN = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofNanos(300_000);

    private static final String SESSIONS = "SELECT pid FROM pg_catalog.pg_stat_activity WHERE datname = ?";

    private final Admin admin;
    private final Registry registry;
    private final Owner owner;

    Fence(Admin admin, Registry registry, Owner owner) {
        this.admin = admin;
        this.registry = registry;
        this.owner = owner;
    }

    /** Lets nobody in any more. Returns false if the clone is not ours, or not there. */
    boolean close(Clone used) throws SQLException {
        return admin.call(session -> {
            boolean ours = registry.isUsed(session, used.database(), owner.id().value());
            if (ours) {
                Sql.execute(session, alter(used) + " ALLOW_CONNECTIONS false");
            }
            return ours;
        });
    }

    /** Ends all sessions, also those that were just about to log in, and waits until they are gone. */
    boolean awaitAlone(Clone used) throws SQLException {
        return admin.call(session -> awaitGone(session, used, true));
    }

    /** Waits until those sessions are gone that are just ending. */
    boolean awaitLeft(Clone clone) throws SQLException {
        return admin.call(session -> awaitGone(session, clone, false));
    }

    private static boolean awaitGone(Connection session, Clone clone, boolean end) throws SQLException {
        long deadline = System.nanoTime() + ALONE_WITHIN.toNanos();
        Set<Integer> ended = new HashSet<>();
        List<Integer> there = sessions(session, clone);
        while (!there.isEmpty() && System.nanoTime() < deadline) {
            for (int pid : there) {
                if (end && ended.add(pid)) {
                    Sql.first(session, "SELECT pg_terminate_backend(?)", row -> true, pid);
                }
            }
            LockSupport.parkNanos(POLL.toNanos());
            there = sessions(session, clone);
        }
        return there.isEmpty();
    }

    private static List<Integer> sessions(Connection session, Clone clone) throws SQLException {
        return Sql.list(session, SESSIONS, row -> row.getInt(1), clone.database());
    }

    /**
     * Gives a clone that is closed and that nobody is connected to another name, and opens it; in one transaction, so that the registry knows
     * it at every moment. The server itself waits for logins that no list of sessions shows yet.
     */
    boolean rename(Clone used, Clone next) throws SQLException {
        return admin.inTransaction(session -> {
            boolean ours = registry.renamed(
                    session, used.database(), next.database(), owner.id().value());
            if (ours) {
                Sql.execute(session, alter(used) + " RENAME TO " + Sql.identifier(next.database()));
                Sql.execute(session, alter(next) + " ALLOW_CONNECTIONS true");
            }
            return ours;
        });
    }

    private static String alter(Clone clone) {
        return "ALTER DATABASE " + Sql.identifier(clone.database());
    }
}
