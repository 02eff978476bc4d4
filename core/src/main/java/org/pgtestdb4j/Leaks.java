package org.pgtestdb4j;

/** What happens when a test leaves sessions open on its database. Whatever it is, they are ended when the database is dropped. */
public enum Leaks {

    /** What the setting {@code pgtestdb4j.leaks} says; without it {@link #WARN}. */
    DEFAULT,

    /** A WARN line names the test, what the session last ran and, for a connection of our data source, where it was taken. */
    WARN,

    /**
     * A test that has passed fails by a {@link LeakException} that says the same. Its end then waits until the server has looked, which takes
     * milliseconds, and where sessions are open, until those that are just ending had a moment to go: 200 ms at most.
     */
    FAIL,

    /** Nobody looks. */
    IGNORE
}
