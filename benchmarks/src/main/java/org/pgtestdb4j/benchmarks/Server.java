package org.pgtestdb4j.benchmarks;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.UUID;
import org.pgtestdb4j.spi.PostgresServer;
import org.pgtestdb4j.spi.ServerContext;
import org.pgtestdb4j.spi.ServerProvider;
import org.postgresql.Driver;

/** The PostgreSQL of one run. Safe for use by several threads. */
public final class Server implements AutoCloseable {

    private final String url;
    private final Runnable stop;

    private Server(String url, Runnable stop) {
        this.url = url;
        this.stop = stop;
    }

    /** Starts the server that the class path has a provider for; settings are system properties. */
    static Server start() {
        PostgresServer server = ServiceLoader.load(ServerProvider.class)
                .findFirst()
                .orElseThrow()
                .find(new SystemProperties());
        String url = "jdbc:postgresql://%s:%d/%s?user=%s&password=%s"
                .formatted(
                        server.host(),
                        server.port(),
                        server.database(),
                        encoded(server.user()),
                        encoded(server.password()));
        return new Server(url, server::close);
    }

    /**
     * Returns a server that runs already, such as the one that another JVM has started.
     *
     * @param url what that one's {@link #url()} returns
     * @return the server; closing it does not stop it
     */
    public static Server at(String url) {
        return new Server(url, () -> {});
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /**
     * Returns the way in for admins, as {@code pgtestdb4j.url} takes it.
     *
     * @return a complete JDBC url of the maintenance database
     */
    public String url() {
        return url;
    }

    /**
     * Creates an empty database.
     *
     * @return its complete JDBC url
     * @throws SQLException if it cannot be created
     */
    public String createDatabase() throws SQLException {
        return createDatabaseFrom("template0");
    }

    /**
     * Copies a database.
     *
     * @param template its name
     * @return the copy's complete JDBC url
     * @throws SQLException if it cannot be copied
     */
    public String createDatabaseFrom(String template) throws SQLException {
        String name = "benchmark_" + UUID.randomUUID().toString().replace("-", "");
        execute("CREATE DATABASE " + name + " TEMPLATE " + template);
        return url.replaceFirst("/[^/?]*\\?", "/" + name + "?");
    }

    /**
     * Drops a database of those that were created here, also if it is in use.
     *
     * @param url its url
     * @throws SQLException if it cannot be dropped
     */
    public void dropDatabase(String url) throws SQLException {
        execute("DROP DATABASE " + url.replaceAll(".*/|\\?.*", "") + " WITH (FORCE)");
    }

    /**
     * Runs SQL as admin, in a session of its own.
     *
     * @param sql one statement
     * @throws SQLException if it fails
     */
    public void execute(String sql) throws SQLException {
        try (Connection connection = connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    String version() throws SQLException {
        try (Connection connection = connect(url)) {
            return connection.getMetaData().getDatabaseProductVersion();
        }
    }

    /**
     * Opens a session.
     *
     * @param url complete, with user and password
     * @return a connection to be closed
     * @throws SQLException if the server does not let us in
     */
    public static Connection connect(String url) throws SQLException {
        Connection connection = new Driver().connect(url, new Properties());
        if (connection == null) {
            throw new SQLException("Not a url of PostgreSQL");
        }
        return connection;
    }

    @Override
    public void close() {
        stop.run();
    }

    private static final class SystemProperties implements ServerContext {

        @Override
        public Optional<String> setting(String name) {
            return Optional.ofNullable(System.getProperty(name)).filter(value -> !value.isBlank());
        }

        @Override
        public ClassLoader classLoader() {
            return Server.class.getClassLoader();
        }
    }
}
