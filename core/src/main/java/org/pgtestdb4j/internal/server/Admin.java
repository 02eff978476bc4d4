package org.pgtestdb4j.internal.server;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
 * <p>Safe for use by several threads; at most {@value #MAX_SESSIONS} jobs run at a time, and as many that define something; further ones wait.
 */
public final class Admin implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Admin.class);
    private static final int MAX_SESSIONS = 4;
    private static final int OLDEST_MAJOR = 14;

    private final Connector connector;
    private final ServerFacts facts;
    private final String home;
    private final Sessions sessions = new Sessions(() -> open("admin"), MAX_SESSIONS, this::distrust);
    private final Sessions definingSessions = new Sessions(() -> open("define"), MAX_SESSIONS, this::distrust);

    private Admin(Connector connector, ServerFacts facts, String home) {
        this.connector = connector;
        this.facts = facts;
        this.home = home;
    }

    /** Something to do in a session of the admin. */
    @FunctionalInterface
    public interface Job<T> {

        T run(Connection session) throws SQLException;
    }

    /** Something to do in a session of the admin, without a result. */
    @FunctionalInterface
    public interface Task {

        void run(Connection session) throws SQLException;

        /** Returns the same as a job without a result worth a look. */
        private Job<Boolean> asJob() {
            return session -> {
                run(session);
                return true;
            };
        }
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

    /** Runs a job in one of the sessions, which is in autocommit and left as it was found. */
    public <T> T call(Job<T> job) throws SQLException {
        return sessions.call(job);
    }

    /** Runs a job as {@link #call} does, but not if all sessions are busy for longer than a limit, or if the thread is interrupted. */
    public <T> Optional<T> callWithin(Duration limit, Job<T> job) throws SQLException {
        return sessions.callWithin(limit, job);
    }

    /** Runs a task in one of the sessions, which is in autocommit and left as it was found. */
    public void run(Task task) throws SQLException {
        call(task.asJob());
    }

    /** Runs a job in one transaction of a session. */
    public <T> T inTransaction(Job<T> job) throws SQLException {
        return sessions.inTransaction(job);
    }

    /**
     * Runs statements that define something, such as {@code CREATE DATABASE}, in a session for such alone: after each of them the driver and
     * the server prepare anew all that was prepared in that session. May be called from within another job.
     */
    public void define(Task task) throws SQLException {
        definingSessions.call(task.asJob());
    }

    /**
     * Runs statements as {@link #define} does, in one transaction and with one round trip.
     *
     * @return how many rows the last of them touched
     */
    public long defineInTransaction(List<String> statements) throws SQLException {
        String transaction = "BEGIN;\n" + String.join(";\n", statements) + ";\nCOMMIT";
        return definingSessions.call(session -> {
            try {
                List<Long> touched = Sql.executeAll(session, transaction);
                return touched.get(touched.size() - 2);
            } catch (SQLException e) {
                endTransaction(session, e);
                throw e;
            }
        });
    }

    /** Runs a job as {@link #define} does, in one transaction. */
    public <T> T defineInTransaction(Job<T> job) throws SQLException {
        return definingSessions.inTransaction(job);
    }

    private static void endTransaction(Connection session, SQLException failure) {
        try {
            Sql.execute(session, "ROLLBACK");
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
        sessions.distrust();
        definingSessions.distrust();
    }

    /** Closes the idle sessions; jobs that still run close theirs at their end. */
    @Override
    public void close() {
        sessions.close();
        definingSessions.close();
    }
}
