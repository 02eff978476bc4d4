package org.pgtestdb4j.leases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pgtestdb4j.Isolation;
import org.pgtestdb4j.Keep;
import org.pgtestdb4j.KeptDatabase;
import org.pgtestdb4j.LeakException;
import org.pgtestdb4j.Leaks;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
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

/** What a test leaves open on its database. */
class LeaksIT {

    private static final TestServer SERVER = TestServer.shared();
    private static final Migrator CITY =
            Migrator.of(Migrators.newHash(), Migrators.step("CREATE TABLE city (name text)"));

    @AfterAll
    static void nothingIsLeft() throws Exception {
        SERVER.assertNothingIsLeft();
    }

    private static TestSession session() {
        Map<String, String> parameters = Map.of("pgtestdb4j.url", TestServer.unshared(SERVER.url()));
        return TestSession.open(name -> Optional.ofNullable(parameters.get(name)));
    }

    private static TestScope test(TestSession session, Leaks leaks, Keep keep) {
        DatabaseRequest request = new DatabaseRequest("", List.of(), CITY, Isolation.DEFAULT, keep, leaks);
        return session.ofClass(new TestId("OrdersTest", ""), List.of(request))
                .test(new TestId("OrdersTest", "leaks()"));
    }

    private static void awaitDropped(String database) throws Exception {
        Await.until(database + " is dropped", () -> !SERVER.exists(database));
    }

    /** In a method of its own, so that its name can be looked for. */
    private static Connection takeAndForget(TestDatabase database) throws SQLException {
        return database.dataSource().getConnection();
    }

    @Test
    void areSessionsOfOthersWhichAreEndedAndToldOf() throws Exception {
        try (CapturedErr err = CapturedErr.start();
                TestSession session = session()) {
            TestScope ofTest = test(session, Leaks.DEFAULT, Keep.DEFAULT);
            TestDatabase database = ofTest.database("");
            try (Connection leaked = TestServer.open(database.url() + "&ApplicationName=poller")) {
                leaked.setAutoCommit(false);
                Query.run(leaked, "SELECT 'the last query'");
                ofTest.close(new Outcome.Passed());

                awaitDropped(database.name());
                assertThatThrownBy(() -> Query.run(leaked, "SELECT 1")).isInstanceOf(SQLException.class);
            }
            assertThat(err.text())
                    .contains(
                            "OrdersTest.leaks() left open a session called \"poller\" (idle in transaction), which last ran: SELECT 'the last query'");
        }
    }

    @Test
    void areConnectionsOfTheDataSourceWhichAreToldOfWithThePlaceWhereTheyWereTaken() throws Exception {
        try (CapturedErr err = CapturedErr.start();
                TestSession session = session()) {
            TestScope ofTest = test(session, Leaks.DEFAULT, Keep.DEFAULT);
            TestDatabase database = ofTest.database("");
            Connection forgotten = takeAndForget(database);
            Query.run(forgotten, "SELECT\n  'first'");
            Query.run(database, "SELECT 'returned'");
            ofTest.close(new Outcome.Passed());
            awaitDropped(database.name());

            assertThatThrownBy(() -> Query.run(forgotten, "SELECT 1")).isInstanceOf(SQLException.class);
            assertThat(err.text())
                    .containsOnlyOnce("OrdersTest.leaks() left open")
                    .contains(
                            "OrdersTest.leaks() left open a connection of its data source (idle), which last ran: SELECT 'first'",
                            "ConnectionTaken: here, and not given back",
                            "at org.pgtestdb4j.leases.LeaksIT.takeAndForget(LeaksIT.java:")
                    .doesNotContain("TestDataSource.getConnection");
        }
    }

    @Test
    void failATestThatHasPassedWhereTheyShall() throws Exception {
        try (TestSession session = session()) {
            TestScope ofTest = test(session, Leaks.FAIL, Keep.DEFAULT);
            TestDatabase database = ofTest.database("");
            String password = database.password();
            try (Connection leaked = TestServer.open(database.url() + "&ApplicationName=poller")) {
                Query.run(leaked, "SELECT 'of another'");
                Query.run(takeAndForget(database), "INSERT INTO city VALUES ('Ulm')");

                Throwable failure = catchThrowable(() -> ofTest.close(new Outcome.Passed()));

                assertThat(failure)
                        .isInstanceOf(LeakException.class)
                        .hasMessageContainingAll(
                                "OrdersTest.leaks()",
                                database.name(),
                                "INSERT INTO city",
                                "\"poller\"",
                                "SELECT 'of another'",
                                "pgtestdb4j.leaks")
                        .hasMessageNotContaining(password);
                assertThat(failure.getSuppressed()).hasSize(2);
                assertThat(failure.getSuppressed()[0].getStackTrace()[0].getMethodName())
                        .isEqualTo("takeAndForget");
                assertThat(failure.getSuppressed()[1]).isInstanceOf(KeptDatabase.class);
            }
            ofTest.close(new Outcome.Passed());
            SERVER.forgetKept(database.name());
        }
    }

    @Test
    void failNothingThatHasFailedOrWasAborted() throws Exception {
        for (Outcome outcome : List.of(new Outcome.Failed(new AssertionError("expected 1")), new Outcome.Aborted())) {
            try (CapturedErr err = CapturedErr.start();
                    TestSession session = session()) {
                TestScope ofTest = test(session, Leaks.FAIL, Keep.NEVER);
                TestDatabase database = ofTest.database("");
                Query.run(takeAndForget(database), "SELECT 'forgotten'");

                assertThatCode(() -> ofTest.close(outcome)).doesNotThrowAnyException();

                awaitDropped(database.name());
                assertThat(err.text()).contains("OrdersTest.leaks() left open", "SELECT 'forgotten'");
            }
        }
    }

    @Test
    void areNoneWhereEverythingIsClosedThoughOnlyJustNow() throws Exception {
        try (TestSession session = session()) {
            for (int i = 0; i < 10; i++) {
                TestScope ofTest = test(session, Leaks.FAIL, Keep.DEFAULT);
                TestDatabase database = ofTest.database("");
                Query.run(database, "SELECT 1");
                try (Connection own = TestServer.open(database.url())) {
                    Query.run(own, "SELECT 1");
                }
                ofTest.close(new Outcome.Passed());
            }
        }
    }

    @Test
    void areNotLookedForWhereNobodyWantsToKnow() throws Exception {
        try (CapturedErr err = CapturedErr.start();
                TestSession session = session()) {
            TestScope ofTest = test(session, Leaks.IGNORE, Keep.DEFAULT);
            TestDatabase database = ofTest.database("");
            try (Connection leaked = TestServer.open(database.url())) {
                Query.run(leaked, "SELECT 1");
                Query.run(takeAndForget(database), "SELECT 1");
                ofTest.close(new Outcome.Passed());
                awaitDropped(database.name());
            }
            assertThat(err.text()).doesNotContain("OrdersTest.leaks()");
        }
    }

    @Test
    void areToldOfWithAKeptDatabaseToo() throws Exception {
        try (CapturedErr err = CapturedErr.start();
                TestSession session = session()) {
            TestScope ofTest = test(session, Leaks.WARN, Keep.ALWAYS);
            TestDatabase database = ofTest.database("");
            Query.run(takeAndForget(database), "SELECT 'forgotten'");
            ofTest.close(new Outcome.Passed());

            Await.until("it is told", () -> err.text().contains("SELECT 'forgotten'"));
            SERVER.forgetKept(database.name());
        }
    }

    @Test
    void followTheSettingWithoutATestFramework() throws Exception {
        try (PgTestDb pg = SERVER.external().setting("pgtestdb4j.leaks", "fail").open()) {
            TestDatabase database = pg.database(CITY);
            Query.run(takeAndForget(database), "SELECT 'forgotten'");
            assertThatThrownBy(database::close)
                    .isInstanceOf(LeakException.class)
                    .hasMessageContainingAll(database.name(), "SELECT 'forgotten'");
            database.close();
            awaitDropped(database.name());
            assertThat(pg.report().leaks()).isEqualTo(1);
            assertThat(pg.report()).asString().contains("0 kept, 1 sessions left open");

            List<String> names = new ArrayList<>();
            Throwable failure = catchThrowable(() -> pg.with(CITY, own -> {
                names.add(own.name());
                Query.run(takeAndForget(own), "SELECT 'forgotten, too'");
            }));
            assertThat(failure).isInstanceOf(LeakException.class).hasMessageContaining("forgotten, too");
            assertThat(failure.getSuppressed()).hasAtLeastOneElementOfType(KeptDatabase.class);
            SERVER.forgetKept(names.get(0));
        }
    }

    /** Through which tests often ask. */
    private static final class SomebodysLibrary {

        private SomebodysLibrary() {}

        static TestDatabase database(PgTestDb pg) {
            return List.of(CITY).stream().map(pg::database).findFirst().orElseThrow();
        }
    }

    @Test
    void haveTheNameOfTheTestAndNotOfTheLibraryThroughWhichItAsked() throws Exception {
        try (PgTestDb pg = SERVER.external().setting("pgtestdb4j.leaks", "fail").open()) {
            List<TestDatabase> asked = new ArrayList<>();
            asked.add(SomebodysLibrary.database(pg));
            assertThatCode(() -> asked.add(SomebodysLibrary.database(pg))).doesNotThrowAnyException();
            Runnable inALambda = () -> asked.add(SomebodysLibrary.database(pg));
            inALambda.run();
            for (TestDatabase database : asked) {
                Query.run(takeAndForget(database), "SELECT 'forgotten'");
                assertThatThrownBy(database::close)
                        .isInstanceOf(LeakException.class)
                        .hasMessageStartingWith(
                                "LeaksIT.haveTheNameOfTheTestAndNotOfTheLibraryThroughWhichItAsked left open on its database ");
            }
        }
    }

    /** Where no test framework is on the stack, whoever asked is all that is known. */
    @Test
    void haveTheNameOfWhoAskedOnAThreadOfItsOwn() throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try (PgTestDb pg = SERVER.external().setting("pgtestdb4j.leaks", "fail").open()) {
            TestDatabase database =
                    pool.submit(() -> SomebodysLibrary.database(pg)).get(60, TimeUnit.SECONDS);
            Query.run(takeAndForget(database), "SELECT 'forgotten'");
            assertThatThrownBy(database::close)
                    .hasMessageStartingWith("LeaksIT$SomebodysLibrary.database left open on its database ");
        } finally {
            pool.shutdownNow();
        }
    }

    /** Whatever is to happen with them: the end of a test waits for none of them. */
    @ParameterizedTest
    @EnumSource(names = {"WARN", "FAIL", "IGNORE"})
    void doNotHoldATestUpThoughTheyAreBusyForHours(Leaks leaks) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(3);
        try (TestSession session = session()) {
            TestScope ofTest = test(session, leaks, Keep.NEVER);
            TestDatabase database = ofTest.database("");
            Connection ours = takeAndForget(database);
            Connection another = TestServer.open(database.url());
            List<Future<?>> sleeping = List.of(pool.submit(() -> sleep(ours)), pool.submit(() -> sleep(another)));
            Await.until(
                    "both sleep",
                    () -> SERVER.column(
                                            "SELECT 1 FROM pg_stat_activity WHERE datname = ? AND state = 'active' AND query LIKE '%pg_sleep%'",
                                            database.name())
                                    .size()
                            == 2);

            Future<Throwable> end = pool.submit(() -> catchThrowable(() -> ofTest.close(new Outcome.Passed())));

            Throwable thrown = end.get(60, TimeUnit.SECONDS);
            if (leaks == Leaks.FAIL) {
                assertThat(thrown).hasMessageContaining("(active), which last ran: SELECT pg_sleep");
            } else {
                assertThat(thrown).isNull();
            }
            for (Future<?> one : sleeping) {
                assertThatThrownBy(() -> one.get(60, TimeUnit.SECONDS)).hasCauseInstanceOf(SQLException.class);
            }
            awaitDropped(database.name());
            another.close();
        } finally {
            pool.shutdownNow();
        }
    }

    private static boolean sleep(Connection connection) throws SQLException {
        Query.run(connection, "SELECT pg_sleep(3600)");
        return true;
    }
}
