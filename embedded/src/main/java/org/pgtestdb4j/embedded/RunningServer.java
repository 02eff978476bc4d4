package org.pgtestdb4j.embedded;

import org.pgtestdb4j.spi.PostgresServer;

/** A server that this JVM holds. */
interface RunningServer {

    /** Describes it to whoever shall use it. */
    PostgresServer describe(Runnable onClose);

    /** False after a crash, or when somebody removed the data directory. */
    boolean isRunning();

    /** Lets go of it. */
    void end();
}
