package org.pgtestdb4j.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.ServerException;
import org.pgtestdb4j.spi.PostgresServer;
import org.postgresql.Driver;

/**
 * Waits until a server answers.
 *
 * @param keeper its parent process
 * @param home its directory
 * @param server how to connect
 */
record Readiness(Keeper keeper, ClusterHome home, PostgresServer server) {

    private static final int STATUS_LINE = 7;
    private static final String SECONDS_TO_ANSWER = "10";

    /**
     * Waits.
     *
     * @return false if the server did not get its port
     */
    boolean await(Duration limit) {
        Deadline deadline = Deadline.in(limit);
        Driver driver = warmUp();
        SQLException problem = null;
        while (true) {
            if (!keeper.isAlive()) {
                throw failed("could not be started", keeper.complaint(), null);
            }
            if (home.hasEnded()) {
                return endedAtOnce();
            }
            if (saysReady()) {
                problem = connect(driver);
                if (problem == null) {
                    return true;
                }
            }
            if (deadline.isOver()) {
                String late =
                        "did not answer within " + limit.toSeconds() + " s (" + EmbeddedSettings.START_TIMEOUT + ")";
                throw failed(late, home.log().tail(), problem);
            }
            deadline.pause("the embedded server");
        }
    }

    /** This JVM has nothing else to do while the seed is being copied, and the first login needs a great many classes. */
    private Driver warmUp() {
        new Secret(server.password()).verifier();
        return new Driver();
    }

    private boolean endedAtOnce() {
        if (home.log().saysPortIsTaken()) {
            return false;
        }
        throw failed("ended as soon as it was started", home.log().tail(), null);
    }

    private ServerException failed(String how, String output, @Nullable SQLException cause) {
        return new ServerException(
                "The embedded server in " + home + " " + how + ":\n" + output + "\n" + Advice.on(output), cause);
    }

    /** Its own file says that the server has its port. Without this look, another server on that port might answer. */
    private boolean saysReady() {
        try {
            List<String> lines = Files.readAllLines(home.serverFile());
            return lines.size() > STATUS_LINE && lines.get(STATUS_LINE).startsWith("ready");
        } catch (IOException e) {
            return false;
        }
    }

    private @Nullable SQLException connect(Driver driver) {
        Properties properties = new Properties();
        properties.putAll(server.parameters());
        properties.setProperty("user", server.user());
        properties.setProperty("password", server.password());
        properties.setProperty("connectTimeout", SECONDS_TO_ANSWER);
        properties.setProperty("socketTimeout", SECONDS_TO_ANSWER);
        String url = "jdbc:postgresql://" + server.host() + ":" + server.port() + "/" + server.database();
        try {
            Objects.requireNonNull(driver.connect(url, properties), url).close();
            return null;
        } catch (SQLException e) {
            return e;
        }
    }
}
