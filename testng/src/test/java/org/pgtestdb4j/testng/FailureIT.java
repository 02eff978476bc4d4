package org.pgtestdb4j.testng;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.Isolation;
import org.pgtestdb4j.Keep;
import org.pgtestdb4j.KeptDatabase;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.TestDatabases;
import org.testng.IInvokedMethod;
import org.testng.IInvokedMethodListener;
import org.testng.IRetryAnalyzer;
import org.testng.ITestListener;
import org.testng.ITestResult;
import org.testng.SkipException;
import org.testng.annotations.AfterClass;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;

class FailureIT {

    private final Observer server = new Observer();

    @BeforeEach
    void forget() {
        Printing.NOTES.clear();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                InBody.class,
                InBodyWithParameter.class,
                InBodyAfterClose.class,
                InBeforeMethod.class,
                InAfterMethod.class,
                WithAnotherException.class,
                WithoutTheExpectedException.class,
                WithinSuccessPercentage.class,
                InTime.class,
                FurtherDatabase.class,
                SharedInBody.class,
                SharedInBeforeClass.class,
                SharedInAfterClass.class
            })
    void keepsTheDatabaseAndSaysSoOnTheFailure(Class<?> fixture) throws Exception {
        Throwable failure = Fixture.of(fixture).with(new Printing()).fails();

        KeptDatabase note = server.takeNote(failure);
        assertThat(Seen.texts()).contains(note.database());
        assertThat(note).hasMessageContainingAll("was kept; open it with", "psql", note.database());
        assertThat(Printing.NOTES).as("notes at the time a listener prints").contains(note.database());
        server.awaitDropOf(Seen.texts());
    }

    /** Looks at failures when other listeners print them. */
    static class Printing implements ITestListener, org.testng.IConfigurationListener {

        static final Queue<String> NOTES = new ConcurrentLinkedQueue<>();

        @Override
        public void onTestFailure(ITestResult result) {
            Observer.notes(result.getThrowable()).forEach(note -> NOTES.add(note.database()));
        }

        @Override
        public void onTestFailedButWithinSuccessPercentage(ITestResult result) {
            onTestFailure(result);
        }

        @Override
        public void onConfigurationFailure(ITestResult result) {
            onTestFailure(result);
        }
    }

    @PgTest(migrator = NotesMigrator.class)
    public static class InBody {

        @org.testng.annotations.Test
        public void test() {
            Seen.see(TestDatabase.current());
            fail();
        }
    }

    @PgTest(migrator = NotesMigrator.class)
    public static class InBodyWithParameter {

        @DataProvider
        public Object[][] rows() {
            return new Object[][] {{1}, {2}};
        }

        @org.testng.annotations.Test(dataProvider = "rows")
        public void test(int row, TestDatabase database) {
            Seen.see(database);
            if (row == 2) {
                fail();
            }
        }

        @AfterMethod
        public void after() {}
    }

    @PgTest(migrator = NotesMigrator.class)
    public static class InBodyAfterClose {

        @org.testng.annotations.Test
        public void test() {
            Seen.see(TestDatabase.current());
            TestDatabase.current().close();
            fail();
        }
    }

    @PgTest(migrator = NotesMigrator.class)
    public static class InBeforeMethod {

        @BeforeMethod
        public void before() {
            Seen.see(TestDatabase.current());
            fail();
        }

        @org.testng.annotations.Test
        public void test() {}

        @AfterMethod(alwaysRun = true)
        public void after() {
            Seen.see(TestDatabase.current());
        }
    }

    @PgTest(migrator = NotesMigrator.class)
    public static class InAfterMethod {

        @org.testng.annotations.Test
        public void test() {
            Seen.see(TestDatabase.current());
        }

        @AfterMethod
        public void after() {
            fail();
        }
    }

    @PgTest(migrator = NotesMigrator.class)
    public static class WithAnotherException {

        @org.testng.annotations.Test(expectedExceptions = IllegalStateException.class)
        public void test() {
            Seen.see(TestDatabase.current());
            fail();
        }
    }

    @PgTest(migrator = NotesMigrator.class)
    public static class WithoutTheExpectedException {

        @org.testng.annotations.Test(expectedExceptions = IllegalStateException.class)
        public void test() {
            Seen.see(TestDatabase.current());
        }
    }

    @PgTest(migrator = NotesMigrator.class)
    public static class WithinSuccessPercentage {

        private int invocations;

        @org.testng.annotations.Test(invocationCount = 2, successPercentage = 50)
        public void test() {
            Seen.see(TestDatabase.current());
            if (invocations++ == 0) {
                fail();
            }
        }
    }

    @PgTest(migrator = NotesMigrator.class)
    public static class InTime {

        @org.testng.annotations.Test(timeOut = 2_000)
        public void test() throws InterruptedException {
            Seen.see(TestDatabase.current());
            new CountDownLatch(1).await();
        }
    }

    @PgTest(migrator = NotesMigrator.class)
    public static class FurtherDatabase {

        @org.testng.annotations.Test(dataProvider = PgTestDbProvider.NAME, dataProviderClass = PgTestDbProvider.class)
        public void test(TestDatabases databases) {
            Seen.see(databases.create());
            fail();
        }
    }

    @PgTest(migrator = NotesMigrator.class, isolation = Isolation.SHARED)
    public static class SharedInBody {

        @org.testng.annotations.Test
        public void passes() {
            Seen.see(TestDatabase.current());
        }

        @org.testng.annotations.Test
        public void test() {
            Seen.see(TestDatabase.current());
            fail();
        }
    }

    @PgTest(migrator = NotesMigrator.class, isolation = Isolation.SHARED)
    public static class SharedInBeforeClass {

        @BeforeClass
        public void beforeClass() {
            Seen.see(TestDatabase.current());
            fail();
        }

        @org.testng.annotations.Test
        public void test() {}
    }

    @PgTest(migrator = NotesMigrator.class, isolation = Isolation.SHARED)
    public static class SharedInAfterClass {

        @org.testng.annotations.Test
        public void test() {
            Seen.see(TestDatabase.current());
        }

        @AfterClass
        public void afterClass() {
            fail();
        }
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Expected.class,
                Skipping.class,
                SkippingBefore.class,
                NeverKept.class,
                FailingElsewhere.class,
                FailingProvider.class
            })
    void dropsTheDatabaseOfWhatDidNotFail(Class<?> fixture) throws Exception {
        Fixture.Results results = Fixture.of(fixture).run();

        assertThat(results.failures()).flatMap(Observer::notes).isEmpty();
        assertThat(Seen.texts()).isNotEmpty();
        server.awaitDropOf(Seen.texts());
    }

    @PgTest(migrator = NotesMigrator.class)
    public static class Expected {

        @org.testng.annotations.Test(expectedExceptions = AssertionError.class)
        public void test() {
            Seen.see(TestDatabase.current());
            fail();
        }
    }

    @PgTest(migrator = NotesMigrator.class)
    public static class Skipping {

        @org.testng.annotations.Test
        public void test() {
            Seen.see(TestDatabase.current());
            throw new SkipException("intended");
        }
    }

    @PgTest(migrator = NotesMigrator.class)
    public static class SkippingBefore {

        @BeforeMethod
        public void before() {
            Seen.see(TestDatabase.current());
            throw new SkipException("intended");
        }

        @org.testng.annotations.Test
        public void test() {}
    }

    @PgTest(migrator = NotesMigrator.class, keep = Keep.NEVER)
    public static class NeverKept {

        @org.testng.annotations.Test
        public void test() {
            Seen.see(TestDatabase.current());
            fail();
        }
    }

    @PgTest(migrator = NotesMigrator.class)
    public static class FailingElsewhere {

        @org.testng.annotations.Test
        public void asks() {
            Seen.see(TestDatabase.current());
        }

        @org.testng.annotations.Test
        public void fails() {
            fail();
        }

        @AfterClass
        public void afterClass() {
            fail();
        }
    }

    @PgTest(migrator = NotesMigrator.class)
    public static class FailingProvider {

        @org.testng.annotations.Test(priority = 1)
        public void asks() {
            Seen.see(TestDatabase.current());
        }

        @AfterMethod
        public void after() {}

        @DataProvider
        public Object[][] rows() {
            throw new IllegalStateException("intended");
        }

        @org.testng.annotations.Test(priority = 2, dataProvider = "rows")
        public void test(int row) {}
    }

    @Test
    void givesEachTryItsOwnDatabaseAndKeepsThoseThatFailed() throws Exception {
        Fixture.Results results = Fixture.of(Retried.class).run();

        assertThat(results.passed).hasSize(2);
        assertThat(results.failed).isEmpty();
        assertThat(results.skipped).hasSize(4).allMatch(ITestResult::wasRetried);
        assertThat(Seen.texts()).hasSize(6).doesNotHaveDuplicates();
        for (ITestResult retried : results.skipped) {
            assertThat(Seen.texts())
                    .contains(server.takeNote(retried.getThrowable()).database());
        }
        server.awaitDropOf(Seen.texts());
    }

    @PgTest(migrator = NotesMigrator.class)
    public static class Retried {

        private int tries;
        private int triesWithParameter;

        @BeforeMethod
        public void before() throws Exception {
            Notes.write(TestDatabase.current().dataSource());
        }

        @org.testng.annotations.Test(retryAnalyzer = Twice.class, priority = 1)
        public void test() throws Exception {
            check(TestDatabase.current(), tries++);
        }

        @DataProvider
        public Object[][] rows() {
            return new Object[][] {{1}};
        }

        @org.testng.annotations.Test(retryAnalyzer = Twice.class, dataProvider = "rows", priority = 2)
        public void withParameter(int row, TestDatabase database) throws Exception {
            check(database, triesWithParameter++);
        }

        private static void check(TestDatabase database, int before) throws Exception {
            Seen.see(database);
            Notes.write(database.dataSource());
            assertThat(Notes.count(database.dataSource())).isEqualTo(2);
            if (before < 2) {
                fail();
            }
        }
    }

    public static class Twice implements IRetryAnalyzer {

        private int retries;

        @Override
        public boolean retry(ITestResult result) {
            return retries++ < 2;
        }
    }

    @Test
    void givesATestInAnotherThreadTheDatabaseOfWhatCameBefore() throws Exception {
        Fixture.of(WithTimeOut.class).passes(6);

        assertThat(Seen.texts()).hasSize(6).doesNotHaveDuplicates();
        server.awaitDropOf(Seen.texts());
    }

    @PgTest(migrator = NotesMigrator.class)
    public static class WithTimeOut {

        @BeforeMethod
        public void before() throws Exception {
            Notes.write(TestDatabase.current().dataSource());
        }

        @org.testng.annotations.Test(timeOut = 60_000, invocationCount = 2)
        public void test() throws Exception {
            Seen.see(TestDatabase.current());
            assertThat(Notes.count(TestDatabase.current().dataSource())).isEqualTo(1);
        }

        @org.testng.annotations.Test(timeOut = 60_000, invocationCount = 4, threadPoolSize = 2)
        public void pooled() throws Exception {
            test();
        }
    }

    @Test
    void keepsWhatAListenerCallsAFailure() throws Exception {
        Fixture.of(Passing.class).with(new Severe()).run();

        assertThat(Seen.texts()).hasSize(1);
        assertThat(server.has(Seen.texts().get(0))).isTrue();
        server.drop(Seen.texts());
    }

    @PgTest(migrator = NotesMigrator.class)
    public static class Passing {

        @org.testng.annotations.Test
        public void test() {
            Seen.see(TestDatabase.current());
        }
    }

    static class Severe implements IInvokedMethodListener {

        @Override
        public void afterInvocation(IInvokedMethod method, ITestResult result) {
            result.setStatus(ITestResult.FAILURE);
        }
    }

    @Test
    void notesTheFailuresOfATestAndOfWhatCameAfterIt() throws Exception {
        List<Throwable> failures = Fixture.of(FailingTwice.class).run().failures();

        assertThat(failures).hasSize(2);
        assertThat(failures)
                .allSatisfy(failure -> assertThat(Observer.notes(failure))
                        .extracting(KeptDatabase::database)
                        .containsExactly(Seen.texts().get(0)));
        server.drop(Seen.texts());
    }

    @PgTest(migrator = NotesMigrator.class)
    public static class FailingTwice {

        @org.testng.annotations.Test
        public void test() {
            Seen.see(TestDatabase.current());
            fail();
        }

        @AfterMethod
        public void after() {
            fail();
        }
    }

    @Test
    void keepsWhatIsOnlyAskedForAfterTheFailure() throws Exception {
        Fixture.of(AskingLate.class).run();

        assertThat(Seen.texts()).hasSize(1);
        assertThat(server.has(Seen.texts().get(0))).isTrue();
        server.drop(Seen.texts());
    }

    @PgTest(migrator = NotesMigrator.class)
    public static class AskingLate {

        @org.testng.annotations.Test
        public void test() {
            fail();
        }

        @AfterMethod
        public void after() {
            Seen.see(TestDatabase.current());
        }
    }

    private static void fail() {
        throw new AssertionError("intended");
    }
}
