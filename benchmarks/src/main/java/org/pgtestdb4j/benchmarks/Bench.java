package org.pgtestdb4j.benchmarks;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.function.Consumer;

/** What a benchmark works with. Not safe for use by several threads. */
public final class Bench {

    private final String benchmark;
    private final ServerOfRun server;
    private final Path directory;
    private final Consumer<Result> results;

    Bench(String benchmark, ServerOfRun server, Path directory, Consumer<Result> results) {
        this.benchmark = benchmark;
        this.server = server;
        this.directory = directory;
        this.results = results;
    }

    /**
     * Returns the server that all benchmarks of this run have together.
     *
     * @return a server of the project's own, which starts when it is first asked for and ends with the run
     * @throws SQLException if it does not let us in
     */
    public Server server() throws SQLException {
        return server.get();
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
