package org.pgtestdb4j.testng;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pgtestdb4j.Isolation;
import org.pgtestdb4j.TestDatabase;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Factory;
import org.testng.xml.XmlSuite.ParallelMode;

class ConcurrencyIT {

    @ParameterizedTest
    @EnumSource(
            value = ParallelMode.class,
            names = {"METHODS", "CLASSES", "INSTANCES", "TESTS", "NONE"})
    void testsSeeNothingOfEachOtherInAnyMode(ParallelMode mode) throws Exception {
        try (Observer server = new Observer()) {
            Fixture.of(First.class, Second.class, Instances.class)
                    .andTest(First.class, Second.class)
                    .parallel(mode)
                    .passes(4 * 10 + 5 * 2);

            assertThat(Seen.texts()).hasSize(50).doesNotHaveDuplicates();
            server.awaitDropOf(Seen.texts());
        }
    }

    @PgTest(migrator = NotesMigrator.class)
    public abstract static class Tests {

        private static final ThreadLocal<DataSource> FROM_BEFORE = new ThreadLocal<>();

        @BeforeMethod
        public void before() throws SQLException {
            FROM_BEFORE.set(TestDatabase.current().dataSource());
            Notes.write(FROM_BEFORE.get());
        }

        @DataProvider
        public Object[][] rows() {
            return IntStream.range(0, 2).mapToObj(row -> new Object[] {row}).toArray(Object[][]::new);
        }

        @org.testng.annotations.Test(dataProvider = "rows")
        public void first(int row, DataSource database) throws SQLException {
            check(database);
        }

        @org.testng.annotations.Test(dataProvider = "rows")
        public void second(DataSource database, int row) throws SQLException {
            check(database);
        }

        @org.testng.annotations.Test
        public void third() throws SQLException {
            check(TestDatabase.current().dataSource());
        }

        private void check(DataSource database) throws SQLException {
            Seen.see(TestDatabase.current());
            Notes.write(database);
            assertThat(Notes.count(FROM_BEFORE.get())).isEqualTo(2);
        }

        @AfterMethod
        public void after() throws SQLException {
            assertThat(Notes.count(TestDatabase.current().dataSource())).isEqualTo(2);
        }
    }

    public static class First extends Tests {

        @org.testng.annotations.Test(invocationCount = 5)
        public void counted() throws SQLException {
            third();
        }
    }

    public static class Second extends First {}

    public static class Instances extends Tests {

        @Factory
        public static Object[] instances() {
            return new Object[] {new Instances(), new Instances()};
        }
    }

    @Test
    void invocationsInAPoolSeeNothingOfEachOther() throws Exception {
        try (Observer server = new Observer()) {
            Fixture.of(Pooled.class).passes(100);

            assertThat(Seen.texts()).hasSize(100).doesNotHaveDuplicates();
            server.awaitDropOf(Seen.texts());
        }
    }

    public static class Pooled extends OwnDatabase {

        @org.testng.annotations.Test(invocationCount = 100, threadPoolSize = 8)
        public void test() throws SQLException {
            check();
        }
    }

    @PgTest(migrator = NotesMigrator.class)
    public abstract static class OwnDatabase {

        @BeforeMethod
        public void before() throws SQLException {
            Notes.write(TestDatabase.current().dataSource());
        }

        void check() throws SQLException {
            Seen.see(TestDatabase.current());
            Notes.write(TestDatabase.current().dataSource());
            assertThat(Notes.count(TestDatabase.current().dataSource())).isEqualTo(2);
        }

        @AfterMethod
        public void after() throws SQLException {
            assertThat(Notes.count(TestDatabase.current().dataSource())).isEqualTo(2);
        }
    }

    @Test
    void rowsOfAParallelDataProviderSeeNothingOfEachOther() throws Exception {
        try (Observer server = new Observer()) {
            Fixture.of(Rows.class).parallel(ParallelMode.METHODS).passes(200);

            assertThat(Seen.texts()).hasSize(200).doesNotHaveDuplicates();
            server.awaitDropOf(Seen.texts());
        }
    }

    public static class Rows extends OwnDatabase {

        @DataProvider(parallel = true)
        public Object[][] rows() {
            return IntStream.range(0, 100).mapToObj(row -> new Object[] {row}).toArray(Object[][]::new);
        }

        @org.testng.annotations.Test(dataProvider = "rows")
        public void first(int row, TestDatabase database) throws SQLException {
            assertThat(database.name()).isEqualTo(TestDatabase.current().name());
            check();
        }

        @org.testng.annotations.Test(dataProvider = "rows")
        public void second(int row) throws SQLException {
            check();
        }
    }

    /** Each method here has a pool of its own, whose threads go without a word. */
    @Test
    void databasesDoNotOutliveTheThreadsOfTheirTests() throws Exception {
        Fixture.of(ManyPools.class).passes(10 * 4);
    }

    public static class ManyPools extends OwnDatabase {

        private static final int THREADS = 4;

        @DataProvider
        public Object[][] ten() {
            return IntStream.range(0, 10).mapToObj(row -> new Object[] {row}).toArray(Object[][]::new);
        }

        @Factory(dataProvider = "ten")
        public static Object[] instances(int row) {
            return new Object[] {new ManyPools()};
        }

        @org.testng.annotations.Test(invocationCount = THREADS, threadPoolSize = THREADS)
        public void test() throws Exception {
            check();
            try (Observer server = new Observer()) {
                server.awaitAtMost(2 * THREADS, Seen.texts());
            }
        }
    }

    @Test
    void concurrentTestsShareTheDatabaseOfTheirClass() throws Exception {
        try (Observer server = new Observer()) {
            Fixture.of(Shared.class).parallel(ParallelMode.METHODS).passes(30);

            assertThat(Seen.texts()).hasSize(30).containsOnly(Seen.texts().get(0));
            server.awaitDropOf(Seen.texts());
        }
    }

    @PgTest(migrator = NotesMigrator.class, isolation = Isolation.SHARED)
    public static class Shared {

        @org.testng.annotations.Test(invocationCount = 15, threadPoolSize = 8)
        public void first() {
            Seen.see(TestDatabase.current());
        }

        @org.testng.annotations.Test(invocationCount = 15, threadPoolSize = 8)
        public void second() {
            Seen.see(TestDatabase.current());
        }

        @AfterMethod
        public void after() {}
    }
}
