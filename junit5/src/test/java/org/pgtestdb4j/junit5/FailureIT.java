package org.pgtestdb4j.junit5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.internal.AssumptionViolatedException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.opentest4j.TestAbortedException;
import org.pgtestdb4j.Isolation;
import org.pgtestdb4j.Keep;
import org.pgtestdb4j.KeptDatabase;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.TestDatabases;

class FailureIT {

    private final Observer server = new Observer();

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                InBeforeEach.class,
                InBody.class,
                InAfterEach.class,
                InExtensionBeforeOurs.class,
                InExtensionAfterOurs.class
            })
    void keepsTheDatabaseWhereverTheTestFails(Class<?> fixture) throws Exception {
        keepsTheDatabaseOf(fixture);
    }

    @Test
    @Tag("junit-5.12")
    void keepsTheDatabaseOfATestWhoseConstructorFails() throws Exception {
        keepsTheDatabaseOf(InConstructor.class);
    }

    private void keepsTheDatabaseOf(Class<?> fixture) throws Exception {
        Throwable failure = Fixture.of(fixture).fails();

        assertThat(failure).hasMessage("intended");
        KeptDatabase note = server.takeNote(failure);
        assertThat(Seen.texts()).containsExactly(note.database());
        assertThat(note).hasMessageContainingAll("psql", "jdbc:postgresql:", note.database());
    }

    @PgTest(migrator = NotesMigrator.class)
    static class InConstructor {

        InConstructor(TestDatabase database) {
            Seen.see(database);
            fail();
        }

        @Test
        void test() {}
    }

    @PgTest(migrator = NotesMigrator.class)
    static class InBeforeEach {

        @BeforeEach
        void before(TestDatabase database) {
            Seen.see(database);
            fail();
        }

        @Test
        void test() {}
    }

    @PgTest(migrator = NotesMigrator.class)
    static class InBody {

        @Test
        void test(TestDatabase database) {
            Seen.see(database);
            fail();
        }
    }

    @PgTest(migrator = NotesMigrator.class)
    static class InAfterEach {

        @Test
        void test(TestDatabase database) {
            Seen.see(database);
        }

        @AfterEach
        void after() {
            fail();
        }
    }

    @ExtendWith(FailsAfterEach.class)
    @PgTest(migrator = NotesMigrator.class)
    static class InExtensionBeforeOurs {

        @Test
        void test(TestDatabase database) {
            Seen.see(database);
        }
    }

    @PgTest(migrator = NotesMigrator.class)
    @ExtendWith(FailsAfterEach.class)
    static class InExtensionAfterOurs {

        @Test
        void test(TestDatabase database) {
            Seen.see(database);
        }
    }

    static class FailsAfterEach implements AfterEachCallback {

        @Override
        public void afterEach(ExtensionContext context) {
            fail();
        }
    }

    @Test
    void keepsTheDatabaseOfTheFailingTestOnly() throws Exception {
        EngineExecutionResults results = Fixture.of(OneOfThree.class).run();

        results.testEvents().assertStatistics(stats -> stats.succeeded(2).failed(1));
        assertThat(Seen.texts()).hasSize(3);
        KeptDatabase note = server.takeNote(Fixture.failures(results).get(0));
        server.awaitDropOf(Seen.texts().stream()
                .filter(name -> !name.equals(note.database()))
                .toList());
    }

    @PgTest(migrator = NotesMigrator.class)
    static class OneOfThree {

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3})
        void test(int number, TestDatabase database) {
            Seen.see(database);
            if (number == 2) {
                fail();
            }
        }
    }

    @Test
    void keepsAllDatabasesOfAFailingTest() throws Exception {
        Throwable failure = Fixture.of(HasSeveral.class).fails();

        List<String> kept =
                Observer.notes(failure).stream().map(KeptDatabase::database).toList();
        assertThat(kept).containsExactlyInAnyOrderElementsOf(Seen.texts()).hasSize(2);
        server.drop(kept);
    }

    @PgTest(migrator = NotesMigrator.class)
    static class HasSeveral {

        @Test
        void test(TestDatabase database, TestDatabases databases) {
            Seen.see(database);
            Seen.see(databases.create());
            fail();
        }
    }

    @Test
    void keepsNothingOfAnAbortedTest() throws Exception {
        EngineExecutionResults results = Fixture.of(Aborted.class).run();

        results.testEvents().assertStatistics(stats -> stats.started(1).aborted(1));
        assertThat(Seen.texts()).hasSize(1);
        server.awaitDropOf(Seen.texts());
    }

    @PgTest(migrator = NotesMigrator.class)
    static class Aborted {

        @Test
        void test(TestDatabase database) {
            Seen.see(database);
            abort();
        }
    }

    @Test
    void keepsNothingOfATestThatAnAssumptionOfJUnit4Aborts() throws Exception {
        EngineExecutionResults results = Fixture.of(AbortedByJUnit4.class).run();

        results.testEvents().assertStatistics(stats -> stats.started(2).aborted(2));
        assertThat(Seen.texts()).hasSize(2);
        server.awaitDropOf(Seen.texts());
    }

    @PgTest(migrator = NotesMigrator.class)
    static class AbortedByJUnit4 {

        @Test
        void test(TestDatabase database) {
            Seen.see(database);
            throw new AssumptionViolatedException("intended");
        }

        @TestFactory
        DynamicTest factory(TestDatabase database) {
            Seen.see(database);
            return dynamicTest("aborts", () -> {
                throw new AssumptionViolatedException("intended");
            });
        }
    }

    @Test
    void keepsTheDatabaseOfATestThatRunsOutOfTime() throws Exception {
        keepsTheDatabaseAfterATimeout(Late.class);
    }

    @PgTest(migrator = NotesMigrator.class)
    static class Late {

        @Test
        @Timeout(value = 100, unit = TimeUnit.MILLISECONDS)
        void test(TestDatabase database) throws InterruptedException {
            Seen.see(database);
            waitForEver();
        }
    }

    @Test
    @Tag("junit-5.9")
    void keepsTheDatabaseOfATestThatRunsOutOfTimeOnAThreadOfItsOwn() throws Exception {
        keepsTheDatabaseAfterATimeout(LateOnItsOwnThread.class);
    }

    @PgTest(migrator = NotesMigrator.class)
    static class LateOnItsOwnThread {

        @Test
        @Timeout(value = 100, unit = TimeUnit.MILLISECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
        void test(TestDatabase database) throws InterruptedException {
            Seen.see(database);
            waitForEver();
        }
    }

    private void keepsTheDatabaseAfterATimeout(Class<?> fixture) throws Exception {
        Throwable failure = Fixture.of(fixture).fails();

        assertThat(failure).isInstanceOf(TimeoutException.class);
        assertThat(server.takeNote(failure).database()).isEqualTo(Seen.texts().get(0));
    }

    private static void waitForEver() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    @Test
    void doesNotWaitForAThreadThatATimeoutLeavesBehind() throws Exception {
        Instant start = Instant.now();
        Throwable failure = Fixture.of(StillBusy.class).fails();

        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(20));
        assertThat(failure).hasMessageContaining("timed out");
        assertThat(server.takeNote(failure).database()).isEqualTo(Seen.texts().get(0));
        assertThat(Seen.connections().get(0).isClosed()).isTrue();
    }

    @PgTest(migrator = NotesMigrator.class)
    static class StillBusy {

        @Test
        void test(TestDatabase database, Connection connection) {
            Seen.see(database);
            Seen.see(connection);
            Assertions.assertTimeoutPreemptively(Duration.ofMillis(500), () -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("SELECT pg_sleep(60)");
                }
            });
        }
    }

    @Test
    void keepsTheDatabaseThatAFailingTestHasClosedItself() throws Exception {
        Throwable failure = Fixture.of(ClosesItself.class).fails();

        assertThat(server.takeNote(failure).database()).isEqualTo(Seen.texts().get(0));
    }

    @PgTest(migrator = NotesMigrator.class)
    static class ClosesItself {

        @Test
        void test(TestDatabase database) {
            Seen.see(database);
            database.close();
            fail();
        }
    }

    @Test
    void notesAFailureOnceThatIsReportedTwice() throws Exception {
        EngineExecutionResults results = Fixture.of(OneFailureTwice.class).run();

        List<Throwable> failures = Fixture.failures(results);
        assertThat(failures).hasSize(2);
        assertThat(failures.get(0)).isSameAs(failures.get(1));
        server.takeNote(failures.get(0));
    }

    @PgTest(migrator = NotesMigrator.class)
    static class OneFailureTwice {

        @TestFactory
        List<DynamicTest> factory(TestDatabase database) {
            AssertionError failure = new AssertionError("intended");
            Executable fails = () -> {
                throw failure;
            };
            return List.of(dynamicTest("first", fails), dynamicTest("second", fails));
        }
    }

    @Test
    void keepsNothingIfTheClassSaysSo() throws Exception {
        Throwable failure = Fixture.of(NeverKept.class).fails();

        assertThat(Observer.notes(failure)).isEmpty();
        server.awaitDropOf(Seen.texts());
    }

    @PgTest(migrator = NotesMigrator.class, keep = Keep.NEVER)
    static class NeverKept {

        @Test
        void test(TestDatabase database) {
            Seen.see(database);
            fail();
        }
    }

    @Test
    void keepsTheDatabaseOfAPassingTestIfTheClassSaysSo() throws Exception {
        Fixture.of(AlwaysKept.class).passes(1);

        assertThat(server.has(Seen.texts().get(0))).isTrue();
        server.drop(Seen.texts());
    }

    @PgTest(migrator = NotesMigrator.class, keep = Keep.ALWAYS)
    static class AlwaysKept {

        @Test
        void test(TestDatabase database) {
            Seen.see(database);
        }
    }

    @Test
    void keepsTheDatabaseOfAFailingDynamicTest() throws Exception {
        EngineExecutionResults results = Fixture.of(Dynamic.class).run();

        results.testEvents()
                .assertStatistics(
                        stats -> stats.started(3).succeeded(1).failed(1).aborted(1));
        assertThat(server.takeNote(Fixture.failures(results).get(0)).database())
                .isEqualTo(Seen.texts().get(0));
    }

    @PgTest(migrator = NotesMigrator.class)
    static class Dynamic {

        /** A second extension, which must not add a second note. */
        @RegisterExtension
        static final PgTestDbExtension LEDGER = PgTestDbExtension.builder()
                .name("ledger")
                .migrator(new NotesMigrator())
                .build();

        @TestFactory
        List<DynamicTest> factory(TestDatabase database) {
            Seen.see(database);
            return List.of(
                    dynamicTest("aborts", FailureIT::abort),
                    dynamicTest("fails", FailureIT::fail),
                    dynamicTest("passes", () -> {}));
        }
    }

    @Test
    void dropsTheDatabaseWhenDynamicTestsAreAborted() throws Exception {
        Fixture.of(AbortedDynamic.class).run();

        assertThat(Seen.texts()).hasSize(1);
        server.awaitDropOf(Seen.texts());
    }

    @PgTest(migrator = NotesMigrator.class)
    static class AbortedDynamic {

        @TestFactory
        DynamicTest factory(TestDatabase database) {
            Seen.see(database);
            return dynamicTest("aborts", FailureIT::abort);
        }
    }

    @ParameterizedTest
    @ValueSource(
            classes = {SharedInBeforeAll.class, SharedInAfterAll.class, SharedInBody.class, FurtherInBeforeAll.class})
    void keepsWhatBelongsToTheClass(Class<?> fixture) throws Exception {
        Throwable failure = Fixture.of(fixture).fails();

        assertThat(failure).hasMessage("intended");
        assertThat(Seen.texts()).contains(server.takeNote(failure).database());
    }

    @PgTest(migrator = NotesMigrator.class, isolation = Isolation.SHARED)
    static class SharedInBeforeAll {

        @BeforeAll
        static void beforeAll(TestDatabase database) {
            Seen.see(database);
            fail();
        }

        @Test
        void test() {}
    }

    @PgTest(migrator = NotesMigrator.class, isolation = Isolation.SHARED)
    static class SharedInAfterAll {

        @Test
        void test(TestDatabase database) {
            Seen.see(database);
        }

        @AfterAll
        static void afterAll() {
            fail();
        }
    }

    @PgTest(migrator = NotesMigrator.class, isolation = Isolation.SHARED)
    static class SharedInBody {

        @Test
        void fails(TestDatabase database) {
            Seen.see(database);
            fail();
        }

        @Test
        void passes(TestDatabase database) {
            Seen.see(database);
        }
    }

    @PgTest(migrator = NotesMigrator.class)
    static class FurtherInBeforeAll {

        @BeforeAll
        static void beforeAll(TestDatabases databases) {
            Seen.see(databases.create());
            fail();
        }

        @Test
        void test() {}
    }

    private static void fail() {
        throw new AssertionError("intended");
    }

    private static void abort() {
        throw new TestAbortedException("intended");
    }
}
