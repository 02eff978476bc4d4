package org.pgtestdb4j.internal.server;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.internal.jdbc.SqlState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A few sessions that are opened when they are needed and used again, each for one job at a time. Safe for use by several threads; who finds
 * all of them busy waits.
 */
final class Sessions implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Sessions.class);
    private static final Duration TRUSTED_FOR = Duration.ofSeconds(1);
    private static final int VALID_WITHIN_SECONDS = 5;

    private final Opener opener;
    private final Runnable lost;
    private final Semaphore permits;
    private final Deque<Idle> idle = new ArrayDeque<>();
    private volatile long distrusted = System.nanoTime();
    private boolean closed;

    /**
     * Creates an empty set.
     *
     * @param most how many there may be in use at a time
     * @param lost told when a session has been lost
     */
    Sessions(Opener opener, int most, Runnable lost) {
        this.opener = opener;
        this.lost = lost;
        this.permits = new Semaphore(most, true);
    }

    /** Opens one more session. */
    @FunctionalInterface
    interface Opener {

        Connection open() throws SQLException;
    }

    private record Idle(Connection session, long since) {}

    /** Runs a job in a session, which is in autocommit and left as it was found. */
    <T> T call(Admin.Job<T> job) throws SQLException {
        permits.acquireUninterruptibly();
        try {
            return callNow(job);
        } finally {
            permits.release();
        }
    }

    /** Runs a job as {@link #call} does, but not if all sessions are busy for longer than a limit, or if the thread is interrupted. */
    <T> Optional<T> callWithin(Duration limit, Admin.Job<T> job) throws SQLException {
        try {
            if (!permits.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                return Optional.empty();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        try {
            return Optional.of(callNow(job));
        } finally {
            permits.release();
        }
    }

    private <T> T callNow(Admin.Job<T> job) throws SQLException {
        Connection session = take();
        boolean reusable = false;
        try {
            T result = job.run(session);
            reusable = true;
            return result;
        } catch (SQLException e) {
            boolean isLost = SqlState.isConnectionLoss(e);
            if (isLost) {
                lost.run();
            }
            reusable = !isLost && session.getAutoCommit();
            throw e;
        } finally {
            giveBack(session, reusable);
        }
    }

    /** Runs a job in one transaction. */
    <T> T inTransaction(Admin.Job<T> job) throws SQLException {
        return call(session -> {
            session.setAutoCommit(false);
            T result;
            try {
                result = job.run(session);
                session.commit();
            } catch (SQLException | RuntimeException e) {
                rollBack(session, e);
                throw e;
            }
            session.setAutoCommit(true);
            return result;
        });
    }

    private static void rollBack(Connection session, Exception failure) {
        try {
            session.rollback();
            session.setAutoCommit(true);
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    /** Has every session that is idle now proven before it is used again. */
    void distrust() {
        distrusted = System.nanoTime();
    }

    /** A session that lay idle may have been ended by the server since; one that was used just now hardly has. */
    private Connection take() throws SQLException {
        for (Idle next = pollIdle(); next != null; next = pollIdle()) {
            boolean fresh = System.nanoTime() - next.since < TRUSTED_FOR.toNanos();
            boolean trusted = fresh && next.since - distrusted > 0;
            if (trusted || next.session.isValid(VALID_WITHIN_SECONDS)) {
                return next.session;
            }
            closeQuietly(next.session);
        }
        return opener.open();
    }

    private synchronized @Nullable Idle pollIdle() {
        return idle.pollFirst();
    }

    private void giveBack(Connection session, boolean reusable) {
        synchronized (this) {
            if (reusable && !closed) {
                idle.addFirst(new Idle(session, System.nanoTime()));
                return;
            }
        }
        closeQuietly(session);
    }

    private static void closeQuietly(Connection session) {
        try {
            session.close();
        } catch (SQLException e) {
            log.debug("An admin session could not be closed", e);
        }
    }

    /** Closes the idle sessions; jobs that still run close theirs at their end. */
    @Override
    public void close() {
        Deque<Idle> left;
        synchronized (this) {
            closed = true;
            left = new ArrayDeque<>(idle);
            idle.clear();
        }
        left.forEach(next -> closeQuietly(next.session));
    }
}
