package org.pgtestdb4j.binding;

/** How a test, or a class of tests, ended. */
public sealed interface Outcome {

    /** It did what it should. */
    record Passed() implements Outcome {}

    /**
     * It failed.
     *
     * @param failure what the framework will report; notes about kept databases are attached to it
     */
    record Failed(Throwable failure) implements Outcome {}

    /** It was given up before it could tell, for example by an assumption. */
    record Aborted() implements Outcome {}
}
