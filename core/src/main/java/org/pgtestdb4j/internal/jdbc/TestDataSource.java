package org.pgtestdb4j.internal.jdbc;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.ConnectionEvent;
import javax.sql.ConnectionEventListener;
import javax.sql.DataSource;
import javax.sql.PooledConnection;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGPooledConnection;

/**
 * Connections to one test database: a small stack of the driver's own pooled connections.
 *
 * <p>A connection that is given back forgets everything by {@code DISCARD ALL}. There is no upper limit: the server has one. Safe for use
 * by several threads.
 */
public final class TestDataSource implements DataSource {

    private static final int MAX_IDLE = 4;
    private static final Duration TRUSTED_FOR = Duration.ofMillis(50);
    private static final int VALID_WITHIN_SECONDS = 5;

    private final JdbcUrl url;
    private final SqlJournal journal;
    private final Supplier<? extends RuntimeException> whenClosed;
    private final UnaryOperator<SQLException> whenRefused;
    private final Deque<Session> idle = new ArrayDeque<>();
    private final Set<Session> lent = new HashSet<>();
    private boolean closed;
    private int loginTimeout;
    private @Nullable PrintWriter logWriter;

    /**
     * Creates a source without connections.
     *
     * @param url the database, complete with user and password
     * @param journal notes what is run
     * @param whenClosed says who closed this source, for those who still use it
     * @param whenRefused says more of why there is no connection to be had
     */
    public TestDataSource(
            JdbcUrl url,
            SqlJournal journal,
            Supplier<? extends RuntimeException> whenClosed,
            UnaryOperator<SQLException> whenRefused) {
        this.url = url;
        this.journal = journal;
        this.whenClosed = whenClosed;
        this.whenRefused = whenRefused;
    }

    /**
     * Lets the first borrower have a connection that is open already.
     *
     * @param works whether that was seen just now
     */
    public void offer(Connection open, boolean works) {
        Session session = new Session(open);
        session.trustedUntil = System.nanoTime() + (works ? TRUSTED_FOR.toNanos() : 0);
        synchronized (this) {
            if (!closed) {
                idle.addFirst(session);
                return;
            }
        }
        session.end();
    }

    @Override
    public Connection getConnection() throws SQLException {
        for (Session session = takeIdle(); session != null; session = takeIdle()) {
            if (session.isTrusted() || session.isAlive()) {
                return lend(session);
            }
            session.abort();
        }
        return lend(new Session(open(url)));
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throwIfClosed();
        return lend(new Session(
                open(new JdbcUrl(url.host(), url.port(), url.database(), user, password, url.parameters()))));
    }

    private Connection open(JdbcUrl login) throws SQLException {
        try {
            return Connector.open(login);
        } catch (SQLException e) {
            throw whenRefused.apply(e);
        }
    }

    /**
     * What a source had when it was closed.
     *
     * @param notGivenBack the connections that somebody still held
     * @param backends the server processes of all its connections, which may take a moment to end
     */
    public record Released(List<OpenSession> notGivenBack, Set<Integer> backends) {}

    /**
     * Closes all connections, those that were not given back too. Doing it twice is harmless.
     *
     * @param look asks the server about its sessions, if there are any such, just before they end
     */
    public Released release(Supplier<Collection<OpenSession>> look) {
        Set<Session> forgotten;
        Set<Session> unused;
        synchronized (this) {
            closed = true;
            forgotten = Set.copyOf(lent);
            unused = Set.copyOf(idle);
            lent.clear();
            idle.clear();
        }
        unused.forEach(Session::end);
        List<OpenSession> described = describe(forgotten, look);
        forgotten.forEach(Session::abort);
        return new Released(
                described,
                Stream.concat(unused.stream(), forgotten.stream())
                        .map(Session::backend)
                        .collect(Collectors.toUnmodifiableSet()));
    }

    private static List<OpenSession> describe(Set<Session> forgotten, Supplier<Collection<OpenSession>> look) {
        if (forgotten.isEmpty()) {
            return List.of();
        }
        Map<Integer, OpenSession> seen =
                look.get().stream().collect(Collectors.toMap(OpenSession::backend, Function.identity()));
        return forgotten.stream()
                .map(session -> OpenSession.taken(session.backend(), session.takenAt()))
                .map(open -> seen.containsKey(open.backend()) ? open.as(seen.get(open.backend())) : open)
                .toList();
    }

    private synchronized void throwIfClosed() {
        if (closed) {
            throw whenClosed.get();
        }
    }

    private synchronized @Nullable Session takeIdle() {
        throwIfClosed();
        return idle.pollFirst();
    }

    private Connection lend(Session session) throws SQLException {
        synchronized (this) {
            if (!closed) {
                lent.add(session);
                session.takenBy = CallStack.capture();
                session.trustedUntil = System.nanoTime();
                return JournaledConnection.of(session.pooled.getConnection(), journal);
            }
        }
        session.end();
        throw whenClosed.get();
    }

    /** Puts a session back on the stack if it is as good as new. */
    private void giveBack(Session session) {
        synchronized (this) {
            if (!lent.remove(session)) {
                return;
            }
        }
        boolean reusable = session.isOf(url) && session.forgetAll();
        synchronized (this) {
            if (reusable && !closed && idle.size() < MAX_IDLE) {
                idle.addFirst(session);
                return;
            }
        }
        session.end();
    }

    @Override
    public synchronized @Nullable PrintWriter getLogWriter() {
        return logWriter;
    }

    @Override
    public synchronized void setLogWriter(@Nullable PrintWriter out) {
        logWriter = out;
    }

    @Override
    public synchronized void setLoginTimeout(int seconds) {
        loginTimeout = seconds;
    }

    @Override
    public synchronized int getLoginTimeout() {
        return loginTimeout;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("This data source does not use java.util.logging");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new SQLException("Not a wrapper for " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    /** Names the database, without the password. */
    @Override
    public String toString() {
        return "DataSource of " + url.toJdbcWithoutLogin();
    }

    /** One session on the server, lent to one borrower at a time. */
    private final class Session implements ConnectionEventListener {

        private final Connection physical;
        private final PooledConnection pooled;
        private volatile CallStack takenBy = CallStack.NONE;
        private volatile long trustedUntil = System.nanoTime();

        Session(Connection physical) {
            this.physical = physical;
            this.pooled = new PGPooledConnection(physical, true);
            pooled.addConnectionEventListener(this);
        }

        /** A test that asks at once gets what was seen to work just now. */
        boolean isTrusted() {
            return trustedUntil - System.nanoTime() > 0;
        }

        /** The server, or another test tool, may have ended it since. */
        boolean isAlive() {
            try {
                return physical.isValid(VALID_WITHIN_SECONDS);
            } catch (SQLException e) {
                return false;
            }
        }

        List<StackTraceElement> takenAt() {
            return takenBy.elements();
        }

        int backend() {
            return ((PGConnection) physical).getBackendPID();
        }

        boolean isOf(JdbcUrl url) {
            try {
                return physical.getMetaData().getUserName().equals(url.user());
            } catch (SQLException e) {
                return false;
            }
        }

        /** Returns to the state of a new session, on the server and in the driver. */
        boolean forgetAll() {
            try {
                physical.setAutoCommit(true);
                Sql.execute(physical, "DISCARD ALL");
                physical.setReadOnly(false);
                physical.setNetworkTimeout(Runnable::run, 0);
                return true;
            } catch (SQLException e) {
                return false;
            }
        }

        void end() {
            try {
                pooled.close();
            } catch (SQLException e) {
                // The driver could not say goodbye; the server ends the session with the database.
            }
        }

        /** Ends without a goodbye, which would wait for whatever another thread runs here. */
        void abort() {
            try {
                physical.abort(Runnable::run);
            } catch (SQLException e) {
                // It is broken already.
            }
        }

        @Override
        public void connectionClosed(ConnectionEvent event) {
            giveBack(this);
        }

        @Override
        public void connectionErrorOccurred(ConnectionEvent event) {
            synchronized (TestDataSource.this) {
                lent.remove(this);
            }
            end();
        }
    }
}
