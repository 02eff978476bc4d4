package org.pgtestdb4j.benchmarks.suite;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.benchmarks.Bench;
import org.pgtestdb4j.benchmarks.Benchmark;
import org.pgtestdb4j.benchmarks.Server;
import org.pgtestdb4j.benchmarks.TableFiles;

/** What a test costs in all, one after another, as the schema and its rows grow. */
public final class Growth implements Benchmark {

    private static final int TESTS = 40;
    private static final int WARM_UPS = 1;
    private static final int ROUNDS = 3;

    private static final String SEED = """
            CREATE TABLE seeded (id int PRIMARY KEY, name text);
            INSERT INTO seeded SELECT i, 'row ' || i FROM generate_series(1, 100000) AS i;
            """;

    private static final List<String> UPDATE = List.of("UPDATE seeded SET name = 'other' WHERE id = 50000");

    /** For the service loader. */
    public Growth() {}

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public void run(Bench bench) throws Exception {
        for (int tables : List.of(10, 100, 500)) {
            compare(bench, tables + " tables", TableFiles.chainOf(tables), TableFiles.insertsInto(tables));
        }
        String seeded = TableFiles.chainOf(100) + SEED;
        compare(bench, "100 tables, 100,000 rows in another", seeded, TableFiles.insertsInto(100));
        compare(bench, "100 tables, 100,000 rows in another, one updated", seeded, UPDATE);
    }

    private static void compare(Bench bench, String name, String sql, List<String> writing) throws Exception {
        String url = bench.server().url();
        Suite suite = new Suite(1, TESTS, Duration.ZERO, writing);
        try (OwnDatabases own =
                        new OwnDatabases(url, Migrator.of("growth: " + sql, database -> run(database, sql)), Map.of());
                OwnDatabases recycled = new OwnDatabases(
                        url,
                        Migrator.of("growth: " + sql, database -> run(database, sql)),
                        Map.of("pgtestdb4j.recycle", "auto"));
                BareDatabases bare = new BareDatabases(url, own.template())) {
            bench.sideBySide("ms a test")
                    .ours(name, () -> 1_000 / suite.run(own).perSecond())
                    .ours(name + ", recycled", () -> 1_000 / suite.run(recycled).perSecond())
                    .peer(
                            "bare CREATE and DROP DATABASE",
                            () -> 1_000 / suite.run(bare).perSecond())
                    .run(WARM_UPS, ROUNDS);
        }
    }

    private static void run(String url, String sql) throws SQLException {
        try (Connection connection = Server.connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
