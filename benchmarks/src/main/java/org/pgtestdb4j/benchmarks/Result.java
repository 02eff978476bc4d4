package org.pgtestdb4j.benchmarks;

import org.jspecify.annotations.Nullable;

/**
 * What came out for one of our contenders, alone or against one peer.
 *
 * @param name benchmark and contender
 * @param value the median of all rounds
 * @param unit of both values
 * @param peer what it was compared with
 * @param peerValue the peer's median, in the same run
 */
record Result(
        String name,
        double value,
        String unit,
        @Nullable String peer,
        @Nullable Double peerValue) {

    static Result alone(String name, double value, String unit) {
        return new Result(name, value, unit, null, null);
    }

    /** Our value as a part of the peer's; below 1 is less. */
    @Nullable
    Double ratio() {
        return peerValue == null ? null : value / peerValue;
    }
}
