package org.pgtestdb4j;

import java.time.Duration;
import java.util.Locale;

/**
 * What an engine has done so far.
 *
 * @param databases test databases handed out
 * @param kept those of them that were kept
 * @param templatesBuilt templates for which migrations ran
 * @param templatesReused templates that were there already
 * @param waitP50 the time that half of the hand-outs took at most
 * @param waitP95 the time that 95 of 100 hand-outs took at most
 * @param waitMax the time that the slowest hand-out took; building a template is not part of it
 */
public record RunReport(
        long databases,
        long kept,
        long templatesBuilt,
        long templatesReused,
        Duration waitP50,
        Duration waitP95,
        Duration waitMax) {

    /**
     * Returns the report as one line for people.
     *
     * @return the line that ends a run
     */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d databases handed out (waited p50 %s, p95 %s, max %s), %d kept; templates: %d built, %d reused",
                databases,
                millis(waitP50),
                millis(waitP95),
                millis(waitMax),
                kept,
                templatesBuilt,
                templatesReused);
    }

    private static String millis(Duration duration) {
        return String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6);
    }
}
