package org.pgtestdb4j.embedded;

import java.time.Duration;
import java.util.Locale;

/**
 * How long a shared server outlives its last user.
 *
 * @param time zero if it ends with its last user
 */
record Idle(Duration time) {

    static final Idle NONE = new Idle(Duration.ZERO);
    static final Idle DEFAULT = new Idle(Duration.ofMinutes(10));

    private static final long SHORTEST_PAUSE = 200;
    private static final long LONGEST_PAUSE = 5_000;
    private static final int LOOKS = 20;

    boolean isNone() {
        return time.isZero();
    }

    /** Says it as {@code keeper.sh} wants it: seconds between two looks, and how many looks in a row must find nobody. */
    String inWords() {
        long millis = time.toMillis();
        long pause = Math.max(SHORTEST_PAUSE, Math.min(LONGEST_PAUSE, millis / LOOKS));
        long looks = Math.max(1, (millis + pause - 1) / pause);
        return String.format(Locale.ROOT, "%d.%03d %d", pause / 1_000, pause % 1_000, looks);
    }
}
