package org.pgtestdb4j.testng;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.TestDatabases;
import org.testng.IAnnotationTransformer;
import org.testng.ITestContext;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.ITestAnnotation;

class ParametersIT {

    @Test
    void providesDatabasesInAllForms() throws Exception {
        Fixture.of(AllForms.class).passes(1);

        try (Observer server = new Observer()) {
            assertThat(Seen.connections()).hasSize(2).allMatch(ParametersIT::isClosed);
            server.awaitDropOf(Seen.texts());
        }
    }

    private static boolean isClosed(Connection connection) {
        try {
            return connection.isClosed();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @PgTest(migrator = NotesMigrator.class)
    @PgTest(name = "ledger", migrations = "notes:2")
    public static class AllForms {

        @org.testng.annotations.Test(dataProvider = PgTestDbProvider.NAME, dataProviderClass = PgTestDbProvider.class)
        public void test(
                TestDatabase database,
                DataSource source,
                Connection connection,
                Connection another,
                @PgDatabase("ledger") DataSource ledger,
                @Ledger TestDatabase sameLedger,
                TestDatabases databases)
                throws SQLException {
            Seen.see(database);
            Seen.see(connection.unwrap(Connection.class));
            Seen.see(another.unwrap(Connection.class));
            Notes.write(source);
            assertThat(Notes.count(database.dataSource())).isEqualTo(1);
            assertThat(Notes.databaseOf(connection)).isEqualTo(database.name());
            assertThat(connection.isWrapperFor(Connection.class)).isTrue();
            assertThat(Notes.count(ledger)).isEqualTo(2);
            assertThat(sameLedger.name())
                    .isEqualTo(TestDatabase.current("ledger").name());
            assertThat(Notes.count(databases.create().dataSource())).isZero();
        }
    }

    @PgDatabase("ledger")
    @Retention(RetentionPolicy.RUNTIME)
    @interface Ledger {}

    @Test
    void looksTheSameInEveryReport() {
        Fixture.Results results = Fixture.of(AllForms.class).run();

        assertThat(results.passed.element().getParameters())
                .extracting(Object::toString)
                .containsExactly(
                        "database",
                        "database",
                        "database",
                        "database",
                        "database ledger",
                        "database ledger",
                        "database");
        assertThat(results.passed.element().getParameters()[0])
                .isEqualTo(results.passed.element().getParameters()[0])
                .isNotEqualTo(results.passed.element().getParameters()[1]);
    }

    @Test
    void providesForAllTestsOfAClass() {
        Fixture.of(OnClass.class).passes(3);
    }

    @PgTest(migrator = NotesMigrator.class)
    @org.testng.annotations.Test(dataProvider = PgTestDbProvider.NAME, dataProviderClass = PgTestDbProvider.class)
    public static class OnClass {

        public void takesOne(TestDatabase database) {
            assertThat(database.name()).isEqualTo(TestDatabase.current().name());
        }

        public void takesNone() {
            assertThat(TestDatabase.current().name()).isNotEmpty();
        }

        public void takesWhatTestNgInjects(ITestContext context, DataSource database, Method method)
                throws SQLException {
            assertThat(context).isNotNull();
            assertThat(method.getName()).isEqualTo("takesWhatTestNgInjects");
            assertThat(Notes.count(database)).isZero();
        }
    }

    @Test
    void putsDatabasesBesideTheValuesOfOtherProviders() {
        Fixture.of(Beside.class).passes(7);

        assertThat(Seen.texts()).hasSize(6).doesNotHaveDuplicates();
    }

    @PgTest(migrator = NotesMigrator.class)
    public static class Beside {

        @DataProvider
        public Object[][] rows() {
            return new Object[][] {{1, null}, {2, "two"}};
        }

        @org.testng.annotations.Test(dataProvider = "rows")
        public void first(TestDatabase database, int number, String text) {
            seen(database, number, text);
        }

        @org.testng.annotations.Test(dataProvider = "rows")
        public void between(int number, TestDatabase database, ITestContext context, String text) {
            seen(database, number, text);
        }

        @org.testng.annotations.Test(dataProvider = "rows")
        public void last(int number, String text, TestDatabase database, Connection connection) throws SQLException {
            seen(database, number, text);
            assertThat(Notes.databaseOf(connection)).isEqualTo(database.name());
        }

        private static void seen(TestDatabase database, int number, String text) {
            assertThat(text).isEqualTo(number == 1 ? null : "two");
            Seen.see(database);
        }

        @DataProvider
        public Object[][] ownDatabases() {
            return new Object[][] {{null, 3}};
        }

        @org.testng.annotations.Test(dataProvider = "ownDatabases")
        public void isGivenByItsProvider(DataSource database, int number) {
            assertThat(database).isNull();
            assertThat(number).isEqualTo(3);
        }
    }

    @Test
    void needsNoProviderWithTheTransformer() {
        Fixture.of(Transformed.class, Beside.class)
                .with(new PgTestDbTransformer())
                .passes(10);
    }

    @PgTest(migrator = NotesMigrator.class)
    public static class Transformed {

        @org.testng.annotations.Test
        public void takesOne(TestDatabase database) {
            assertThat(database.name()).isEqualTo(TestDatabase.current().name());
        }

        @org.testng.annotations.Test(invocationCount = 2)
        public void takesOneAtEachInvocation(DataSource database) throws SQLException {
            Notes.write(database);
            assertThat(Notes.count(database)).isEqualTo(1);
        }
    }

    @Test
    void leavesTheProviderOfTheClassToIt() {
        Fixture.of(OwnOnClass.class).with(new PgTestDbTransformer()).passes(2);
    }

    @PgTest(migrator = NotesMigrator.class)
    @org.testng.annotations.Test(dataProvider = "rows")
    public static class OwnOnClass {

        @DataProvider
        public static Object[][] rows() {
            return new Object[][] {{1}, {2}};
        }

        @org.testng.annotations.Test
        public void test(int number, TestDatabase database) {
            assertThat(number).isPositive();
            assertThat(database.name()).isNotEmpty();
        }
    }

    @Test
    void leavesTheTransformerOfOthersInPlace() {
        Fixture.of(Transformable.class).with(new Counting()).passes(2);

        assertThat(Seen.texts()).hasSize(2).doesNotHaveDuplicates();
    }

    static class Counting implements IAnnotationTransformer {

        @Override
        @SuppressWarnings("rawtypes")
        public void transform(
                ITestAnnotation annotation, Class type, java.lang.reflect.Constructor constructor, Method method) {
            annotation.setInvocationCount(2);
        }
    }

    @PgTest(migrator = NotesMigrator.class)
    public static class Transformable {

        @org.testng.annotations.Test
        public void test() {
            Seen.see(TestDatabase.current());
        }
    }

    @Test
    void meansTheTestsDatabaseInThreadsThatKnowNothing() throws Exception {
        Threads.pool = Executors.newSingleThreadExecutor();
        Threads.pool.submit(() -> {}).get(); // So that no test starts its thread
        try {
            Fixture.of(Threads.class).passes(2);
        } finally {
            Threads.pool.shutdownNow();
        }
    }

    @PgTest(migrator = NotesMigrator.class)
    public static class Threads {

        static ExecutorService pool;

        @org.testng.annotations.Test(
                dataProvider = PgTestDbProvider.NAME,
                dataProviderClass = PgTestDbProvider.class,
                invocationCount = 2)
        public void test(TestDatabase database) throws Exception {
            String elsewhere = pool.submit(database::name).get();

            assertThat(elsewhere).isEqualTo(TestDatabase.current().name());
        }
    }

    @Test
    void isThereForConfigurationMethodsThatTakeTheValues() {
        Fixture.of(Values.class).passes(1);
    }

    @PgTest(migrator = NotesMigrator.class)
    public static class Values {

        @BeforeMethod
        public void before(Object[] values) throws SQLException {
            Notes.write((DataSource) values[0]);
        }

        @org.testng.annotations.Test(dataProvider = PgTestDbProvider.NAME, dataProviderClass = PgTestDbProvider.class)
        public void test(DataSource database) throws SQLException {
            assertThat(Notes.count(database)).isEqualTo(1);
        }
    }

    @Test
    void refusesATextAndSaysWhy() {
        Throwable failure = Fixture.of(AsText.class).fails();

        assertThat(failure)
                .hasMessageContaining("AsText.test(java.lang.String)")
                .hasMessageContaining(
                        "as String. TestNG collects parameters before there is a test, so they can be Connection, DataSource, TestDatabase, TestDatabases only.");
    }

    @PgTest(migrator = NotesMigrator.class)
    public static class AsText {

        @org.testng.annotations.Test(dataProvider = PgTestDbProvider.NAME, dataProviderClass = PgTestDbProvider.class)
        public void test(@PgDatabase String url) {}
    }

    @Test
    void saysThatTheAnnotationIsMissing() {
        assertThat(Fixture.of(Unannotated.class).fails()).hasMessageEndingWith("Unannotated has no @PgTest. Add it.");
    }

    public static class Unannotated {

        @org.testng.annotations.Test(dataProvider = PgTestDbProvider.NAME, dataProviderClass = PgTestDbProvider.class)
        public void test(DataSource database) {}
    }

    @Test
    void passesOnWhatADatabaseThrows() {
        assertThat(Fixture.of(Throwing.class).fails())
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("no_such_table");
    }

    @PgTest(migrator = NotesMigrator.class, keep = org.pgtestdb4j.Keep.NEVER)
    public static class Throwing {

        @org.testng.annotations.Test(dataProvider = PgTestDbProvider.NAME, dataProviderClass = PgTestDbProvider.class)
        public void test(Connection connection) throws SQLException {
            connection.createStatement().execute("SELECT FROM no_such_table");
        }
    }

    @Test
    void leavesFactoriesWithDataProvidersAlone() {
        Fixture.of(Made.class).passes(2);

        assertThat(List.copyOf(Seen.texts())).hasSize(2).doesNotHaveDuplicates();
    }

    @PgTest(migrator = NotesMigrator.class)
    public static class Made {

        private final int number;

        @org.testng.annotations.Factory(dataProvider = "numbers")
        public Made(int number) {
            this.number = number;
        }

        @DataProvider
        public static Object[][] numbers() {
            return new Object[][] {{1}, {2}};
        }

        @org.testng.annotations.Test
        public void test() {
            assertThat(number).isPositive();
            Seen.see(TestDatabase.current());
        }
    }
}
