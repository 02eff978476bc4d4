package org.pgtestdb4j.internal.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.pgtestdb4j.RunReport;

/** How long each hand-out took, in nanoseconds. Safe for use by several threads. */
final class RunLog {

    /** Where one class of waits ends and the next begins, in milliseconds. */
    private static final long[] LIMITS = {
        0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 3_600_000
    };

    private long[] waits = new long[64];
    private int size;

    synchronized void add(long nanos) {
        if (size == waits.length) {
            waits = Arrays.copyOf(waits, size * 2);
        }
        waits[size++] = nanos;
    }

    /** Returns how many waits were how long; classes without any are left out. */
    synchronized List<RunReport.Waits> histogram() {
        List<RunReport.Waits> histogram = new ArrayList<>();
        for (int i = 1; i < LIMITS.length; i++) {
            Duration atLeast = Duration.ofMillis(LIMITS[i - 1]);
            Duration below = Duration.ofMillis(LIMITS[i]);
            long count = Arrays.stream(waits, 0, size)
                    .filter(wait -> wait >= atLeast.toNanos() && wait < below.toNanos())
                    .count();
            if (count > 0) {
                histogram.add(new RunReport.Waits(atLeast, below, count));
            }
        }
        return histogram;
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
