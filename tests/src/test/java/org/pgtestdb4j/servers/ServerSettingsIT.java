package org.pgtestdb4j.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.pgtestdb4j.MigrationException;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.ServerException;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.embedded.EmbeddedPostgres;
import org.pgtestdb4j.embedded.EmbeddedPostgresBuilder;
import org.pgtestdb4j.fixture.Await;
import org.pgtestdb4j.fixture.CapturedErr;
import org.pgtestdb4j.fixture.Migrators;
import org.pgtestdb4j.fixture.Query;
import org.pgtestdb4j.fixture.TestServer;
import org.pgtestdb4j.internal.engine.LingeringEngines;

/** Servers that somebody has set up in his own way, or sets up in another one during the run. */
class ServerSettingsIT {

    private static final int FIRST_MAJOR_WITH_TRANSACTION_TIMEOUT = 17;

    /** What our sessions hold is lost with them. */
    private static final String HOLDING_LOCKS =
            "SELECT pid FROM pg_stat_activity WHERE application_name ~ '^pgtestdb4j/.*/(lease|templates)$' ORDER BY pid";

    @TempDir
    Path temporary;

    private static List<String> admin(EmbeddedPostgres server, String database, String sql) throws SQLException {
        try (Connection admin = TestServer.open(server.url(database))) {
            return Query.column(admin, sql);
        }
    }

    private static void run(EmbeddedPostgres server, String database, String... statements) throws SQLException {
        try (Connection admin = TestServer.open(server.url(database))) {
            for (String statement : statements) {
                Query.run(admin, statement);
            }
        }
    }

    private static PgTestDb.Builder on(String url) {
        return PgTestDb.builder().url(TestServer.unshared(url));
    }

    private static Migrator city() {
        return Migrators.sql("CREATE TABLE city (name text); INSERT INTO city VALUES ('it''s Ulm')");
    }

    /** Does all that there is to do, and sees that nothing was said and nothing is left. */
    private static void assertServes(EmbeddedPostgres server, String url) throws Exception {
        Migrator lower = city();
        Migrator upper = lower.then(Migrators.sql("INSERT INTO city VALUES ('Aix')"));
        try (CapturedErr err = CapturedErr.start()) {
            for (String recycle : List.of("false", "true")) {
                try (PgTestDb pg = on(url).setting("pgtestdb4j.recycle", recycle)
                        .setting("pgtestdb4j.pool.size", "1")
                        .open()) {
                    for (int i = 0; i < 6; i++) {
                        try (TestDatabase database = pg.database(i % 2 == 0 ? lower : upper)) {
                            assertThat(Query.value(database, "SELECT count(*) FROM city"))
                                    .isEqualTo(i % 2 == 0 ? "1" : "2");
                            Query.run(database, "INSERT INTO city VALUES ('Rom')");
                        }
                    }
                    assertThat(pg.report().templatesBuilt()).isEqualTo(recycle.equals("true") ? 0 : 2);
                    Await.until(
                            "those that were used are dropped",
                            () -> admin(server, "pgtestdb4j", "SELECT name FROM registry.database")
                                            .size()
                                    <= 2);
                }
                assertNothingIsLeft(server);
            }
            assertThat(err.text()).doesNotContain("WARN", "ERROR");
        }
    }

    private static void assertNothingIsLeft(EmbeddedPostgres server) throws Exception {
        Await.untilHolds(() -> {
            LingeringEngines.end();
            assertThat(admin(server, "pgtestdb4j", """
                            SELECT datname FROM pg_database WHERE datname ~ '^pgtestdb4j_[bc]_'
                            UNION ALL SELECT name FROM registry.database
                            UNION ALL SELECT id FROM registry.owner
                            UNION ALL SELECT application_name FROM pg_stat_activity WHERE application_name LIKE 'pgtestdb4j/%'""")).isEmpty();
        });
    }

    @Test
    void mayBeAnything() throws Exception {
        EmbeddedPostgresBuilder odd = EmbeddedPostgres.builder()
                .conf("standard_conforming_strings", "off")
                .conf("IntervalStyle", "sql_standard")
                .conf("DateStyle", "German, DMY")
                .conf("TimeZone", "Asia/Kathmandu")
                .conf("default_transaction_isolation", "serializable")
                .conf("default_transaction_deferrable", "on")
                .conf("bytea_output", "escape")
                .conf("extra_float_digits", "-10")
                .conf("array_nulls", "off")
                .conf("transform_null_equals", "on")
                .conf("quote_all_identifiers", "on")
                .conf("row_security", "off")
                .conf("plan_cache_mode", "force_generic_plan")
                .conf("enable_seqscan", "off")
                .conf("password_encryption", "md5")
                .conf("track_activities", "off")
                .conf("track_activity_query_size", "100")
                .conf("lock_timeout", "1s")
                .conf("idle_in_transaction_session_timeout", "1s")
                .conf("log_statement", "all")
                .conf("log_min_messages", "debug5")
                .conf("client_min_messages", "debug5");
        try (EmbeddedPostgres server = odd.start()) {
            assertServes(server, server.url());
        }
    }

    /** What waits for its next job is not what such a limit is meant for. */
    @Test
    void mayEndIdleSessions() throws Exception {
        Migrator city = city();
        try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
            // Sessions that are idle already go on without a limit when the server reads its settings again.
            run(server, "postgres", "ALTER ROLE postgres SET idle_session_timeout = '500ms'");
            try (PgTestDb pg = on(server.url()).open();
                    TestDatabase first = pg.database(city)) {
                run(
                        server,
                        "postgres",
                        "ALTER SYSTEM SET idle_session_timeout = '500ms'",
                        "ALTER SYSTEM SET idle_in_transaction_session_timeout = '500ms'",
                        "SELECT pg_reload_conf()");
                List<String> holdingLocks = admin(server, "postgres", HOLDING_LOCKS);
                assertThat(holdingLocks).hasSize(2);
                for (int i = 0; i < 3; i++) {
                    String begin = admin(server, "postgres", "SELECT now()").get(0);
                    Await.until(
                            "our own have been idle for longer than that",
                            () -> admin(
                                            server,
                                            "postgres",
                                            "SELECT now() > '" + begin + "'::timestamptz + interval '1200 ms'")
                                    .equals(List.of("t")));
                    try (TestDatabase database = pg.database(city)) {
                        assertThat(Query.value(database, "SELECT count(*) FROM city"))
                                .isEqualTo("1");
                    }
                    assertThat(Query.value(first, "SELECT count(*) FROM city")).isEqualTo("1");
                }
                assertThat(admin(server, "postgres", HOLDING_LOCKS)).isEqualTo(holdingLocks);
            }
            assertNothingIsLeft(server);
        }
    }

    /** Tests see that, as they would without us; what we do goes on. */
    @Test
    void mayBecomeReadOnlyDuringTheRun() throws Exception {
        Migrator city = city();
        try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
            try (PgTestDb pg = on(server.url()).open()) {
                pg.database(city).close();
                run(
                        server,
                        "postgres",
                        "ALTER SYSTEM SET default_transaction_read_only = on",
                        "SELECT pg_reload_conf()");
                Await.until(
                        "it is",
                        () -> admin(server, "postgres", "SHOW default_transaction_read_only")
                                .equals(List.of("on")));

                for (int i = 0; i < 4; i++) {
                    try (TestDatabase database = pg.database(city)) {
                        assertThat(Query.value(database, "SELECT count(*) FROM city"))
                                .isEqualTo("1");
                        assertThatThrownBy(() -> Query.run(database, "INSERT INTO city VALUES ('Rom')"))
                                .hasMessageContaining("read-only");
                    }
                }
                assertThatThrownBy(() -> pg.database(city()))
                        .isInstanceOf(MigrationException.class)
                        .hasMessageContaining("cannot execute CREATE TABLE in a read-only transaction");
            }
            Await.until("only what the failed migration left is there", () -> {
                LingeringEngines.end();
                return admin(server, "pgtestdb4j", "SELECT kind || ' ' || state FROM registry.database")
                        .equals(List.of("build kept"));
            });
        }
    }

    @Test
    void mayHaveRoomForFewLocks() throws Exception {
        String tables = IntStream.range(0, 500)
                .mapToObj(i -> "CREATE TABLE t" + i + " (id serial PRIMARY KEY, name text)")
                .collect(Collectors.joining(";"));
        Migrator oneByOne = Migrator.of(Migrators.newHash(), url -> {
            try (Connection connection = TestServer.open(url)) {
                for (String statement : tables.split(";")) {
                    Query.run(connection, statement);
                }
                Query.run(connection, "INSERT INTO t7 (name) VALUES ('Ulm')");
            }
        });
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                .conf("max_locks_per_transaction", "10")
                .conf("max_connections", "40")
                .start()) {
            for (String strategy : List.of("file_copy", "wal_log")) {
                try (PgTestDb pg = on(server.url())
                                .setting("pgtestdb4j.clone.strategy", strategy)
                                .setting("pgtestdb4j.recycle", "true")
                                .open();
                        TestDatabase first = pg.database(oneByOne);
                        TestDatabase second = pg.database(oneByOne)) {
                    assertThat(Query.value(first, "SELECT name FROM t7")).isEqualTo("Ulm");
                    assertThat(Query.value(second, "SELECT name FROM t7")).isEqualTo("Ulm");
                    assertThatThrownBy(() -> pg.database(Migrators.sql(tables)))
                            .isInstanceOf(MigrationException.class)
                            .hasMessageContaining("max_locks_per_transaction");
                }
                LingeringEngines.end(); // its connections are for the next
            }
        }
    }

    /** A few sessions are our own; what is left is for migrations and tests. */
    @Test
    void mayHaveJustEnoughConnections() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                .conf("max_connections", "16")
                .conf("superuser_reserved_connections", "3")
                .conf("max_wal_senders", "0")
                .start()) {
            assertServes(server, server.url());
        }
    }

    @Test
    void mayHaveTooFewConnectionsWhichIsSaid() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                .conf("max_connections", "7")
                .conf("superuser_reserved_connections", "3")
                .conf("max_wal_senders", "0")
                .start()) {
            try (PgTestDb pg = on(server.url()).open()) {
                assertThatThrownBy(() -> pg.database(city()))
                        .isInstanceOf(ServerException.class)
                        .hasMessageContainingAll("got no connection", ":" + server.port(), "raise the limit");
            }
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void mayInsistOnEncryption() throws Exception {
        Path key = temporary.resolve("server.key");
        Path certificate = temporary.resolve("server.crt");
        makeCertificate(key, certificate);
        EmbeddedPostgresBuilder encrypting = EmbeddedPostgres.builder()
                .conf("ssl", "on")
                .conf("ssl_key_file", key.toString())
                .conf("ssl_cert_file", certificate.toString())
                .hba("host all postgres 127.0.0.1/32 scram-sha-256")
                .hba("hostnossl all all 127.0.0.1/32 reject");
        try (EmbeddedPostgres server = encrypting.start()) {
            run(server, "postgres", "CREATE ROLE boss LOGIN SUPERUSER PASSWORD 's3cret'");
            String url = "jdbc:postgresql://127.0.0.1:" + server.port() + "/postgres?user=boss&password=s3cret";

            assertServes(server, url);
            assertServes(server, url + "&sslmode=require");
            assertThatThrownBy(() -> on(url + "&sslmode=disable").open().close())
                    .isInstanceOf(ServerException.class)
                    .hasMessageContainingAll("boss@127.0.0.1:" + server.port(), "no encryption", "pgtestdb4j.url")
                    .hasMessageNotContaining("s3cret");
            try (PgTestDb pg = on(url + "&sslmode=require").open();
                    TestDatabase database = pg.database(city());
                    Connection byUrl = TestServer.open(database.url())) {
                assertThat(Query.value(byUrl, "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"))
                        .isEqualTo("t");
                assertThat(database.libpqUri()).hasQuery("sslmode=require");
            }
        }
    }

    /** The server runs as somebody else if the tests run as root. */
    private void makeCertificate(Path key, Path certificate) throws Exception {
        assumeTrue(succeeds("openssl", "version"), "no openssl");
        assertThat(succeeds(
                        "openssl",
                        "req",
                        "-new",
                        "-x509",
                        "-days",
                        "2",
                        "-nodes",
                        "-subj",
                        "/CN=localhost",
                        "-keyout",
                        key.toString(),
                        "-out",
                        certificate.toString()))
                .isTrue();
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        if (System.getProperty("user.name", "").equals("root")) {
            try (EmbeddedPostgres any = EmbeddedPostgres.start()) {
                Path data =
                        Path.of(admin(any, "postgres", "SHOW data_directory").get(0));
                Files.setOwner(key, Files.getOwner(data));
            }
            Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private static boolean succeeds(String... command) throws Exception {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (java.io.IOException e) {
            return false;
        }
    }

    /** Databases of ours have nothing of what somebody put where others are copied from. */
    @Test
    void mayHaveATemplate1FullOfTraps() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
            run(
                    server,
                    "template1",
                    "CREATE TABLE city (x int)",
                    "CREATE SCHEMA registry",
                    "CREATE TABLE registry.layout (x int)",
                    "CREATE EXTENSION hstore",
                    "ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO PUBLIC",
                    "DROP SCHEMA public CASCADE",
                    "ALTER DATABASE template1 SET default_transaction_read_only = on");
            assertServes(server, server.url());
        }
    }

    /** Nobody's triggers reach our databases; where somebody looks at all who log in, that is one more session. */
    @Test
    void mayHaveEventTriggers() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
            for (String database : List.of("template1", "postgres")) {
                run(server, database, """
                        CREATE FUNCTION deny() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no % here', tg_tag; END $$;
                        CREATE EVENT TRIGGER deny ON ddl_command_start EXECUTE FUNCTION deny()""");
            }
            if (majorOf(server) >= FIRST_MAJOR_WITH_TRANSACTION_TIMEOUT) {
                run(
                        server,
                        "postgres",
                        "ALTER EVENT TRIGGER deny DISABLE",
                        """
                        CREATE FUNCTION greet() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
                          RAISE NOTICE 'welcome'; PERFORM set_config('search_path', 'nowhere', false); END $$;
                        CREATE EVENT TRIGGER greet ON login EXECUTE FUNCTION greet();
                        ALTER EVENT TRIGGER greet ENABLE ALWAYS""",
                        "ALTER EVENT TRIGGER deny ENABLE ALWAYS");
            }
            assertServes(server, server.url());
        }
    }

    private static int majorOf(EmbeddedPostgres server) throws SQLException {
        return Integer.parseInt(
                        admin(server, "postgres", "SHOW server_version_num").get(0))
                / 10_000;
    }
}
