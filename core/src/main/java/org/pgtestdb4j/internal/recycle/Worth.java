package org.pgtestdb4j.internal.recycle;

import java.time.Duration;

/**
 * Measures whether it pays to recycle the clones of one template: what it costs, how often it succeeds, and what it costs to clone and to drop in its place.
 * Where it does not pay, it is still tried now and then, for the next tests may be of another kind. Safe for use by several threads.
 */
final class Worth {

    /** The first ones of a run are slow and say little. */
    static final int MEANINGFUL_FROM = 16;

    /** One of so many is tried although it does not pay. */
    static final int TRY_EVERY = 16;

    private static final double WEIGHT_OF_LAST = 0.1;

    private double clone;
    private double drop;
    private double recycle;
    private double success = 1;
    private int clones;
    private int drops;
    private int tries;
    private int refused;

    /** Notes what it cost to clone. */
    synchronized void cloned(Duration time) {
        clone = average(clone, clones, (double) time.toNanos());
        clones++;
    }

    /** Notes what it cost to drop. */
    synchronized void dropped(Duration time) {
        drop = average(drop, drops, (double) time.toNanos());
        drops++;
    }

    /** Notes what it cost to look at a used clone, and to restore it if that was done. */
    synchronized void tried(Duration time, boolean pristine) {
        recycle = average(recycle, tries, (double) time.toNanos());
        success = average(success, tries, pristine ? 1 : 0);
        tries++;
    }

    private static double average(double before, int count, double last) {
        double weight = Math.max(WEIGHT_OF_LAST, 1.0 / (count + 1));
        return before * (1 - weight) + last * weight;
    }

    /** Tells whether it pays, as far as is known. */
    synchronized boolean pays() {
        return tries < MEANINGFUL_FROM || clones == 0 || recycle < success * (clone + drop);
    }

    /** Tells whether to try with the next one. */
    synchronized boolean tryNext() {
        if (pays()) {
            return true;
        }
        refused++;
        return refused % TRY_EVERY == 0;
    }
}
