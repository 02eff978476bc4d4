package org.pgtestdb4j.internal.engine;

import java.time.Duration;
import java.util.Arrays;

/** How long each hand-out took, in nanoseconds. Safe for use by several threads. */
final class RunLog {

    private long[] waits = new long[64];
    private int size;

    synchronized void add(long nanos) {
        if (size == waits.length) {
            waits = Arrays.copyOf(waits, size * 2);
        }
        waits[size++] = nanos;
    }

    synchronized int count() {
        return size;
    }

    /** Returns the wait that a share of all waits does not exceed, by the nearest rank. */
    synchronized Duration percentile(int percent) {
        if (size == 0) {
            return Duration.ZERO;
        }
        long[] sorted = Arrays.copyOf(waits, size);
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(percent / 100.0 * size);
        return Duration.ofNanos(sorted[Math.max(rank, 1) - 1]);
    }
}
