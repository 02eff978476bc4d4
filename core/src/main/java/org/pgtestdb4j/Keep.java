package org.pgtestdb4j;

/** When a database outlives its test. */
public enum Keep {

    /** What the setting {@code pgtestdb4j.keep} says; without it {@link #ON_FAILURE}. */
    DEFAULT,

    /** Kept when the test failed; an aborted test did not fail. */
    ON_FAILURE,

    /** Always kept. */
    ALWAYS,

    /** Never kept. */
    NEVER
}
