package org.pgtestdb4j.testng;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.Isolation;
import org.pgtestdb4j.LeakException;
import org.pgtestdb4j.Leaks;
import org.pgtestdb4j.TestDatabase;
import org.testng.SkipException;
import org.testng.annotations.AfterClass;
import org.testng.annotations.AfterMethod;

class LeaksIT {

    private final Observer server = new Observer();

    @AfterEach
    void close() {
        server.close();
    }

    @SuppressWarnings("MustBeClosedChecker") // That is the point.
    private static Connection leak() throws SQLException {
        TestDatabase database = TestDatabase.current();
        Seen.see(database);
        DataSource source = database.dataSource();
        Connection connection = source.getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT 'left open'");
        }
        return connection;
    }

    @ParameterizedTest
    @ValueSource(classes = {InTest.class, WithMethodsAfter.class, SharedByTests.class})
    void failWhatHasPassed(Class<?> fixture) throws Exception {
        assertIsLeak(Fixture.of(fixture));
    }

    @Test
    void failATestByTheSetting() throws Exception {
        assertIsLeak(Fixture.of(Undecided.class).with("pgtestdb4j.leaks", "fail"));
    }

    private void assertIsLeak(Fixture fixture) throws Exception {
        Throwable failure = fixture.fails();

        assertThat(failure)
                .isInstanceOf(LeakException.class)
                .hasMessageContainingAll(
                        "LeaksIT.", "SELECT 'left open'", Seen.texts().get(0));
        assertThat(failure.getSuppressed()[0].getStackTrace()[0].getMethodName())
                .isEqualTo("leak");
        assertThat(server.takeNote(failure).database()).isEqualTo(Seen.texts().get(0));
    }

    @PgTest(migrator = NotesMigrator.class, leaks = Leaks.FAIL)
    public static class InTest {

        @org.testng.annotations.Test
        public void test() throws SQLException {
            leak();
        }
    }

    @PgTest(migrator = NotesMigrator.class, leaks = Leaks.FAIL)
    public static class WithMethodsAfter {

        @org.testng.annotations.Test
        public void test() throws SQLException {
            leak();
        }

        @AfterMethod
        public void after() throws SQLException {
            assertThat(Notes.count(TestDatabase.current().dataSource())).isZero();
        }
    }

    @PgTest(migrator = NotesMigrator.class, leaks = Leaks.FAIL, isolation = Isolation.SHARED)
    public static class SharedByTests {

        @org.testng.annotations.Test(invocationCount = 2)
        public void test() throws SQLException {
            if (Seen.texts().isEmpty()) {
                leak();
            }
        }

        @AfterClass
        public void after() throws SQLException {
            assertThat(Notes.count(TestDatabase.current().dataSource())).isZero();
        }
    }

    @PgTest(migrator = NotesMigrator.class)
    public static class Undecided {

        @org.testng.annotations.Test
        public void test() throws SQLException {
            leak();
        }
    }

    @Test
    void areOnlyWorthAWarningOtherwise() throws Exception {
        assertThat(whatIsToldOf(Fixture.of(Undecided.class)))
                .contains("LeaksIT.Undecided.test() left open")
                .contains("SELECT 'left open'");
    }

    @Test
    void areNotToldOfWhereTheyAreIgnored() throws Exception {
        assertThat(whatIsToldOf(Fixture.of(Ignoring.class))).isEmpty();
        assertThat(whatIsToldOf(Fixture.of(Undecided.class).with("pgtestdb4j.leaks", "ignore")))
                .isEmpty();
    }

    @PgTest(migrator = NotesMigrator.class, leaks = Leaks.IGNORE)
    public static class Ignoring {

        @org.testng.annotations.Test
        public void test() throws SQLException {
            leak();
        }
    }

    /** Returns the log of a run that passes, up to when its database is dropped: after that nothing is told. */
    private String whatIsToldOf(Fixture fixture) throws Exception {
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            fixture.passes(1);
            server.awaitDropOf(Seen.texts());
        } finally {
            System.setErr(before);
        }
        return log.toString(StandardCharsets.UTF_8);
    }

    @Test
    void areNotWhatIsClosedAfterTheTest() {
        Fixture.of(ClosedAfterwards.class).passes(1);
    }

    @PgTest(migrator = NotesMigrator.class, leaks = Leaks.FAIL)
    public static class ClosedAfterwards {

        private Connection connection;

        @org.testng.annotations.Test
        public void test() throws SQLException {
            connection = leak();
        }

        @AfterMethod
        public void close() throws SQLException {
            connection.close();
        }
    }

    @Test
    void areNotConnectionsThatWereGivenAsParameters() {
        Fixture.of(AsParameter.class).passes(1);
    }

    @PgTest(migrator = NotesMigrator.class, leaks = Leaks.FAIL)
    public static class AsParameter {

        @org.testng.annotations.Test(dataProvider = PgTestDbProvider.NAME, dataProviderClass = PgTestDbProvider.class)
        public void test(Connection connection) throws SQLException {
            connection.setAutoCommit(false);
        }
    }

    @Test
    void areNotTheFailureOfATestThatHasOneOrWasSkipped() throws Exception {
        Fixture.Results results = Fixture.of(FailingOrSkipped.class).run();

        assertThat(results.failures()).singleElement().satisfies(failure -> {
            assertThat(failure).hasMessage("intended");
            server.takeNote(failure);
        });
        assertThat(results.skipped).hasSize(1);
    }

    @PgTest(migrator = NotesMigrator.class, leaks = Leaks.FAIL)
    public static class FailingOrSkipped {

        @org.testng.annotations.Test
        public void fails() throws SQLException {
            leak();
            throw new AssertionError("intended");
        }

        @org.testng.annotations.Test
        public void skips() throws SQLException {
            leak();
            throw new SkipException("intended");
        }
    }
}
