package org.pgtestdb4j.benchmarks;

import java.io.IOException;

/**
 * One way to do what is measured.
 *
 * <p>What {@link ChildJvm} shall run is a public class with a public constructor that takes a {@code List<String>}.
 */
@FunctionalInterface
public interface Contender extends AutoCloseable {

    /**
     * Does it once.
     *
     * @return the value of this round, in the unit of the comparison; what is prepared before and removed afterwards need not count
     * @throws Exception if anything goes wrong; the run ends then
     */
    double once() throws Exception;

    /**
     * Removes what all rounds had together. By default there is nothing.
     *
     * @throws IOException if it cannot be removed
     */
    @Override
    default void close() throws IOException {}

    /**
     * Takes the time of something.
     *
     * @param action what to do
     * @return how long it took, in milliseconds
     * @throws Exception what the action throws
     */
    static double millis(Action action) throws Exception {
        long start = System.nanoTime();
        action.run();
        return (System.nanoTime() - start) / 1e6;
    }

    /** Something that takes time. */
    @FunctionalInterface
    interface Action {

        /**
         * Does it.
         *
         * @throws Exception whatever goes wrong
         */
        void run() throws Exception;
    }
}
