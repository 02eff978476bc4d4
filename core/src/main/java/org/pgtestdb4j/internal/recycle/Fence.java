package org.pgtestdb4j.internal.recycle;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.pgtestdb4j.internal.clone.Clone;
import org.pgtestdb4j.internal.jdbc.Sql;
import org.pgtestdb4j.internal.jdbc.SqlState;
import org.pgtestdb4j.internal.registry.Owner;
import org.pgtestdb4j.internal.registry.Registry;
import org.pgtestdb4j.internal.server.Admin;

/**
 * Takes a used clone away from whoever may still know it, before anybody looks at it: the sessions that are there are ended, and it gets a new
 * name, by which none that knew it finds it again.
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

    /**
     * Ends all sessions on a clone and gives it another name.
     *
     * @return why it cannot be had; empty if it has the new name, and nobody who knew the old one is connected to it
     */
    Optional<Reason> take(Clone used, Clone next) throws SQLException {
        if (isLeft(used)) {
            try {
                return rename(used, next);
            } catch (SQLException e) {
                if (!SqlState.is(e, SqlState.OBJECT_IN_USE)) {
                    throw e;
                }
                // Somebody has come since.
            }
        }
        if (!close(used)) {
            return Optional.of(Reason.NOT_OURS);
        }
        return awaitGone(used, true) ? rename(used, next) : Optional.of(Reason.SESSIONS);
    }

    private boolean isLeft(Clone clone) throws SQLException {
        return admin.call(session -> sessions(session, clone)).isEmpty();
    }

    /** Lets nobody in any more, else who comes again and again is always there. Returns false if the clone is not ours, or not there. */
    private boolean close(Clone used) throws SQLException {
        boolean ours = admin.call(
                session -> registry.isUsed(session, used.database(), owner.id().value()));
        if (ours) {
            admin.define(session -> Sql.execute(session, alter(used) + " ALLOW_CONNECTIONS false"));
        }
        return ours;
    }

    /** Waits until those sessions are gone that are just ending. */
    boolean awaitLeft(Clone clone) throws SQLException {
        return awaitGone(clone, false);
    }

    private boolean awaitGone(Clone clone, boolean end) throws SQLException {
        return admin.call(session -> awaitGone(session, clone, end));
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
     * Gives a clone that nobody is connected to another name, and opens it; in one transaction, so that the registry knows it at every moment.
     * The server itself waits for logins that no list of sessions shows yet, and for a few seconds for who stays.
     */
    private Optional<Reason> rename(Clone used, Clone next) throws SQLException {
        return admin.defineInTransaction(session -> {
            if (!registry.renamed(
                    session, used.database(), next.database(), owner.id().value())) {
                return Optional.of(Reason.NOT_OURS);
            }
            Sql.execute(
                    session,
                    alter(used) + " RENAME TO " + Sql.identifier(next.database()) + ";\n" + alter(next)
                            + " ALLOW_CONNECTIONS true");
            return Optional.empty();
        });
    }

    private static String alter(Clone clone) {
        return "ALTER DATABASE " + Sql.identifier(clone.database());
    }
}
