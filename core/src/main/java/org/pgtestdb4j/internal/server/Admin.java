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
import org.pgtestdb4j.ServerException;
import org.pgtestdb4j.internal.jdbc.Connector;
import org.pgtestdb4j.internal.jdbc.Sql;
import org.pgtestdb4j.internal.jdbc.SqlState;
import org.pgtestdb4j.spi.PostgresServer;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The admin's few sessions on a server. They all live in {@link #home()}, a database of our own: advisory locks count per database, and
 * nobody else's database is ever connected to but once, at the start.
 *
 * <p>Safe for use by several threads; at most {@value #MAX_SESSIONS} jobs run at a time, further ones wait.
 */
public final class Admin implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Admin.class);
    private static final int MAX_SESSIONS = 4;
    private static final int OLDEST_MAJOR = 14;
    private static final Duration TRUSTED_FOR = Duration.ofSeconds(1);
    private static final int VALID_WITHIN_SECONDS = 5;

    private final Connector connector;
    private final ServerFacts facts;
    private final String home;
    private final Semaphore permits = new Semaphore(MAX_SESSIONS, true);
    private final Deque<Idle> idle = new ArrayDeque<>();
    private volatile long distrusted = System.nanoTime();
    private boolean closed;

    private Admin(Connector connector, ServerFacts facts, String home) {
        this.connector = connector;
        this.facts = facts;
        this.home = home;
    }

    private record Idle(Connection session, long since) {}

    /** Something to do in a session of the admin. */
    @FunctionalInterface
    public interface Job<T> {

        T run(Connection session) throws SQLException;
    }

    /** Something to do in a session of the admin, without a result. */
    @FunctionalInterface
    public interface Task {

        void run(Connection session) throws SQLException;
    }

    /**
     * Connects, looks whether this server can serve, and makes our database on it if it is not there.
     *
     * @param connector opens sessions on the server
     * @return an admin without open sessions
     * @throws ServerException if the server cannot be reached or lacks what we need
     */
    public static Admin connect(Connector connector) {
        PostgresServer server = connector.server();
        try (Connection session = connector.openAsAdmin(server.database(), "start")) {
            ServerFacts facts = factsOf(session);
            rejectPooler(session, server);
            rejectStandby(session, server);
            return new Admin(connector, facts, Home.findOrCreate(session));
        } catch (SQLException e) {
            if (isStartRefused(e)) {
                rejectOldServer(connector);
            }
            throw unreachable(server, e);
        }
    }

    private static ServerFacts factsOf(Connection session) throws SQLException {
        return Sql.first(
                        session,
                        """
                        SELECT current_setting('server_version_num')::int, current_setting('fsync')::bool,
                               (SELECT system_identifier::text FROM pg_control_system()),
                               (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)""",
                        row -> new ServerFacts(row.getInt(1), row.getString(3), row.getBoolean(2), row.getBoolean(4)))
                .orElseThrow();
    }

    /** An old server knows what a plain session begins with, though not all that ours do. */
    private static void rejectOldServer(Connector connector) {
        PostgresServer server = connector.server();
        int major;
        try (Connection plain = Connector.open(connector.urlOf(server.database(), server.user(), server.password()))) {
            major = plain.getMetaData().getDatabaseMajorVersion();
        } catch (SQLException e) {
            log.debug("Could not ask {} for its version", server, e);
            return;
        }
        if (major < OLDEST_MAJOR) {
            throw new ServerException("The server " + server + " runs PostgreSQL " + major + ", but " + OLDEST_MAJOR
                    + " or newer is needed. pgtestdb4j.url says which server is used.");
        }
    }

    /** Behind a pooler, the backend that greeted is not the one that works, and advisory locks mean nothing. */
    private static void rejectPooler(Connection session, PostgresServer server) throws SQLException {
        int greeted = session.unwrap(PGConnection.class).getBackendPID();
        int works = Sql.first(session, "SELECT pg_backend_pid()", row -> row.getInt(1))
                .orElseThrow();
        if (greeted != works) {
            throw new ServerException("There is a connection pooler in front of " + server
                    + ", and locks do not hold behind one. Let pgtestdb4j.url point at PostgreSQL itself.");
        }
    }

    private static void rejectStandby(Connection session, PostgresServer server) throws SQLException {
        if (Sql.isTrue(session, "SELECT pg_is_in_recovery()")) {
            throw new ServerException(
                    "The server " + server
                            + " is a standby, or is still being restored, so nothing can be created on it. Let pgtestdb4j.url point at the primary.");
        }
    }

    /** A setting in the start packet that a server older than 14, or a pooler, does not know. */
    private static boolean isStartRefused(SQLException e) {
        return SqlState.is(e, SqlState.UNDEFINED_OBJECT) || SqlState.is(e, SqlState.PROTOCOL_VIOLATION);
    }

    private static ServerException unreachable(PostgresServer server, SQLException e) {
        String next =
                "Check pgtestdb4j.url, pgtestdb4j.user and pgtestdb4j.password; without a url, the embedded server is used.";
        if (SqlState.is(e, SqlState.INSUFFICIENT_PRIVILEGE)) {
            next = "The role needs at least CREATEDB and CREATEROLE.";
        } else if (SqlState.is(e, SqlState.TOO_MANY_CONNECTIONS)) {
            next = "Others use them all: end some, or raise the limit of the server, the database or the role.";
        } else if (isStartRefused(e)) {
            next = "It must be PostgreSQL " + OLDEST_MAJOR + " or newer, without a connection pooler in front of it.";
        }
        return new ServerException(
                "Cannot work with the server %s, database %s (SQLSTATE %s): %s %s"
                        .formatted(server, server.database(), e.getSQLState(), e.getMessage(), next),
                e);
    }

    /** Returns what is true of the server. */
    public ServerFacts facts() {
        return facts;
    }

    /** Returns the database in which all of our sessions, locks and tables are. */
    public String home() {
        return home;
    }

    /** Tells whether another admin of the server has a registry beside this one's. */
    public boolean isSecond() {
        return !home.equals(Home.FIRST);
    }

    /** Returns what tells this admin from the others of the server in names, where it is not the first. */
    public String mark() {
        return home.substring(home.lastIndexOf('_') + 1);
    }

    /** Returns what opens sessions on the server. */
    public Connector connector() {
        return connector;
    }

    /** Runs a job in one of the shared sessions, which is in autocommit and left as it was found. */
    public <T> T call(Job<T> job) throws SQLException {
        permits.acquireUninterruptibly();
        try {
            return callNow(job);
        } finally {
            permits.release();
        }
    }

    /** Runs a job as {@link #call} does, but not if all sessions are busy for longer than a limit, or if the thread is interrupted. */
    public <T> Optional<T> callWithin(Duration limit, Job<T> job) throws SQLException {
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

    private <T> T callNow(Job<T> job) throws SQLException {
        Connection session = take();
        boolean reusable = false;
        try {
            T result = job.run(session);
            reusable = true;
            return result;
        } catch (SQLException e) {
            boolean lost = SqlState.isConnectionLoss(e);
            if (lost) {
                distrust();
            }
            reusable = !lost && session.getAutoCommit();
            throw e;
        } finally {
            giveBack(session, reusable);
        }
    }

    /** Runs a task in one of the shared sessions, which is in autocommit and left as it was found. */
    public void run(Task task) throws SQLException {
        call(session -> {
            task.run(session);
            return true;
        });
    }

    /** Runs a job in one transaction of a shared session. */
    public <T> T inTransaction(Job<T> job) throws SQLException {
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

    /** Opens a session for one job that needs it for itself, such as holding a lock. The caller closes it. */
    public Connection open(String job) throws SQLException {
        try {
            return connector.openAsAdmin(home, job);
        } catch (SQLException e) {
            throw SqlState.is(e, SqlState.INVALID_CATALOG_NAME) ? removed(e) : e;
        }
    }

    private SQLException removed(SQLException e) {
        return new SQLException(
                "The registry, the database \"" + home + "\" on " + connector.server()
                        + ", was removed during the run. Start the run again; " + e.getMessage(),
                e.getSQLState(),
                e);
    }

    /** Has every session that is idle now proven before it is used again: what ended one of them may have ended all. */
    public void distrust() {
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
        return open("admin");
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
