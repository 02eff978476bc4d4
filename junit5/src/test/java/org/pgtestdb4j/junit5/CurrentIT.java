package org.pgtestdb4j.junit5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.DatabaseException;
import org.pgtestdb4j.Isolation;
import org.pgtestdb4j.TestDatabase;

class CurrentIT {

    @Test
    void isTheDatabaseOfTheParameters() {
        Fixture.of(WithParameters.class).concurrently().passes(20);

        assertThat(Seen.texts()).hasSize(20).doesNotHaveDuplicates();
    }

    @PgTest(migrator = NotesMigrator.class)
    static class WithParameters {

        @BeforeEach
        void before() throws SQLException {
            Notes.write(TestDatabase.current().dataSource());
        }

        @RepeatedTest(20)
        void test(TestDatabase database) throws SQLException {
            Seen.see(TestDatabase.current());
            assertThat(TestDatabase.current()).isSameAs(database);
            assertThat(Notes.count(database.dataSource())).isEqualTo(1);
        }

        @AfterEach
        void after() throws SQLException {
            assertThat(Notes.count(TestDatabase.current().dataSource())).isEqualTo(1);
        }
    }

    @Test
    void isTheOneThatAClassShares() {
        Fixture.of(Shared.class).passes(2);

        assertThat(Seen.texts()).hasSize(2).containsOnly(Seen.texts().get(0));
    }

    @PgTest(name = "ledger", migrator = NotesMigrator.class, isolation = Isolation.SHARED)
    static class Shared {

        @RepeatedTest(2)
        void test() {
            Seen.see(TestDatabase.current("ledger"));
        }
    }

    @Test
    void isKnownToThreadsThatTheTestStarts() {
        Fixture.of(Starting.class).passes(1);
    }

    @PgTest(migrator = NotesMigrator.class)
    static class Starting {

        @Test
        void test(TestDatabase database) throws Exception {
            FutureTask<TestDatabase> started = new FutureTask<>(TestDatabase::current);
            new Thread(started).start();

            assertThat(started.get()).isSameAs(database);
        }
    }

    @Test
    @Tag("junit-5.9")
    void isKnownWhereATimeoutNeedsAnotherThread() {
        Fixture.of(InAnotherThread.class).passes(1);
    }

    @PgTest(migrator = NotesMigrator.class)
    static class InAnotherThread {

        @Test
        @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
        void test(TestDatabase database) {
            assertThat(TestDatabase.current()).isSameAs(database);
        }
    }

    @Test
    void isThatOfTheOuterTestAgainAfterARunWithinATest() {
        Fixture.of(Outer.class).passes(1);
    }

    @PgTest(migrator = NotesMigrator.class)
    static class Outer {

        @Test
        void test(TestDatabase database) {
            Fixture.of(Shared.class).passes(2);

            assertThat(TestDatabase.current()).isSameAs(database);
        }
    }

    @Test
    void isNotThereWithoutTheExtensionNorForThreadsThatOutliveTheTest() throws Exception {
        Fixture.of(Leaving.class).passes(2);

        Leaving.end.countDown();
        assertThatThrownBy(Leaving.late::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(DatabaseException.class)
                .hasMessageContaining("has ended, so it can have no more databases");
        assertThatThrownBy(TestDatabase::current)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("No test with databases runs on the thread");
    }

    @PgTest(migrator = NotesMigrator.class)
    static class Leaving {

        private static CountDownLatch end;
        private static FutureTask<TestDatabase> late;

        @Test
        void leavesAThread() {
            end = new CountDownLatch(1);
            late = new FutureTask<>(() -> {
                end.await();
                return TestDatabase.current();
            });
            new Thread(late).start();
        }

        @Test
        void asksForNothing() {}
    }
}
