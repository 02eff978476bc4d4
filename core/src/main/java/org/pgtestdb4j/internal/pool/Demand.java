package org.pgtestdb4j.internal.pool;

import java.time.Duration;

/**
 * How many clones of a template are worth keeping ready, told from how its hand-outs went. Starts small, doubles when a test had to wait,
 * shrinks when some were never needed, and fades when nobody asks any more. Immutable.
 *
 * @param target how many to keep ready while hand-outs go on
 * @param handOuts how many hand-outs the current look at what is left over has seen
 * @param leastLeft the fewest that were left after one of them
 */
record Demand(int target, int handOuts, int leastLeft) {

    /** Before anybody has asked. */
    static final Demand NONE = new Demand(0, 0, Integer.MAX_VALUE);

    /** As many as no limit should be needed for; other limits are lower. */
    private static final int MOST = 1 << 10;

    /** Long enough for the slow tests between fast ones. */
    private static final int WINDOW = 32;

    private static final Duration HALVES_EVERY = Duration.ofSeconds(10);

    /**
     * Returns the demand after one more hand-out.
     *
     * @param waited whether the test had to wait, since none was ready
     * @param left how many were ready after it
     */
    Demand afterHandOut(boolean waited, int left) {
        if (waited) {
            return new Demand(Math.min(Math.max(1, target * 2), MOST), 0, Integer.MAX_VALUE);
        }
        int least = Math.min(leastLeft, left);
        if (handOuts + 1 < WINDOW) {
            return new Demand(target, handOuts + 1, least);
        }
        // One of those that were left over stays, for the next moment will not be quite like the last ones.
        return new Demand(Math.max(1, target - Math.max(0, least - 1)), 0, Integer.MAX_VALUE);
    }

    /** Returns how many to keep ready when nobody has asked for a while. */
    int after(Duration silence) {
        long halvings = silence.dividedBy(HALVES_EVERY);
        return halvings >= Integer.SIZE ? 0 : target >> halvings;
    }
}
