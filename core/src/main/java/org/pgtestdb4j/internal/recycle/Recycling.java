package org.pgtestdb4j.internal.recycle;

/** Whether used clones are handed out again. */
public enum Recycling {
    /** Where that costs less than to clone. */
    AUTO,

    /** Wherever it can be proven to make no difference. */
    TRUE,

    /** Never. */
    FALSE
}
