package org.pgtestdb4j.benchmarks.suite;

import java.time.Duration;
import java.util.Map;
import org.pgtestdb4j.benchmarks.Bench;
import org.pgtestdb4j.benchmarks.Benchmark;
import org.pgtestdb4j.benchmarks.TableFiles;
import org.pgtestdb4j.flyway.FlywayMigrator;

/**
 * How many tests there are in a second if they take no time themselves. Where ours is done, a few databases may be left to be dropped; the
 * others have dropped theirs.
 */
public final class Throughput implements Benchmark {

    private static final int[] THREADS = {1, 4, 16};
    private static final int TESTS = 100;
    private static final int WARM_UPS = 1;
    private static final int ROUNDS = 3;

    /** For the service loader. */
    public Throughput() {}

    @Override
    public String name() {
        return "throughput";
    }

    @Override
    public void run(Bench bench) throws Exception {
        String url = bench.server().url();
        String migrations =
                TableFiles.write(bench.directory(), "V%d__tables.sql").toString();
        FlywayMigrator migrator = FlywayMigrator.of("filesystem:" + migrations);
        for (int threads : THREADS) {
            Suite suite = new Suite(threads, TESTS, Duration.ZERO, TableFiles.insertsInto(TableFiles.TABLES));
            try (OwnDatabases own = new OwnDatabases(url, migrator, Map.of());
                    OwnDatabases unready = new OwnDatabases(url, migrator, Map.of("pgtestdb4j.pool.size", "0"));
                    OwnDatabases recycled = new OwnDatabases(url, migrator, Map.of("pgtestdb4j.recycle", "true"));
                    BareDatabases bare = new BareDatabases(url, own.template())) {
                bench.sideBySide("tests/s")
                        .ours(threads + " at a time", () -> suite.run(own).perSecond())
                        .ours(
                                threads + " at a time, nothing made ahead",
                                () -> suite.run(unready).perSecond())
                        .ours(
                                threads + " at a time, recycled",
                                () -> suite.run(recycled).perSecond())
                        .peer(
                                "bare CREATE and DROP DATABASE",
                                () -> suite.run(bare).perSecond())
                        .run(WARM_UPS, ROUNDS);
            }
        }
    }
}
