package org.pgtestdb4j.testkit;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.pgtestdb4j.ServerException;
import org.pgtestdb4j.spi.PostgresServer;
import org.pgtestdb4j.spi.ServerContext;
import org.pgtestdb4j.spi.ServerProvider;
import org.postgresql.Driver;

/**
 * Makes empty databases for one class of tests and drops them at the end. They belong to a role without any further right, as those do
 * that migrations get in earnest.
 *
 * <p>Safe for use by several threads: everything runs in one session, one after the other.
 */
final class ScratchDatabases implements AutoCloseable {

    private final PostgresServer server;
    private final Connection admin;
    private final String role = "pgtestdb4j_contract_" + random();
    private final String password = random() + random();
    private final List<String> names = new ArrayList<>();
    private int created;

    private ScratchDatabases(PostgresServer server, Connection admin) {
        this.server = server;
        this.admin = admin;
    }

    static ScratchDatabases open() throws SQLException {
        PostgresServer server = ServiceLoader.load(ServerProvider.class)
                .findFirst()
                .orElseThrow(() -> new ServerException("No PostgreSQL server to test on. Add the dependency"
                        + " org.pgtestdb4j:pgtestdb4j-embedded at runtime scope."))
                .find(new SystemProperties());
        try {
            ScratchDatabases databases = new ScratchDatabases(
                    server, connect(url(server, server.database(), server.user(), server.password())));
            databases.execute("CREATE ROLE " + databases.role + " LOGIN PASSWORD '" + databases.password + "'");
            return databases;
        } catch (SQLException e) {
            server.close();
            throw e;
        }
    }

    /** Creates an empty database and returns its complete url. */
    synchronized String create() throws SQLException {
        String name = role + "_" + created++;
        execute("CREATE DATABASE " + name + " TEMPLATE template0");
        names.add(name);
        execute("ALTER DATABASE " + name + " OWNER TO " + role);
        return url(server, name, role, password);
    }

    /** Returns what the sessions on our databases ran last. */
    synchronized List<String> sessions() throws SQLException {
        return ofRole("backend_type = 'client backend'", "datname || ': ' || query");
    }

    /** Tells whether a session on one of our databases waits for a lock. */
    synchronized boolean waitsForLock() throws SQLException {
        return !ofRole("wait_event_type = 'Lock'", "query").isEmpty();
    }

    /** Ends the sessions on our databases, but not the admin's. */
    synchronized void endSessions() throws SQLException {
        ofRole("true", "pg_terminate_backend(pid)");
    }

    private List<String> ofRole(String condition, String column) throws SQLException {
        try (PreparedStatement statement = admin.prepareStatement(
                "SELECT " + column + " FROM pg_stat_activity WHERE usename = ? AND " + condition)) {
            statement.setString(1, role);
            try (ResultSet rows = statement.executeQuery()) {
                List<String> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
                return found;
            }
        }
    }

    /** Returns sessions of the admin's on the database behind a url. */
    DataSource asAdmin(String url) {
        String database = url.replaceAll(".*/|\\?.*", "");
        return new AdminDataSource(url(server, database, server.user(), server.password()));
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = admin.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Drops all databases, also those in use; those that somebody else has dropped are forgotten. */
    synchronized void drop() throws SQLException {
        for (Iterator<String> remaining = names.iterator(); remaining.hasNext(); remaining.remove()) {
            execute("DROP DATABASE IF EXISTS " + remaining.next() + " WITH (FORCE)");
        }
    }

    @Override
    public synchronized void close() throws SQLException {
        try (server;
                admin) {
            drop();
            execute("DROP ROLE " + role);
        }
    }

    static Connection connect(String url) throws SQLException {
        Connection connection = new Driver().connect(url, new Properties());
        if (connection == null) {
            throw new SQLException("Not a url of PostgreSQL");
        }
        return connection;
    }

    private static String url(PostgresServer server, String database, String user, String password) {
        Map<String, String> parameters = new TreeMap<>(server.parameters());
        parameters.put("user", user);
        parameters.put("password", password);
        String host = server.host().contains(":") ? "[" + server.host() + "]" : server.host();
        return "jdbc:postgresql://" + host + ":" + server.port() + "/" + encode(database) + "?"
                + parameters.entrySet().stream()
                        .map(parameter -> encode(parameter.getKey()) + "=" + encode(parameter.getValue()))
                        .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String random() {
        return UUID.randomUUID().toString().substring(0, 8);
    }

    /** Only system properties, since the contract knows nothing of the frameworks around it. */
    private static final class SystemProperties implements ServerContext {

        @Override
        public Optional<String> setting(String name) {
            return Optional.ofNullable(System.getProperty(name)).filter(value -> !value.isBlank());
        }

        @Override
        public ClassLoader classLoader() {
            return ScratchDatabases.class.getClassLoader();
        }
    }
}
