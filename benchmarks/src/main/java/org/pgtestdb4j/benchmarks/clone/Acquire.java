package org.pgtestdb4j.benchmarks.clone;

import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.benchmarks.Bench;
import org.pgtestdb4j.benchmarks.Benchmark;
import org.pgtestdb4j.benchmarks.Contender;
import org.pgtestdb4j.benchmarks.Server;
import org.pgtestdb4j.internal.clone.Clone;

/** A hand-out of a clone that nobody made ahead, beside a bare {@code CREATE DATABASE} of the same template on the same server. */
public final class Acquire implements Benchmark {

    private static final int[] TABLES = {10, 100, 500};
    private static final int WARM_UPS = 5;
    private static final int ROUNDS = 31;

    private final AtomicInteger number = new AtomicInteger();

    /** Called by {@link java.util.ServiceLoader}. */
    public Acquire() {}

    @Override
    public String name() {
        return "acquire";
    }

    @Override
    public void run(Bench bench) throws Exception {
        for (int tables : TABLES) {
            Migrator migrator = Migrator.of("chain-" + tables, url -> createTables(url, tables));
            try (OwnClones own = new OwnClones(bench.server().url(), migrator);
                    Connection admin = Server.connect(bench.server().url())) {
                bench.sideBySide("ms")
                        .ours(tables + " tables", () -> acquire(own))
                        .peer("bare CREATE DATABASE", () -> createBare(admin, own.template()))
                        .run(WARM_UPS, ROUNDS);
            }
        }
    }

    private static double acquire(OwnClones own) throws Exception {
        Clone[] clone = new Clone[1];
        double millis = Contender.millis(() -> clone[0] = own.acquire());
        own.drop(clone[0]);
        return millis;
    }

    private double createBare(Connection admin, String template) throws Exception {
        String name = "benchmark_bare_" + number.incrementAndGet();
        try (Statement statement = admin.createStatement()) {
            double millis = Contender.millis(() ->
                    statement.execute("CREATE DATABASE " + name + " TEMPLATE " + template + " STRATEGY file_copy"));
            statement.execute("DROP DATABASE " + name);
            return millis;
        }
    }

    /** Each table refers to the one before. */
    private static void createTables(String url, int tables) throws Exception {
        String sql = IntStream.range(0, tables)
                .mapToObj(i -> "CREATE TABLE t" + i + " (id int PRIMARY KEY, name text UNIQUE, previous int"
                        + (i == 0 ? "" : " REFERENCES t" + (i - 1)) + ")")
                .collect(Collectors.joining(";\n"));
        try (Connection connection = Server.connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
