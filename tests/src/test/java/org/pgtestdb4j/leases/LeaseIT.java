package org.pgtestdb4j.leases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.DatabaseException;
import org.pgtestdb4j.Isolation;
import org.pgtestdb4j.Keep;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.RunReport;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.binding.DatabaseRequest;
import org.pgtestdb4j.binding.Outcome;
import org.pgtestdb4j.binding.TestId;
import org.pgtestdb4j.binding.TestScope;
import org.pgtestdb4j.binding.TestSession;
import org.pgtestdb4j.fixture.Await;
import org.pgtestdb4j.fixture.CapturedErr;
import org.pgtestdb4j.fixture.Migrators;
import org.pgtestdb4j.fixture.Query;
import org.pgtestdb4j.fixture.TestServer;

class LeaseIT {

    private static final TestServer SERVER = TestServer.shared();
    private static final Migrator CITY =
            Migrator.of(Migrators.newHash(), Migrators.step("CREATE TABLE city (id serial, name text)"));

    private static final int POLLERS = 8;

    @AfterAll
    static void nothingIsLeft() throws Exception {
        SERVER.assertNothingIsLeft();
    }

    private static void awaitDropped(String database) throws Exception {
        Await.until(database + " is dropped", () -> !SERVER.exists(database));
    }

    private static TestSession session(String url) {
        Map<String, String> parameters = Map.of("pgtestdb4j.url", url);
        return TestSession.open(name -> Optional.ofNullable(parameters.get(name)));
    }

    private static List<DatabaseRequest> requests() {
        return List.of(new DatabaseRequest("", List.of(), CITY, Isolation.DEFAULT, Keep.DEFAULT));
    }

    @Test
    void seesNothingOfAnother() throws Exception {
        try (PgTestDb pg = SERVER.external().open();
                TestDatabase one = pg.database(CITY);
                TestDatabase other = pg.database(CITY);
                Connection ofOne = one.dataSource().getConnection();
                Connection ofOther = other.dataSource().getConnection()) {
            assertThat(one.name()).isNotEqualTo(other.name());
            Query.run(ofOne, "INSERT INTO city (name) VALUES ('Ulm')");
            Query.run(ofOne, "CREATE TABLE only_here ()");
            Query.run(ofOne, "SELECT pg_advisory_lock(1)");
            Query.run(ofOne, "ALTER DATABASE " + one.name() + " SET search_path = nowhere");

            assertThat(Query.value(ofOther, "SELECT count(*) FROM city")).isEqualTo("0");
            assertThat(Query.value(ofOther, "INSERT INTO city (name) VALUES ('Aix') RETURNING id"))
                    .isEqualTo("1");
            assertThat(Query.value(ofOther, "SELECT to_regclass('only_here') IS NULL"))
                    .isEqualTo("t");
            assertThat(Query.value(ofOther, "SELECT pg_try_advisory_lock(1)")).isEqualTo("t");
            assertThat(Query.value(other, "SHOW search_path")).contains("public");
        }
    }

    @Test
    void canBeReachedByEachOfItsParts() throws Exception {
        try (PgTestDb pg = SERVER.external().open();
                TestDatabase database = pg.database(CITY);
                Connection byUrl = TestServer.open(database.url());
                Connection byParts = TestServer.open("jdbc:postgresql://%s:%s/%s?user=%s&password=%s"
                        .formatted(
                                database.host(),
                                String.valueOf(database.port()),
                                database.name(),
                                database.user(),
                                database.password()))) {
            assertThat(List.of(byUrl, byParts))
                    .allSatisfy(connection -> assertThat(Query.value(connection, "SELECT current_database()"))
                            .isEqualTo(database.name()));
            assertThat(database.libpqUri().toString())
                    .startsWith("postgresql://" + database.user() + ":" + database.password() + "@" + database.host()
                            + ":" + database.port() + "/" + database.name());
            assertThat(database.r2dbcUrl())
                    .startsWith("r2dbc:postgresql://" + database.user() + ":" + database.password() + "@"
                            + database.host() + ":" + database.port() + "/" + database.name());
            assertThat(database.toString() + database.dataSource()).doesNotContain(database.password());
        }
    }

    @Test
    void isDroppedOnceItIsClosed() throws Exception {
        try (PgTestDb pg = SERVER.external().open()) {
            TestDatabase database = pg.database(CITY);
            database.close();

            awaitDropped(database.name());
            database.close();
            assertThat(SERVER.registry("SELECT name FROM registry.database WHERE name = ?", database.name()))
                    .isEmpty();
        }
    }

    @Test
    void namesTheTestThatReleasedIt() throws Exception {
        TestDatabase database;
        try (TestSession session = session(TestServer.unshared(SERVER.url()))) {
            TestScope ofClass = session.ofClass(new TestId("OrdersTest", ""), requests());
            TestScope ofTest = ofClass.test(new TestId("OrdersTest", "storesAnOrder()"));
            database = ofTest.database("");
            ofTest.close(new Outcome.Passed());
            ofClass.close(new Outcome.Passed());
        }

        assertThat(database.name()).startsWith("pgtestdb4j_c_");
        List<ThrowingCallable> uses = List.of(
                database::url,
                database::libpqUri,
                database::r2dbcUrl,
                database::host,
                database::port,
                database::user,
                database::password,
                database::dataSource,
                () -> database.keep("too late"));
        assertThat(uses)
                .allSatisfy(use -> assertThatThrownBy(use)
                        .isInstanceOf(DatabaseException.class)
                        .hasMessageContainingAll(database.name(), "OrdersTest.storesAnOrder()", "connection pool"));
        database.close();
    }

    @Test
    void isQuietWhenNothingWasForgotten() throws Exception {
        try (CapturedErr err = CapturedErr.start();
                PgTestDb pg = SERVER.external().open()) {
            pg.template(CITY);
            for (int i = 0; i < 3; i++) {
                TestDatabase database = pg.database(CITY);
                Query.run(database, "SELECT 1");
                try (Connection own = TestServer.open(database.url())) {
                    Query.run(own, "SELECT 1");
                }
                database.close();
                awaitDropped(database.name());
            }
            assertThat(err.text()).doesNotContain("WARN", "ERROR");
        }
    }

    /** The role of the tests owns its databases, so a test may do all that to its own. */
    @Test
    void isDroppedWhateverItsOwnerDidToIt() throws Exception {
        try (PgTestDb pg = SERVER.external().open();
                TestDatabase other = pg.database(CITY)) {
            for (String deed : List.of(
                    "ALTER DATABASE $DB ALLOW_CONNECTIONS false",
                    "ALTER DATABASE $DB CONNECTION LIMIT 0",
                    "REVOKE ALL ON DATABASE $DB FROM CURRENT_USER",
                    "ALTER DATABASE $DB SET default_transaction_read_only = on",
                    "ALTER DATABASE $DB IS_TEMPLATE true")) {
                TestDatabase database = pg.database(CITY);
                Query.run(other, deed.replace("$DB", database.name()));
                database.close();

                Await.until(deed + " does not hinder the drop", () -> !SERVER.exists(database.name()));
            }
        }
    }

    /** A poller that the test forgot: between the end of its session and the DROP it is there again. */
    @Test
    void isDroppedThoughSomebodyConnectsAgainAndAgain() throws Exception {
        AtomicReference<String> url = new AtomicReference<>(SERVER.urlOf("nowhere"));
        ExecutorService pollers = Executors.newFixedThreadPool(POLLERS);
        try (PgTestDb pg =
                SERVER.external().setting("pgtestdb4j.leaks", "ignore").open()) {
            for (int i = 0; i < POLLERS; i++) {
                pollers.execute(() -> poll(url));
            }
            for (int round = 0; round < 10; round++) {
                TestDatabase database = pg.database(CITY);
                url.set(database.url());
                Await.until("they are at it", () -> !sleeping(database).isEmpty());
                database.close();

                awaitDropped(database.name());
            }
        } finally {
            pollers.shutdownNow();
        }
    }

    private static List<String> sleeping(TestDatabase database) throws SQLException {
        return SERVER.column(
                "SELECT 1 FROM pg_stat_activity WHERE datname = ? AND query LIKE '%pg_sleep%'", database.name());
    }

    private static void poll(AtomicReference<String> url) {
        while (!Thread.currentThread().isInterrupted()) {
            try (Connection connection = TestServer.open(url.get())) {
                Query.run(connection, "SELECT pg_sleep(3600)");
            } catch (SQLException e) {
                // Its session was ended, or there is no such database yet, or any more.
            }
        }
    }

    @Test
    void mayBeDroppedByTheTestItself() throws Exception {
        try (PgTestDb pg = SERVER.external().open();
                TestDatabase other = pg.database(CITY)) {
            TestDatabase database = pg.database(CITY);
            Query.run(other, "DROP DATABASE " + database.name() + " WITH (FORCE)");
            database.close();

            Await.until(
                    "its entry is gone",
                    () -> SERVER.registry("SELECT 1 FROM registry.database WHERE name = ?", database.name())
                            .isEmpty());
        }
    }

    @Test
    void doesNotReachTheNextThroughTheRole() throws Exception {
        try (PgTestDb pg = SERVER.external().open()) {
            try (TestDatabase database = pg.database(CITY)) {
                Query.run(database, "ALTER ROLE CURRENT_USER SET search_path = nowhere");
                Query.run(database, "ALTER ROLE CURRENT_USER SET statement_timeout = '1ms'");
                Query.run(database, "ALTER ROLE CURRENT_USER SET work_mem = '5MB'");
            }
            for (int i = 0; i < 2; i++) {
                try (TestDatabase database = pg.database(CITY)) {
                    assertThat(Query.value(database, "SHOW search_path")).contains("public");
                    assertThat(Query.value(database, "SHOW statement_timeout")).isEqualTo("0");
                    assertThat(Query.value(database, "SHOW work_mem")).isEqualTo("4MB");
                }
            }
        }
    }

    @Test
    void isDroppedWithItsEngineIfNobodyReleasedIt() throws Exception {
        TestDatabase forgotten;
        try (PgTestDb pg = SERVER.external().open()) {
            forgotten = pg.database(CITY);
            Query.run(forgotten, "SELECT 1");
        }
        awaitDropped(forgotten.name());
    }

    @Test
    void isCountedInTheReport() throws Exception {
        try (PgTestDb pg = SERVER.external().open()) {
            assertThat(pg.report().databases()).isZero();
            Migrator migrator = Migrators.sql("CREATE TABLE t ()");
            try (TestDatabase one = pg.database(migrator);
                    TestDatabase other = pg.template(migrator).database();
                    TestDatabase empty = pg.database(Migrator.of(Migrators.newHash(), url -> {}))) {
                assertThat(List.of(one.name(), other.name(), empty.name())).doesNotHaveDuplicates();
                RunReport report = pg.report();
                assertThat(report.databases()).isEqualTo(3);
                assertThat(report.templatesBuilt()).isEqualTo(2);
                assertThat(report.templatesReused()).isZero();
                assertThat(report.kept()).isZero();
                assertThat(report.clones()).isGreaterThanOrEqualTo(3);
                assertThat(report.leaks()).isZero();
                assertThat(report.waits().stream()
                                .mapToLong(RunReport.Waits::count)
                                .sum())
                        .isEqualTo(3);
                assertThat(report.waitP50()).isPositive().isLessThanOrEqualTo(report.waitP95());
                assertThat(report.waitP95()).isLessThanOrEqualTo(report.waitMax());
            }
        }
    }

    @Test
    void comesFromOneEngineForEqualSettings() throws Exception {
        String url = TestServer.unshared(SERVER.url());
        PgTestDb first = PgTestDb.builder().url(url).open();
        try (PgTestDb second = PgTestDb.builder().url(url).open()) {
            TestDatabase ofTheFirst = first.database(CITY);
            first.close();
            first.close();

            assertThat(Query.value(ofTheFirst, "SELECT current_database()")).isEqualTo(ofTheFirst.name());
            ofTheFirst.close();
            try (TestDatabase ofTheSecond = second.database(CITY)) {
                assertThat(Query.value(ofTheSecond, "SELECT 1")).isEqualTo("1");
            }
            assertThat(second.report().databases()).isEqualTo(2);
        }
    }

    @Test
    void comesFromDifferentEnginesForDifferentSettings() throws Exception {
        try (PgTestDb one = SERVER.external().open();
                PgTestDb other = SERVER.external()
                        .setting("pgtestdb4j.role", "tester_two")
                        .open();
                TestDatabase ofOne = one.database(CITY);
                TestDatabase ofOther = other.database(CITY)) {
            assertThat(ofOne.user()).isEqualTo("pgtestdb4j_test");
            assertThat(ofOther.user()).isEqualTo("tester_two");
            assertThat(Query.value(ofOther, "SELECT current_user")).isEqualTo("tester_two");
            assertThat(one.report().databases()).isEqualTo(1);
            assertThatThrownBy(() -> TestServer.open(SERVER.urlOf(ofOne.name(), ofOther.user(), ofOther.password())))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("permission denied");
        }
    }
}
