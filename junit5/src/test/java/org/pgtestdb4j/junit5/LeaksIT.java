package org.pgtestdb4j.junit5;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.TestAbortedException;
import org.pgtestdb4j.Isolation;
import org.pgtestdb4j.LastStatements;
import org.pgtestdb4j.LeakException;
import org.pgtestdb4j.Leaks;
import org.pgtestdb4j.TestDatabase;

class LeaksIT {

    private final Observer server = new Observer();

    @AfterEach
    void close() {
        server.close();
    }

    @SuppressWarnings("MustBeClosedChecker") // That is the point.
    private static void leak(DataSource database) throws SQLException {
        Connection connection = database.getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT 'left open'");
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {ByAnnotation.class, InCode.class})
    void failATestThatHasPassed(Class<?> fixture) throws Exception {
        Throwable failure = leakOf(Fixture.of(fixture));

        assertIsLeak(failure, ".test()");
        assertThat(server.takeNote(failure).database()).isEqualTo(Seen.texts().get(0));
    }

    /** JUnit puts an exception of its own around what it meets when it closes a context. */
    private static Throwable leakOf(Fixture fixture) {
        Throwable failure = fixture.fails();
        return failure instanceof LeakException ? failure : failure.getCause();
    }

    private static void assertIsLeak(Throwable failure, String place) {
        assertThat(failure)
                .isInstanceOf(LeakException.class)
                .hasMessageContainingAll(
                        place, "SELECT 'left open'", Seen.texts().get(0));
        assertThat(failure.getSuppressed()[0].getStackTrace()[0].getMethodName())
                .isEqualTo("leak");
    }

    @PgTest(migrator = NotesMigrator.class, leaks = Leaks.FAIL)
    static class ByAnnotation {

        @Test
        void test(TestDatabase database) throws SQLException {
            Seen.see(database);
            leak(database.dataSource());
        }
    }

    static class InCode {

        @RegisterExtension
        static final PgTestDbExtension DATABASE = PgTestDbExtension.builder()
                .migrator(new NotesMigrator())
                .leaks(Leaks.FAIL)
                .build();

        @Test
        void test(TestDatabase database) throws SQLException {
            Seen.see(database);
            leak(database.dataSource());
        }
    }

    @Test
    void failATestByTheSetting() throws Exception {
        Throwable failure = leakOf(Fixture.of(Undecided.class).with("pgtestdb4j.leaks", "fail"));

        assertIsLeak(failure, "Undecided.test()");
        server.takeNote(failure);
    }

    @Test
    void areOnlyWorthAWarningOtherwise() {
        Fixture.of(Undecided.class).passes(1);
    }

    @PgTest(migrator = NotesMigrator.class)
    static class Undecided {

        @Test
        void test(TestDatabase database) throws SQLException {
            Seen.see(database);
            leak(database.dataSource());
        }
    }

    @Test
    void failTheClassWhereItsTestsShareTheDatabase() throws Exception {
        Throwable failure = leakOf(Fixture.of(Shared.class));

        assertIsLeak(failure, "LeaksIT.Shared");
        server.takeNote(failure);
    }

    @PgTest(migrator = NotesMigrator.class, leaks = Leaks.FAIL, isolation = Isolation.SHARED)
    static class Shared {

        @Test
        void test(TestDatabase database) throws SQLException {
            Seen.see(database);
            leak(database.dataSource());
        }
    }

    @Test
    void areNotTheFailureOfATestThatHasOneOrWasAborted() throws Exception {
        Throwable failure = Fixture.of(Failing.class).fails();

        assertThat(failure).hasMessage("intended");
        server.takeNote(failure);
        Fixture.of(Aborted.class)
                .run()
                .testEvents()
                .assertStatistics(stats -> stats.started(1).aborted(1));
    }

    @PgTest(migrator = NotesMigrator.class, leaks = Leaks.FAIL)
    static class Failing {

        @Test
        void test(DataSource database) throws SQLException {
            leak(database);
            throw new AssertionError("intended");
        }
    }

    @PgTest(migrator = NotesMigrator.class, leaks = Leaks.FAIL)
    static class Aborted {

        @Test
        void test(DataSource database) throws SQLException {
            leak(database);
            throw new TestAbortedException("intended");
        }
    }

    /** They are closed for the test. */
    @Test
    void areNotConnectionsThatWereGivenAsParameters() {
        Fixture.of(Parameter.class).passes(1);
    }

    @PgTest(migrator = NotesMigrator.class, leaks = Leaks.FAIL)
    static class Parameter {

        @Test
        void test(Connection connection, TestDatabase database) throws SQLException {
            connection.setAutoCommit(false);
            database.dataSource().getConnection().close();
        }
    }

    @Test
    void standsBesideTheLastStatements() throws Exception {
        Throwable failure = leakOf(
                Fixture.of(Undecided.class).with("pgtestdb4j.leaks", "fail").with("pgtestdb4j.log-sql", "10"));

        server.takeNote(failure);
        assertThat(Arrays.stream(failure.getSuppressed()).filter(LastStatements.class::isInstance))
                .singleElement()
                .satisfies(note -> assertThat(note).hasMessageContaining("SELECT 'left open'"));
    }
}
