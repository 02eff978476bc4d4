package org.pgtestdb4j.embedded;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.ServerException;
import org.postgresql.Driver;

/**
 * Waits until a server that was just started answers.
 *
 * @param keeper its parent process
 * @param home its directory
 * @param access how to connect
 */
record Readiness(KeeperProcess keeper, HomeFiles home, Access access) {

    /** Of the SQLSTATE; waiting will not change it. */
    private static final String NO_ACCESS = "28";

    /**
     * Waits.
     *
     * @return a session, or nothing if the server did not get its port
     */
    Optional<Connection> await(Duration limit) {
        Deadline deadline = Deadline.in(limit);
        Driver driver = warmUp();
        SQLException problem = null;
        while (true) {
            if (home.hasEnded()) {
                return endedAtOnce();
            }
            if (!keeper.isAlive()) {
                throw failed("could not be started", keeper.complaint(), null);
            }
            if (home.saysReady()) {
                try {
                    return Optional.of(access.connect(driver, "pgtestdb4j"));
                } catch (SQLException e) {
                    if (String.valueOf(e.getSQLState()).startsWith(NO_ACCESS)) {
                        throw failed("does not let us in", home.log().tail(), e);
                    }
                    problem = e;
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

    /** This JVM has nothing else to do while the data is being copied, and the first login needs a great many classes. */
    private Driver warmUp() {
        access.secret().verifier();
        return new Driver();
    }

    private Optional<Connection> endedAtOnce() {
        if (home.log().saysPortIsTaken()) {
            return Optional.empty();
        }
        throw failed("ended as soon as it was started", home.log().tail(), null);
    }

    private ServerException failed(String how, String output, @Nullable SQLException cause) {
        return new ServerException(
                "The embedded server in " + home + " " + how + ":\n" + output + "\n" + Advice.on(output), cause);
    }
}
