package org.pgtestdb4j.junit5;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.pgtestdb4j.Isolation;
import org.pgtestdb4j.TestDatabase;

class ConcurrencyIT {

    @Test
    void concurrentTestsSeeNothingOfEachOther() throws Exception {
        try (Observer server = new Observer()) {
            Fixture.of(Concurrent.class).concurrently().passes(100);

            assertThat(Seen.texts()).hasSize(100).doesNotHaveDuplicates();
            server.awaitDropOf(Seen.texts());
        }
    }

    @PgTest(migrator = NotesMigrator.class)
    static class Concurrent {

        private DataSource fromBeforeEach;

        @BeforeEach
        void write(DataSource database) throws SQLException {
            fromBeforeEach = database;
            Notes.write(database);
        }

        @RepeatedTest(50)
        void first(TestDatabase database) throws SQLException {
            check(database);
        }

        @Nested
        class Inner {

            @RepeatedTest(50)
            void second(TestDatabase database) throws SQLException {
                check(database);
            }
        }

        private void check(TestDatabase database) throws SQLException {
            Seen.see(database);
            Notes.write(fromBeforeEach);
            assertThat(Notes.count(database.dataSource())).isEqualTo(2);
        }
    }

    @Test
    @Tag("junit-5.12")
    void concurrentTestsSeeNothingOfEachOtherInTheirConstructors() {
        Fixture.of(ConcurrentlyConstructed.class).concurrently().passes(30);

        assertThat(Seen.texts()).hasSize(30).doesNotHaveDuplicates();
    }

    @PgTest(migrator = NotesMigrator.class)
    static class ConcurrentlyConstructed {

        private final DataSource fromConstructor;

        ConcurrentlyConstructed(DataSource database) throws SQLException {
            fromConstructor = database;
            Notes.write(database);
        }

        @RepeatedTest(30)
        void test(TestDatabase database) throws SQLException {
            Seen.see(database);
            assertThat(database.dataSource()).isSameAs(fromConstructor);
            assertThat(Notes.count(fromConstructor)).isEqualTo(1);
        }
    }

    @Test
    void concurrentTestsOfOneInstanceSeeNothingOfEachOther() {
        Fixture.of(OneInstance.class).concurrently().passes(30);

        assertThat(Seen.texts()).hasSize(30).doesNotHaveDuplicates();
    }

    @PgTest(migrator = NotesMigrator.class)
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class OneInstance {

        @RepeatedTest(30)
        void test(TestDatabase database) throws SQLException {
            Seen.see(database);
            Notes.write(database.dataSource());
            assertThat(Notes.count(database.dataSource())).isEqualTo(1);
        }
    }

    @Test
    void concurrentTestsShareTheDatabaseOfTheirClass() {
        Fixture.of(Shared.class).concurrently().passes(30);

        assertThat(Seen.texts()).hasSize(30).containsOnly(Seen.texts().get(0));
    }

    @PgTest(migrator = NotesMigrator.class, isolation = Isolation.SHARED)
    static class Shared {

        @RepeatedTest(30)
        void test(TestDatabase database) {
            Seen.see(database);
        }
    }

    @Test
    void concurrentClassesSeeNothingOfEachOther() throws Exception {
        try (Observer server = new Observer()) {
            Fixture.of(Shop.class, Ledger.class, Archive.class, Office.class)
                    .concurrently()
                    .passes(40);

            assertThat(Seen.texts()).hasSize(40);
            assertThat(Seen.texts().stream().distinct()).hasSize(4);
            server.awaitDropOf(Seen.texts());
        }
    }

    /** Waits until a test of each of the four classes is under way, and counts what its own class has written. */
    @PgTest(migrator = NotesMigrator.class, isolation = Isolation.SHARED)
    @Execution(ExecutionMode.CONCURRENT)
    abstract static class AtOnce {

        private static final CountDownLatch ALL_FOUR = new CountDownLatch(4);

        @BeforeAll
        static void start() {
            ALL_FOUR.countDown();
        }

        @RepeatedTest(10)
        @Execution(ExecutionMode.SAME_THREAD)
        void test(TestDatabase database, RepetitionInfo repetition) throws Exception {
            assertThat(ALL_FOUR.await(1, TimeUnit.MINUTES)).isTrue();
            Seen.see(database);
            Notes.write(database.dataSource());
            assertThat(Notes.count(database.dataSource())).isEqualTo(repetition.getCurrentRepetition());
        }
    }

    static class Shop extends AtOnce {}

    static class Ledger extends AtOnce {}

    static class Archive extends AtOnce {}

    static class Office extends AtOnce {}
}
