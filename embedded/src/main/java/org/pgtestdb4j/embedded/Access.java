package org.pgtestdb4j.embedded;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Consumer;
import org.pgtestdb4j.spi.PostgresServer;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * How to reach a server of our own.
 *
 * @param port where it listens
 * @param secret the password of its superuser
 */
record Access(int port, Secret secret) {

    static final String HOST = "127.0.0.1";

    private static final String DATABASE = "postgres";
    private static final String SECONDS_TO_ANSWER = "10";

    private static final String REQUIRE_AUTH = "requireAuth";

    /**
     * The first three need not be negotiated with a server that we started ourselves; each saves a round trip per connection. With the last
     * the password is not told, but each side proves to the other that it knows it: whoever listens on the port of a server that has ended
     * learns nothing.
     */
    private static final Map<String, String> PARAMETERS = Map.of(
            "sslmode",
            "disable",
            "gssEncMode",
            "disable",
            "assumeMinServerVersion",
            "14",
            REQUIRE_AUTH,
            "scram-sha-256");

    /** Older drivers tell the password to whoever asks for it. */
    static boolean keepsPasswords() {
        return PGProperty.forName(REQUIRE_AUTH) != null;
    }

    PostgresServer describe(boolean endsWithJvm, Room room, Consumer<Duration> onClose) {
        return PostgresServer.builder()
                .host(HOST)
                .port(port)
                .database(DATABASE)
                .user(Seed.SUPERUSER)
                .password(secret.password())
                .parameters(PARAMETERS)
                .ours(true)
                .endsWithJvm(endsWithJvm)
                .roomCheck(room::check)
                .onClose(onClose)
                .build();
    }

    /**
     * Opens a session.
     *
     * @param name what it is called in the server's list of sessions
     */
    Connection connect(Driver driver, String name) throws SQLException {
        Properties properties = new Properties();
        properties.putAll(PARAMETERS);
        properties.setProperty("user", Seed.SUPERUSER);
        properties.setProperty("password", secret.password());
        properties.setProperty("ApplicationName", name);
        properties.setProperty("connectTimeout", SECONDS_TO_ANSWER);
        properties.setProperty("socketTimeout", SECONDS_TO_ANSWER);
        String url = "jdbc:postgresql://" + HOST + ":" + port + "/" + DATABASE;
        return Objects.requireNonNull(driver.connect(url, properties), url);
    }

    static Path dataDirectory(Connection session) throws SQLException {
        try (Statement statement = session.createStatement();
                ResultSet result = statement.executeQuery("SHOW data_directory")) {
            result.next();
            return Path.of(result.getString(1));
        }
    }
}
