package org.pgtestdb4j.benchmarks.embedded;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.pgtestdb4j.benchmarks.Bench;
import org.pgtestdb4j.benchmarks.Benchmark;
import org.pgtestdb4j.benchmarks.Comparison;
import org.pgtestdb4j.benchmarks.Contender;
import org.pgtestdb4j.embedded.EmbeddedPostgres;

/** What the embedded server's settings gain: one server with all of ours, and others that differ in one of them. */
public final class ServerSettings implements Benchmark {

    private static final int TABLES = 100;
    private static final int COMMITS = 200;

    private static final Map<String, Map<String, String>> OTHERS = others();

    /** For the service loader. */
    public ServerSettings() {}

    private static Map<String, Map<String, String>> others() {
        Map<String, Map<String, String>> others = new LinkedHashMap<>();
        others.put("fsync = on", Map.of("fsync", "on"));
        others.put("full_page_writes = on", Map.of("full_page_writes", "on"));
        others.put("synchronous_commit = on", Map.of("synchronous_commit", "on"));
        others.put("wal_level = replica", Map.of("wal_level", "replica"));
        others.put("shared_buffers = 2GB", Map.of("shared_buffers", "2GB"));
        others.put("autovacuum = on", Map.of("autovacuum", "on"));
        return others;
    }

    @Override
    public String name() {
        return "server-settings";
    }

    @Override
    public void run(Bench bench) throws Exception {
        measure(bench, "clone and drop a database of 100 tables", ServerSettings::cloneAndDrop);
        measure(bench, "200 commits of a row", ServerSettings::commit);
    }

    private interface Work {
        void on(Statement statement) throws SQLException;
    }

    private static void measure(Bench bench, String name, Work work) throws Exception {
        Comparison comparison = bench.sideBySide("ms").ours(name, new Prepared(Map.of(), work));
        for (Map.Entry<String, Map<String, String>> other : OTHERS.entrySet()) {
            comparison.peer(other.getKey(), new Prepared(other.getValue(), work));
        }
        comparison.run(3, 25);
    }

    private static void cloneAndDrop(Statement statement) throws SQLException {
        statement.execute("CREATE DATABASE copy TEMPLATE template STRATEGY file_copy");
        statement.execute("DROP DATABASE copy");
    }

    private static void commit(Statement statement) throws SQLException {
        for (int i = 0; i < COMMITS; i++) {
            statement.execute("INSERT INTO item VALUES (" + i + ")");
        }
    }

    /** A server with a template. */
    private static final class Prepared implements Contender {

        private final EmbeddedPostgres postgres;
        private final Work work;

        Prepared(Map<String, String> setting, Work work) throws SQLException {
            var builder = EmbeddedPostgres.builder().conf("synchronous_commit", "off");
            setting.forEach(builder::conf);
            this.postgres = builder.start();
            this.work = work;
            execute("CREATE DATABASE template");
            execute("CREATE TABLE item (id integer)");
            try (Connection session = postgres.dataSource("template").getConnection();
                    Statement statement = session.createStatement()) {
                for (int i = 0; i < TABLES; i++) {
                    statement.execute("CREATE TABLE item_" + i + " (id integer PRIMARY KEY, name text UNIQUE)");
                }
            }
        }

        private void execute(String sql) throws SQLException {
            try (Connection session = postgres.dataSource().getConnection();
                    Statement statement = session.createStatement()) {
                statement.execute(sql);
            }
        }

        @Override
        public double once() throws Exception {
            try (Connection session = postgres.dataSource().getConnection();
                    Statement statement = session.createStatement()) {
                return Contender.millis(() -> work.on(statement));
            }
        }

        @Override
        public void close() {
            postgres.close();
        }
    }
}
