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

    /**
     * Waits.
     *
     * @return false if the server did not get its port
     */
    boolean await(Duration limit) {
        Deadline deadline = Deadline.in(limit);
        SQLException last = null;
        while (true) {
            if (!keeper.isAlive()) {
                throw new ServerException("The embedded server could not be started: " + keeper.complaint());
            }
            if (home.hasEnded()) {
                return endedAtOnce();
            }
            if (saysReady()) {
                last = connect();
                if (last == null) {
                    return true;
                }
            }
            if (deadline.isOver()) {
                throw tooLate(limit, last);
            }
            deadline.pause("the embedded server");
        }
    }

    private boolean endedAtOnce() {
        ServerLog log = new ServerLog(home.log());
        if (log.saysPortIsTaken()) {
            return false;
        }
        throw new ServerException(
                "The embedded server ended as soon as it was started. The end of its log:\n" + log.tail());
    }

    /** Its own file says that the server has its port. Without this look, another server on that port might answer. */
    private boolean saysReady() {
        try {
            List<String> lines = Files.readAllLines(home.data().resolve("postmaster.pid"));
            return lines.size() > STATUS_LINE && lines.get(STATUS_LINE).startsWith("ready");
        } catch (IOException e) {
            return false;
        }
    }

    private @Nullable SQLException connect() {
        Properties properties = new Properties();
        properties.putAll(server.parameters());
        properties.setProperty("user", server.user());
        properties.setProperty("password", server.password());
        String url = "jdbc:postgresql://" + server.host() + ":" + server.port() + "/" + server.database();
        try {
            Objects.requireNonNull(new Driver().connect(url, properties)).close();
            return null;
        } catch (SQLException e) {
            return e;
        }
    }

    private ServerException tooLate(Duration limit, @Nullable SQLException last) {
        return new ServerException(
                "The embedded server did not answer within " + limit.toSeconds() + " s ("
                        + EmbeddedSettings.START_TIMEOUT + "). The end of its log:\n"
                        + new ServerLog(home.log()).tail(),
                last);
    }
}
