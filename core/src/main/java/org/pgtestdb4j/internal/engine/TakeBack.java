package org.pgtestdb4j.internal.engine;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.pgtestdb4j.KeptDatabase;
import org.pgtestdb4j.LeakException;
import org.pgtestdb4j.internal.clone.Clone;
import org.pgtestdb4j.internal.clone.Mishaps;
import org.pgtestdb4j.internal.clone.SessionLook;
import org.pgtestdb4j.internal.jdbc.JdbcUrl;
import org.pgtestdb4j.internal.jdbc.OpenSession;
import org.pgtestdb4j.internal.jdbc.TestDataSource;
import org.pgtestdb4j.internal.keep.KeptDatabases;
import org.pgtestdb4j.internal.pool.Lease;
import org.pgtestdb4j.internal.pool.Pool;
import org.pgtestdb4j.internal.pool.Supply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of a clone after its test: what the test forgot is told, and the clone is kept, or goes back in the background. */
final class TakeBack implements Lease.Afterwards {

    private static final Logger log = LoggerFactory.getLogger(TakeBack.class);

    private final Pool pool;
    private final Supply supply;
    private final SessionLook sessions;
    private final KeptDatabases kept;
    private final Mishaps mishaps;
    private final LongAdder leaks = new LongAdder();

    TakeBack(Pool pool, Supply supply, SessionLook sessions, KeptDatabases kept, Mishaps mishaps) {
        this.pool = pool;
        this.supply = supply;
        this.sessions = sessions;
        this.kept = kept;
        this.mishaps = mishaps;
    }

    /** Returns how many sessions were found that tests had left open. */
    long leaks() {
        return leaks.sum();
    }

    @Override
    public KeptDatabase keep(Clone clone, JdbcUrl url, String test, String why) {
        pool.giveUp(clone);
        return kept.keep(clone.database(), url, test, why);
    }

    @Override
    public Optional<String> whyGone(Clone clone) {
        return mishaps.whyGone(clone.database());
    }

    @Override
    public Optional<String> restoreLogin(SQLException refusal) {
        return mishaps.restoreLogin(refusal);
    }

    @Override
    public Collection<OpenSession> look(Clone clone) {
        try {
            return sessions.now(clone.database());
        } catch (SQLException e) {
            log.debug("Could not look at the sessions on {}", clone.database(), e);
            return List.of();
        }
    }

    @Override
    public Optional<LeakException> leaks(Clone clone, String test, TestDataSource.Released connections) {
        List<OpenSession> open = findOpen(clone, connections);
        leaks.add(open.size());
        if (open.isEmpty()) {
            return Optional.empty();
        }
        LeakException failure = new LeakException(
                "%s left open on its database %s: %s. Close them in the test, or see pgtestdb4j.leaks."
                        .formatted(
                                test,
                                clone.database(),
                                open.stream().map(OpenSession::toString).collect(Collectors.joining("; "))));
        open.stream()
                .filter(OpenSession::isOurs)
                .forEach(session -> failure.addSuppressed(new ConnectionTaken(session)));
        return Optional.of(failure);
    }

    /** One job after the other: what goes back has no sessions any more that could be told of. */
    @Override
    public void end(Clone clone, String test, TestDataSource.Released connections, Lease.End end) {
        Runnable telling = () -> {
            if (end.tellLeaks()) {
                tellLeaks(clone, test, connections);
            }
        };
        if (end.drop()) {
            pool.takeBack(clone, telling);
        } else {
            supply.tidyUp(telling);
        }
    }

    private void tellLeaks(Clone clone, String test, TestDataSource.Released connections) {
        List<OpenSession> open = findOpen(clone, connections);
        leaks.add(open.size());
        open.forEach(session -> tell(test, session));
    }

    private static void tell(String test, OpenSession session) {
        if (session.isOurs()) {
            log.warn("{} left open {}", test, session, new ConnectionTaken(session));
        } else {
            log.warn("{} left open {}", test, session);
        }
    }

    private List<OpenSession> findOpen(Clone clone, TestDataSource.Released connections) {
        List<OpenSession> open = new ArrayList<>(connections.notGivenBack());
        try {
            open.addAll(sessions.leftOn(clone.database(), connections.backends()));
        } catch (SQLException e) {
            log.debug("Could not look for sessions on {}", clone.database(), e);
        }
        return open;
    }
}
