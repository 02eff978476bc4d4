package org.pgtestdb4j.benchmarks;

import java.nio.file.Path;
import java.util.function.Consumer;

/** What a benchmark works with. Not safe for use by several threads. */
public final class Bench {

    private final String benchmark;
    private final Server server;
    private final Path directory;
    private final Consumer<Result> results;

    Bench(String benchmark, Server server, Path directory, Consumer<Result> results) {
        this.benchmark = benchmark;
        this.server = server;
        this.directory = directory;
        this.results = results;
    }

    /**
     * Returns the server that all benchmarks of this run have together.
     *
     * @return a server of the project's own, which ends with the run
     */
    public Server server() {
        return server;
    }

    /**
     * Returns a directory for files.
     *
     * @return an empty directory, deleted after the benchmark
     */
    public Path directory() {
        return directory;
    }

    /**
     * Starts a comparison.
     *
     * @param unit of all values, such as {@code ms}
     * @return a comparison without contenders
     */
    public Comparison sideBySide(String unit) {
        return new Comparison(benchmark, unit, results);
    }
}
