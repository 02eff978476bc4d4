package org.pgtestdb4j.embedded;

import java.time.Duration;
import java.util.function.Consumer;
import org.pgtestdb4j.spi.PostgresServer;

/** A server that this JVM holds. */
interface RunningServer {

    /** Describes it to whoever shall use it. */
    PostgresServer describe(Consumer<Duration> onClose);

    /** False after a crash, or when somebody removed the data directory. */
    boolean isRunning();

    /**
     * Lets go of it.
     *
     * @param limit how long to wait for its end, if it ends now
     */
    void end(Duration limit);
}
