package org.pgtestdb4j.embedded;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.pgtestdb4j.ServerException;

/** The end of somebody's patience. */
final class Deadline {

    private static final long PAUSE_NANOS = Duration.ofMillis(2).toNanos();

    private final long end;

    private Deadline(long end) {
        this.end = end;
    }

    static Deadline in(Duration limit) {
        return new Deadline(System.nanoTime() + limit.toNanos());
    }

    boolean isOver() {
        return System.nanoTime() - end > 0;
    }

    /** Waits a little until the next look. */
    void pause(String waitingFor) {
        LockSupport.parkNanos(PAUSE_NANOS);
        if (Thread.currentThread().isInterrupted()) {
            throw new ServerException("Interrupted while waiting for " + waitingFor);
        }
    }
}
