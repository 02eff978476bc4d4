package org.pgtestdb4j.benchmarks;

/** Something that {@code benchmarks/run} can measure. Register the class in {@code META-INF/services}. */
public interface Benchmark {

    /**
     * Names the benchmark for the command line.
     *
     * @return a text without blanks, such as {@code flyway-cold}
     */
    String name();

    /**
     * Measures.
     *
     * @param bench has a server and a directory, and takes the contenders
     * @throws Exception if anything goes wrong; nothing is measured then
     */
    void run(Bench bench) throws Exception;
}
