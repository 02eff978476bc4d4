package org.pgtestdb4j.internal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.fixture.Await;
import org.pgtestdb4j.fixture.Query;
import org.pgtestdb4j.fixture.TestServer;
import org.postgresql.PGConnection;

class SessionsIT {

    private static final TestServer SERVER = TestServer.shared();
    private static final int MOST = 2;
    private static final long LONGER_THAN_TRUSTED = Duration.ofMillis(1_200).toNanos();

    private final AtomicInteger lost = new AtomicInteger();
    private final Sessions sessions = new Sessions(SERVER::connect, MOST, this::noteLoss);

    private void noteLoss() {
        lost.incrementAndGet();
        sessions.distrust();
    }

    @AfterEach
    void close() {
        sessions.close();
    }

    private static int backend(Connection session) throws SQLException {
        return session.unwrap(PGConnection.class).getBackendPID();
    }

    private int useOne() throws SQLException {
        return sessions.call(session -> {
            Query.run(session, "SELECT 1");
            return backend(session);
        });
    }

    private static void end(List<Integer> backends) throws Exception {
        for (int backend : backends) {
            SERVER.run("SELECT pg_terminate_backend(" + backend + ")");
            Await.until("it has ended", () -> hasEnded(backend));
        }
    }

    private static boolean hasEnded(int backend) throws SQLException {
        return SERVER.column("SELECT 1 FROM pg_stat_activity WHERE pid = ?", backend)
                .isEmpty();
    }

    /** Returns the two that lie idle then. */
    private List<Integer> useTwoAtATime() throws SQLException {
        return sessions.call(one -> List.of(backend(one), useOne()));
    }

    @Test
    void areUsedAgain() throws Exception {
        assertThat(useOne()).isEqualTo(useOne());
    }

    /** As every session may that a server or a network ends for lying idle. */
    @Test
    void areProvenWhenTheyLayIdle() throws Exception {
        int ended = useOne();
        long since = System.nanoTime();
        end(List.of(ended));
        Await.until("it is trusted no more", () -> System.nanoTime() - since > LONGER_THAN_TRUSTED);

        assertThat(useOne()).isNotEqualTo(ended);
        assertThat(lost).hasValue(0);
    }

    @Test
    void areProvenOnceTheyAreDistrusted() throws Exception {
        int ended = useOne();
        end(List.of(ended));

        sessions.distrust();

        assertThat(useOne()).isNotEqualTo(ended);
    }

    /** Whatever ended one may have ended all: one failure is enough to find out. */
    @Test
    void areAllProvenWhenOneWasLost() throws Exception {
        List<Integer> ended = useTwoAtATime();
        end(ended);

        assertThatThrownBy(this::useOne).isInstanceOf(SQLException.class);
        assertThat(lost).hasValue(1);

        assertThat(useTwoAtATime()).doesNotContainAnyElementsOf(ended);
    }

    @Test
    void areNotUsedAgainInTheMiddleOfATransaction() throws Exception {
        assertThatThrownBy(() -> sessions.call(session -> {
                    session.setAutoCommit(false);
                    Query.run(session, "SELECT 1/0");
                    return true;
                }))
                .hasMessageContaining("division by zero");

        assertThat(sessions.call(Connection::getAutoCommit)).isTrue();
        assertThat(lost).hasValue(0);
    }

    @Test
    void areUsedAgainAfterAStatementThatFailed() throws Exception {
        int before = useOne();

        assertThatThrownBy(() -> sessions.call(session -> {
                    Query.run(session, "SELECT 1/0");
                    return true;
                }))
                .hasMessageContaining("division by zero");

        assertThat(useOne()).isEqualTo(before);
    }

    @Test
    void areNoMoreThanAreAllowed() throws Exception {
        Optional<Boolean> third =
                sessions.call(one -> sessions.call(two -> sessions.callWithin(Duration.ofMillis(1), session -> true)));

        assertThat(third).isEmpty();
        assertThat(sessions.callWithin(Duration.ofMillis(1), session -> true)).contains(true);
    }

    @Test
    void endWithTheirJobOnceAllAreClosed() throws Exception {
        int idle = useOne();
        int busy = sessions.call(session -> {
            sessions.close();
            Query.run(session, "SELECT 1");
            return backend(session);
        });

        assertThat(busy).isEqualTo(idle);
        Await.until("it has ended", () -> hasEnded(busy));
    }
}
