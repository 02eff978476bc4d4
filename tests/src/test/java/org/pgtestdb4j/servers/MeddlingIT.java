package org.pgtestdb4j.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pgtestdb4j.DatabaseException;
import org.pgtestdb4j.Isolation;
import org.pgtestdb4j.Keep;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.PgTestDbException;
import org.pgtestdb4j.ServerException;
import org.pgtestdb4j.Template;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.binding.DatabaseRequest;
import org.pgtestdb4j.binding.Outcome;
import org.pgtestdb4j.binding.TestId;
import org.pgtestdb4j.binding.TestScope;
import org.pgtestdb4j.binding.TestSession;
import org.pgtestdb4j.embedded.EmbeddedPostgres;
import org.pgtestdb4j.fixture.Await;
import org.pgtestdb4j.fixture.CapturedErr;
import org.pgtestdb4j.fixture.Migrators;
import org.pgtestdb4j.fixture.Query;
import org.pgtestdb4j.fixture.TestServer;

/** What administrators, or tests, do to a server during a run, or have done before. */
class MeddlingIT {

    private static final String ROLE = "pgtestdb4j_test";
    private static final int MOST_FAILURES = 10;

    private static TestServer server;

    private final ExecutorService pool = Executors.newSingleThreadExecutor();

    @BeforeAll
    static void start() {
        server = TestServer.start();
        server.external().open().close(); // so that the registry is there, made by an admin without settings
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        pool.shutdownNow();
        server.assertNothingIsLeft();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String useOne(PgTestDb pg, Migrator migrator) throws Exception {
        try (TestDatabase database = pg.database(migrator)) {
            Query.run(database, "INSERT INTO city VALUES ('Ulm')");
            return Query.value(database, "SELECT count(*) FROM city");
        }
    }

    private static Migrator city() {
        return Migrators.sql("CREATE TABLE city (name text)");
    }

    /** Every role may change its own, so that a test can lock all others out. */
    @Test
    void thePasswordOfTheRoleIsSetAgainBeforeTheNextTestNeedsIt() throws Exception {
        Migrator city = city();
        List<TestDatabase> held = new ArrayList<>();
        try (CapturedErr err = CapturedErr.start();
                PgTestDb pg = server.external().open()) {
            held.add(pg.database(city));
            Query.run(held.get(0), "ALTER ROLE current_user PASSWORD 'mine now'");

            Await.until("it is seen while the next ones are made ready", () -> {
                held.add(pg.database(city));
                return err.text().contains("it is set again");
            });

            TestServer.open(held.get(held.size() - 1).url()).close();
            assertThat(err.text())
                    .contains("Somebody changed the password of the role " + ROLE)
                    .doesNotContain("mine now");
            held.forEach(TestDatabase::close);
        }
    }

    @Test
    void thePasswordOfTheRoleIsSetAgainForWhoConnectsThroughTheDataSource() throws Exception {
        try (PgTestDb pg =
                        server.external().setting("pgtestdb4j.pool.size", "0").open();
                TestDatabase database = pg.database(city())) {
            server.run("ALTER ROLE " + ROLE + " PASSWORD 'mine now'");

            assertThatThrownBy(() -> database.dataSource().getConnection())
                    .isInstanceOf(SQLException.class)
                    .hasMessageContainingAll("authentication failed", ROLE, "it is set again")
                    .hasMessageNotContaining(database.password());
            assertThat(Query.value(database, "SELECT 1")).isEqualTo("1");
        }
    }

    /** Nothing is connected ahead here, and the test does not use our data source. */
    @ParameterizedTest
    @EnumSource(names = {"NEVER", "ON_FAILURE"})
    void thePasswordOfTheRoleIsSetAgainWhenATestFailsForIt(Keep keep) throws Exception {
        Map<String, String> parameters =
                Map.of("pgtestdb4j.url", TestServer.unshared(server.url()), "pgtestdb4j.pool.size", "0");
        try (TestSession session = TestSession.open(name -> Optional.ofNullable(parameters.get(name)))) {
            TestScope test = session.ofClass(
                            new TestId("OrdersTest", ""),
                            List.of(new DatabaseRequest("", List.of(), city(), Isolation.DEFAULT, keep)))
                    .test(new TestId("OrdersTest", "storesAnOrder()"));
            TestDatabase database = test.database("");
            String user = database.user();
            String password = database.password();
            server.run("ALTER ROLE " + ROLE + " PASSWORD 'mine now'");
            Throwable failure = new IllegalStateException(
                    "no connection in the pool", catchThrowable(() -> TestServer.open(database.url())));

            test.close(new Outcome.Failed(failure));

            assertThat(failure.getSuppressed())
                    .filteredOn(note -> note instanceof DatabaseException)
                    .singleElement()
                    .extracting(Throwable::getMessage)
                    .asString()
                    .contains("Somebody changed the password of the role " + ROLE, "it is set again");
            assertThatCode(() -> TestServer.open(server.urlOf("postgres", user, password)))
                    .hasMessageContaining("permission denied for database \"postgres\"");
            if (keep == Keep.ON_FAILURE) {
                server.forgetKept(database.name());
            }
        }
    }

    /** That takes a database without anything of the role in its templates; else PostgreSQL refuses. */
    @Test
    void aRoleThatIsDroppedIsMissedByName() throws Exception {
        try (PgTestDb pg = server.external()
                .setting("pgtestdb4j.pool.size", "0")
                .setting("pgtestdb4j.role", "gone")
                .open()) {
            TestDatabase first = pg.database(Migrator.none());
            first.close();
            Await.until("it is dropped", () -> !server.exists(first.name()));
            server.run("DROP ROLE gone");

            assertThatThrownBy(() -> pg.database(Migrator.none()))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContainingAll("42704", "role \"gone\"", "Start the run again");
        }
        server.awaitEngines();
        try (PgTestDb next =
                server.external().setting("pgtestdb4j.role", "gone").open()) {
            assertThat(useOne(next, city())).isEqualTo("1");
        }
    }

    @Test
    void anAdminWhoLosesARightIsToldWhich() throws Exception {
        server.run(
                "CREATE ROLE weakened LOGIN CREATEDB CREATEROLE PASSWORD 'w3ak-secret'",
                "GRANT CONNECT ON DATABASE postgres TO weakened");
        String url = TestServer.unshared(server.urlOf("postgres", "weakened", "w3ak-secret"));
        Migrator city = city();
        try (PgTestDb pg =
                PgTestDb.builder().url(url).setting("pgtestdb4j.pool.size", "0").open()) {
            assertThat(useOne(pg, city)).isEqualTo("1");
            server.run("ALTER ROLE weakened NOCREATEDB");

            assertThatThrownBy(() -> pg.database(city))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContainingAll("42501", "weakened@", "permission denied", "CREATEDB")
                    .hasMessageNotContaining("w3ak-secret");
        }
        server.awaitEngines();
    }

    /** Our sessions pin what would hinder them. */
    @Test
    void anAdminMayHaveAnySettings() throws Exception {
        server.run("CREATE ROLE odd SUPERUSER LOGIN PASSWORD '0dd'");
        for (String setting : List.of(
                "statement_timeout = '200ms'",
                "lock_timeout = '200ms'",
                "idle_session_timeout = '200ms'",
                "idle_in_transaction_session_timeout = '200ms'",
                "transaction_timeout = '200ms'",
                "default_transaction_read_only = on",
                "default_transaction_isolation = 'serializable'",
                "search_path = 'nowhere'",
                "standard_conforming_strings = off",
                "quote_all_identifiers = on",
                "client_min_messages = 'error'",
                "role = 'pg_monitor'",
                "row_security = off",
                "DateStyle = 'German'",
                "IntervalStyle = 'sql_standard'",
                "TimeZone = 'Asia/Kolkata'",
                "synchronous_commit = off")) {
            server.run("ALTER ROLE odd SET " + setting);
        }
        Migrator city = Migrators.sql(
                "CREATE TABLE city (name text); INSERT INTO city SELECT 'it''s \\ Ulm' FROM generate_series(1, 1000)");
        try (PgTestDb pg = PgTestDb.builder()
                        .url(TestServer.unshared(server.urlOf("postgres", "odd", "0dd")))
                        .setting("pgtestdb4j.pool.size", "0")
                        .open();
                Connection inTheWay = server.connect()) {
            Template template = pg.template(city);
            inTheWay.setAutoCommit(false);
            Query.run(inTheWay, "COMMENT ON DATABASE " + template.name() + " IS 'locked'");
            Future<String> waiting = pool.submit(() -> useOne(pg, city));
            Await.until(
                    "it waits for longer than any of the limits",
                    () -> waiting.isDone() || !server.column("""
                            SELECT 1 FROM pg_stat_activity
                            WHERE query LIKE 'CREATE DATABASE%' AND wait_event_type = 'Lock'
                              AND query_start < clock_timestamp() - interval '400 ms'""").isEmpty());
            inTheWay.commit();

            assertThat(waiting.get(60, TimeUnit.SECONDS)).isEqualTo("1001");
            assertThat(useOne(pg, city)).isEqualTo("1001");
            assertThat(pg.report().templatesBuilt()).isEqualTo(1);
        }
    }

    @Test
    void aStandbyIsRefused() throws Exception {
        try (EmbeddedPostgres standby = EmbeddedPostgres.builder()
                .conf("wal_level", "replica")
                .conf("max_wal_senders", "1")
                .start()) {
            Path data;
            try (Connection admin = TestServer.open(standby.url())) {
                data = Path.of(String.valueOf(Query.value(admin, "SHOW data_directory")));
            }
            Files.createFile(data.resolve("standby.signal"));
            standby.restart();

            assertThatThrownBy(() -> PgTestDb.builder().url(standby.url()).open())
                    .isInstanceOf(ServerException.class)
                    .hasMessageContainingAll("standby", ":" + standby.port(), "primary")
                    .hasMessageNotContaining(standby.password());
        }
    }

    @Test
    void aServerThatIsRestartedInTheMiddleCostsAFewFailures() throws Exception {
        Migrator city = city();
        try (EmbeddedPostgres restarted = EmbeddedPostgres.start()) {
            try (PgTestDb pg = PgTestDb.builder().url(restarted.url()).open();
                    TestDatabase before = pg.database(city)) {
                assertThat(Query.value(before, "SELECT 1")).isEqualTo("1");

                restarted.restart();

                assertThat(Query.value(before, "SELECT count(*) FROM city")).isEqualTo("0");
                AtomicInteger failures = new AtomicInteger();
                for (int i = 0; i < 5; i++) {
                    Await.until("a database can be had again", () -> {
                        try {
                            return "1".equals(useOne(pg, city));
                        } catch (PgTestDbException e) {
                            failures.incrementAndGet();
                            return false;
                        }
                    });
                }
                assertThat(failures.get()).isLessThanOrEqualTo(MOST_FAILURES);
                assertThat(pg.report().templatesBuilt()).isEqualTo(1);
            }
        }
    }
}
