package org.pgtestdb4j.benchmarks.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.pgtestdb4j.benchmarks.Bench;
import org.pgtestdb4j.benchmarks.Benchmark;
import org.pgtestdb4j.benchmarks.Contender;
import org.pgtestdb4j.embedded.EmbeddedPostgres;
import org.pgtestdb4j.embedded.EmbeddedPostgresBuilder;

/** What the shared server's settings gain: one server with all of ours, and others that differ in one of them. */
public final class ServerSettings implements Benchmark {

    private static final int TABLES = 100;
    private static final int COMMITS = 200;
    private static final int LOG_MESSAGES = 60;

    /** For the service loader. */
    public ServerSettings() {}

    @Override
    public String name() {
        return "server-settings";
    }

    @Override
    public void run(Bench bench) throws Exception {
        measure(bench, "clone and drop a database of 100 tables", everyday(), ServerSettings::cloneAndDrop);
        measure(bench, "200 commits of a row", everyday(), ServerSettings::commit);
        measure(
                bench,
                "200 commits of a row, in the directory for temporary files",
                slowOnDisks(bench),
                ServerSettings::commit);
        start(bench);
        writtenByAClone(bench);
        memoryOfTheLog(bench);
    }

    /** Each with another value than ours. */
    private static Map<String, UnaryOperator<EmbeddedPostgresBuilder>> everyday() {
        Map<String, UnaryOperator<EmbeddedPostgresBuilder>> others = new LinkedHashMap<>();
        add(others, "fsync", "on");
        add(others, "full_page_writes", "on");
        add(others, "synchronous_commit", "on");
        add(others, "wal_level", "replica");
        add(others, "max_wal_size", "64MB");
        add(others, "max_wal_size", "4GB");
        add(others, "shared_buffers", "16MB");
        add(others, "shared_buffers", "512MB");
        add(others, "shared_buffers", "2GB");
        add(others, "autovacuum", "on");
        add(others, "log_checkpoints", "on");
        add(others, "jit", "on");
        add(others, "wal_init_zero", "off");
        add(others, "wal_recycle", "off");
        add(others, "wal_skip_threshold", "0");
        add(others, "bgwriter_lru_maxpages", "0");
        others.put("with checksums", builder -> builder.initdb("--data-checksums"));
        return others;
    }

    private static void add(Map<String, UnaryOperator<EmbeddedPostgresBuilder>> others, String setting, String value) {
        others.put(setting + " = " + value, builder -> builder.conf(setting, value));
    }

    private static Map<String, UnaryOperator<EmbeddedPostgresBuilder>> slowOnDisks(Bench bench) throws IOException {
        // If root runs this, the server is somebody else's
        Files.setPosixFilePermissions(bench.directory(), PosixFilePermissions.fromString("rwxr-xr-x"));
        Map<String, UnaryOperator<EmbeddedPostgresBuilder>> others = new LinkedHashMap<>();
        others.put("", builder -> builder.directory(bench.directory().resolve("ours")));
        others.put(
                "fsync and synchronous_commit = on",
                builder -> builder.directory(bench.directory().resolve("durable"))
                        .conf("fsync", "on")
                        .conf("synchronous_commit", "on"));
        return others;
    }

    private static void measure(
            Bench bench, String name, Map<String, UnaryOperator<EmbeddedPostgresBuilder>> others, Work work)
            throws Exception {
        UnaryOperator<EmbeddedPostgresBuilder> ours = others.getOrDefault("", UnaryOperator.identity());
        for (Map.Entry<String, UnaryOperator<EmbeddedPostgresBuilder>> other : others.entrySet()) {
            if (!other.getKey().isEmpty()) {
                // By pairs, as a dozen servers with their buffers take gigabytes
                bench.sideBySide("ms")
                        .ours(name, new Prepared(ours, timed(work)))
                        .peer(other.getKey(), new Prepared(other.getValue(), timed(work)))
                        .run(3, 15);
            }
        }
    }

    private interface Work {
        void on(Statement statement) throws SQLException;
    }

    private interface Measured {
        double on(Statement statement) throws Exception;
    }

    private static Measured timed(Work work) {
        return statement -> Contender.millis(() -> work.on(statement));
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

    private static void start(Bench bench) throws Exception {
        bench.sideBySide("ms")
                .ours("a start", started(UnaryOperator.identity()))
                .peer("max_connections = 100", started(builder -> builder.conf("max_connections", "100")))
                .peer(
                        "max_locks_per_transaction = 64",
                        started(builder -> builder.conf("max_locks_per_transaction", "64")))
                .peer("shared_buffers = 16MB", started(builder -> builder.conf("shared_buffers", "16MB")))
                .peer(
                        "dynamic_shared_memory_type = posix",
                        started(builder -> builder.conf("dynamic_shared_memory_type", "posix")))
                .peer("initdb --wal-segsize=16", started(builder -> builder.initdb("--wal-segsize=16")))
                .run(2, 12);
    }

    private static Contender started(UnaryOperator<EmbeddedPostgresBuilder> other) {
        return () -> {
            EmbeddedPostgresBuilder builder = other.apply(asShared());
            long start = System.nanoTime();
            try (EmbeddedPostgres postgres = builder.start()) {
                double millis = (System.nanoTime() - start) / 1e6;
                return postgres.isRunning() ? millis : Double.NaN;
            }
        };
    }

    private static void writtenByAClone(Bench bench) throws Exception {
        bench.sideBySide("MB")
                .ours("log written for a clone", new Prepared(UnaryOperator.identity(), ServerSettings::logOfAClone))
                .peer(
                        "wal_level = replica",
                        new Prepared(builder -> builder.conf("wal_level", "replica"), ServerSettings::logOfAClone))
                .run(1, 5);
    }

    private static double logOfAClone(Statement statement) throws SQLException {
        double before = number(statement, "SELECT pg_current_wal_insert_lsn() - '0/0'");
        cloneAndDrop(statement);
        return (number(statement, "SELECT pg_current_wal_insert_lsn() - '0/0'") - before) / 1e6;
    }

    private static void memoryOfTheLog(Bench bench) throws Exception {
        bench.sideBySide("MB")
                .ours(
                        "files of the log after a gigabyte",
                        new Prepared(UnaryOperator.identity(), ServerSettings::logFiles))
                .peer(
                        "max_wal_size = 1GB, min_wal_size = 80MB",
                        new Prepared(
                                builder -> builder.conf("max_wal_size", "1GB").conf("min_wal_size", "80MB"),
                                ServerSettings::logFiles))
                .run(0, 3);
    }

    private static double logFiles(Statement statement) throws SQLException {
        for (int i = 0; i < LOG_MESSAGES; i++) {
            statement.execute("SELECT pg_logical_emit_message(false, '', repeat('x', 10000000))");
        }
        return number(statement, "SELECT sum(size) FROM pg_ls_waldir()") / 1e6;
    }

    private static double number(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getDouble(1);
        }
    }

    /** Set up as the shared server is, where those of one's own differ. */
    private static EmbeddedPostgresBuilder asShared() {
        return EmbeddedPostgres.builder().conf("synchronous_commit", "off").conf("max_locks_per_transaction", "256");
    }

    /** A server with a template. */
    private static final class Prepared implements Contender {

        private final EmbeddedPostgres postgres;
        private final Measured work;

        Prepared(UnaryOperator<EmbeddedPostgresBuilder> other, Measured work) throws SQLException {
            this.postgres = other.apply(asShared()).start();
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
                return work.on(statement);
            }
        }

        @Override
        public void close() throws IOException {
            postgres.close();
        }
    }
}
