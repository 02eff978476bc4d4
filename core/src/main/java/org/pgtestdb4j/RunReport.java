package org.pgtestdb4j;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What an engine has done so far.
 *
 * @param databases test databases handed out
 * @param clones clones made, those included that nobody has asked for yet
 * @param recycled used databases that were found, or made, equal to fresh ones, to be handed out again
 * @param notRecycled used databases that were looked at and dropped, by the reason, for people
 * @param kept test databases that were kept
 * @param leaks sessions that were found open when their test had ended
 * @param templatesBuilt templates for which migrations ran
 * @param templatesReused templates that were there already
 * @param waits how many hand-outs took how long, the shortest first; building a template is not part of it
 * @param waitP50 the time that half of the hand-outs took at most
 * @param waitP95 the time that 95 of 100 hand-outs took at most
 * @param waitMax the time that the slowest hand-out took
 */
public record RunReport(
        long databases,
        long clones,
        long recycled,
        Map<String, Long> notRecycled,
        long kept,
        long leaks,
        long templatesBuilt,
        long templatesReused,
        List<Waits> waits,
        Duration waitP50,
        Duration waitP95,
        Duration waitMax) {

    private static final int MOST_REASONS = 3;

    /**
     * Copies the list and the map.
     *
     * @param databases test databases handed out
     * @param clones clones made
     * @param recycled used databases that may be handed out again
     * @param notRecycled used databases that were looked at and dropped, by the reason
     * @param kept test databases that were kept
     * @param leaks sessions that were found open when their test had ended
     * @param templatesBuilt templates for which migrations ran
     * @param templatesReused templates that were there already
     * @param waits how many hand-outs took how long, the shortest first
     * @param waitP50 the time that half of the hand-outs took at most
     * @param waitP95 the time that 95 of 100 hand-outs took at most
     * @param waitMax the time that the slowest hand-out took
     */
    public RunReport {
        notRecycled = Map.copyOf(notRecycled);
        waits = List.copyOf(waits);
    }

    /**
     * Hand-outs that took about the same time.
     *
     * @param atLeast none took less
     * @param below all took less; the last one's is longer than any test waits
     * @param count how many there were
     */
    public record Waits(Duration atLeast, Duration below, long count) {

        /**
         * Returns the line of a histogram.
         *
         * @return for example {@code 10 ms to 20 ms: 42}
         */
        @Override
        public String toString() {
            return atLeast.toMillis() + " ms to " + below.toMillis() + " ms: " + count;
        }
    }

    /**
     * Returns the report as one line for people.
     *
     * @return the line that ends a run
     */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d databases handed out (waited p50 %s, p95 %s, max %s)%s, %d kept%s; templates: %d built, %d reused",
                databases,
                millis(waitP50),
                millis(waitP95),
                millis(waitMax),
                recycling(),
                kept,
                leaks == 0 ? "" : ", " + leaks + " sessions left open",
                templatesBuilt,
                templatesReused);
    }

    private String recycling() {
        long dropped = notRecycled.values().stream().mapToLong(Long::longValue).sum();
        if (recycled + dropped == 0) {
            return "";
        }
        String reasons = notRecycled.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_REASONS)
                .map(entry -> entry.getValue() + ": " + entry.getKey())
                .collect(Collectors.joining("; ", " (", ")"));
        return ", " + recycled + " recycled" + (dropped == 0 ? "" : ", " + dropped + " not" + reasons);
    }

    private static String millis(Duration duration) {
        return String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6);
    }
}
