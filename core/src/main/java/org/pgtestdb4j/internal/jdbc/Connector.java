package org.pgtestdb4j.internal.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import org.pgtestdb4j.spi.PostgresServer;
import org.postgresql.Driver;

/**
 * Opens sessions on one server, through the driver directly. Immutable and safe for use by several threads.
 *
 * <p>Our own sessions pin every server setting that a role or a database could have changed under them, since a role's
 * {@code statement_timeout} would cancel a {@code CREATE DATABASE}.
 */
public final class Connector {

    /** How long to wait for the server to accept a connection, in seconds. */
    private static final String CONNECT_TIMEOUT = "10";

    /** How long the login may take, in seconds: a port may accept and never answer. */
    private static final String LOGIN_TIMEOUT = "20";

    /** How long to wait for bytes of a server that has gone; longer than any statement may take. */
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(150);

    private static final int FIRST_MAJOR_WITH_TRANSACTION_TIMEOUT = 17;

    private static final Duration ROOM_WITHIN = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(50);

    private static final String PINNED = "-c statement_timeout=120s -c lock_timeout=60s -c idle_session_timeout=0"
            + " -c idle_in_transaction_session_timeout=0 -c default_transaction_read_only=off -c role=none"
            + " -c default_transaction_isolation=read\\ committed -c quote_all_identifiers=off"
            + " -c synchronous_commit=off -c client_min_messages=warning"
            + " -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3";

    /** What a url may say about the admin's sessions: how to get there. How to behave is ours, and so is the schema: what a migration leaves in one of its own would run as the admin. */
    private static final List<String> TRANSPORT = List.of(
            "ssl",
            "gss",
            "kerberos",
            "jaas",
            "socketFactory",
            "channelBinding",
            "requireAuth",
            "localSocketAddress",
            "assumeMinServerVersion");

    /** What proves who the admin is, and so is nobody else's. */
    private static final List<String> ADMIN_ONLY =
            List.of("sslkey", "sslcert", "sslpassword", "jaas", "kerberos", "options", "currentSchema");

    private static final Driver DRIVER = new Driver();

    private final PostgresServer server;
    private final String owner;

    /** Whether the server is known to have it; an older one would refuse a session that asks for it. */
    private volatile boolean hasTransactionTimeout;

    /**
     * Creates a connector.
     *
     * @param server where to connect
     * @param owner stands in {@code application_name}, so that whoever looks at the server's sessions knows whose they are
     */
    public Connector(PostgresServer server, String owner) {
        this.server = server;
        this.owner = owner;
    }

    /** Returns the server that this connector connects to. */
    public PostgresServer server() {
        return server;
    }

    /** Opens a session of the admin. */
    public Connection openAsAdmin(String database, String job) throws SQLException {
        return openPinned(server.user(), server.password(), server.parameters(), database, job);
    }

    /** Opens a session of another role of ours, with all pinned that is pinned in the admin's. */
    public Connection openAs(String user, String password, String database, String job) throws SQLException {
        return openPinned(user, password, withoutAdmins(server.parameters()), database, job);
    }

    private Connection openPinned(
            String user, String password, Map<String, String> parameters, String database, String job)
            throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("ApplicationName", "pgtestdb4j/" + owner + "/" + job);
        properties.setProperty("connectTimeout", CONNECT_TIMEOUT);
        properties.setProperty("socketTimeout", LOGIN_TIMEOUT);
        properties.setProperty("tcpKeepAlive", "true");
        // Not among the options, for the driver's own parameter would win over them.
        properties.setProperty("currentSchema", "pg_catalog");
        properties.setProperty(
                "options",
                Optional.ofNullable(parameters.get("options"))
                                .map(own -> own + " ")
                                .orElse("")
                        + PINNED
                        + (hasTransactionTimeout ? " -c transaction_timeout=0" : ""));
        Map<String, String> transport = new HashMap<>(parameters);
        transport.keySet().removeIf(name -> TRANSPORT.stream().noneMatch(name::startsWith));
        Connection session = openWhenThereIsRoom(
                new JdbcUrl(server.host(), server.port(), database, user, password, transport), properties);
        try {
            pinNewerSettings(session);
            session.setNetworkTimeout(Runnable::run, (int) SOCKET_TIMEOUT.toMillis());
            return session;
        } catch (SQLException e) {
            session.close();
            throw e;
        }
    }

    /** The first session finds out which server this is, and the others have these settings among their options. */
    private void pinNewerSettings(Connection session) throws SQLException {
        if (!hasTransactionTimeout
                && session.getMetaData().getDatabaseMajorVersion() >= FIRST_MAJOR_WITH_TRANSACTION_TIMEOUT) {
            Sql.execute(session, "SET transaction_timeout = 0");
            hasTransactionTimeout = true;
        }
    }

    /** Where tests use up the server's connections, some are free again in a moment. */
    private static Connection openWhenThereIsRoom(JdbcUrl url, Properties properties) throws SQLException {
        long deadline = System.nanoTime() + ROOM_WITHIN.toNanos();
        while (true) {
            try {
                return open(url, properties);
            } catch (SQLException e) {
                boolean mayPass = SqlState.is(e, SqlState.TOO_MANY_CONNECTIONS) && System.nanoTime() < deadline;
                if (!mayPass || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                LockSupport.parkNanos(POLL.toNanos());
            }
        }
    }

    /** Opens a session as code under test would, with nothing pinned. */
    public static Connection open(JdbcUrl url) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("connectTimeout", CONNECT_TIMEOUT);
        return open(url, properties);
    }

    /** Returns the url of a database of this server, for a role without the admin's rights. */
    public JdbcUrl urlOf(String database, String user, String password) {
        return new JdbcUrl(server.host(), server.port(), database, user, password, withoutAdmins(server.parameters()));
    }

    private static Map<String, String> withoutAdmins(Map<String, String> parameters) {
        Map<String, String> shared = new HashMap<>(parameters);
        shared.keySet().removeIf(name -> ADMIN_ONLY.stream().anyMatch(name::startsWith));
        return shared;
    }

    private static Connection open(JdbcUrl url, Properties properties) throws SQLException {
        url.parameters().forEach(properties::putIfAbsent);
        properties.setProperty("user", url.user());
        properties.setProperty("password", url.password());
        Connection connection = DRIVER.connect(url.toJdbcWithoutLogin(), properties);
        if (connection == null) {
            throw new SQLException("The PostgreSQL driver does not accept " + url.toJdbcWithoutLogin());
        }
        return connection;
    }
}
