package org.pgtestdb4j;

/** What the tests of a class see of each other's writes. */
public enum Isolation {

    /** What the setting {@code pgtestdb4j.isolation} says; without it {@link #DATABASE}. */
    DEFAULT,

    /** Every test has a database of its own and sees nothing of any other. */
    DATABASE,

    /** The tests of one class share a database and see each other's writes. */
    SHARED
}
