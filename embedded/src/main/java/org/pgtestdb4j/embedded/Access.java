package org.pgtestdb4j.embedded;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.pgtestdb4j.spi.PostgresServer;
import org.postgresql.Driver;

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

    /** What need not be negotiated with a server that we started ourselves; each saves a round trip per connection. */
    private static final Map<String, String> PARAMETERS =
            Map.of("sslmode", "disable", "gssEncMode", "disable", "assumeMinServerVersion", "14");

    PostgresServer describe(boolean endsWithJvm, Runnable onClose) {
        return PostgresServer.builder()
                .host(HOST)
                .port(port)
                .database(DATABASE)
                .user(Seed.SUPERUSER)
                .password(secret.password())
                .parameters(PARAMETERS)
                .ours(true)
                .endsWithJvm(endsWithJvm)
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
}
