package org.pgtestdb4j.testng;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.DatabaseException;
import org.pgtestdb4j.Isolation;
import org.pgtestdb4j.TestDatabase;
import org.testng.annotations.AfterClass;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Factory;

class LifecycleIT {

    @Test
    void givesEachTestOneDatabaseFromItsFirstConfigurationMethodToItsLast() throws Exception {
        try (Observer server = new Observer()) {
            Fixture.of(WholeTest.class).passes(2);

            assertThat(Seen.texts()).hasSize(8);
            assertThat(Seen.texts().subList(0, 4)).containsOnly(Seen.texts().get(0));
            assertThat(Seen.texts().subList(4, 8))
                    .containsOnly(Seen.texts().get(4))
                    .doesNotContain(Seen.texts().get(0));
            server.awaitDropOf(Seen.texts());
        }
    }

    public static class BeforeWholeTest {

        @BeforeMethod
        public void beforeBefore() throws SQLException {
            Seen.see(TestDatabase.current());
            Notes.write(TestDatabase.current().dataSource());
        }
    }

    @PgTest(migrator = NotesMigrator.class)
    public static class WholeTest extends BeforeWholeTest {

        @BeforeMethod
        public void before() {
            Seen.see(TestDatabase.current());
        }

        @org.testng.annotations.Test
        public void first() throws SQLException {
            Seen.see(TestDatabase.current());
            Notes.write(TestDatabase.current().dataSource());
        }

        @org.testng.annotations.Test
        public void second() throws SQLException {
            first();
        }

        @AfterMethod
        public void after() throws SQLException {
            Seen.see(TestDatabase.current());
            assertThat(Notes.count(TestDatabase.current().dataSource())).isEqualTo(2);
        }
    }

    @Test
    void givesEachInvocationItsOwnDatabase() throws Exception {
        try (Observer server = new Observer()) {
            Fixture.of(Invocations.class).passes(6);

            assertThat(Seen.texts()).hasSize(6).doesNotHaveDuplicates();
            server.awaitDropOf(Seen.texts());
        }
    }

    @PgTest(migrator = NotesMigrator.class)
    public static class Invocations {

        @org.testng.annotations.Test(invocationCount = 3)
        public void counted() {
            Seen.see(TestDatabase.current());
        }

        @DataProvider
        public Object[][] rows() {
            return new Object[][] {{1}, {2}, {3}};
        }

        @org.testng.annotations.Test(dataProvider = "rows")
        public void provided(int row) {
            Seen.see(TestDatabase.current());
        }
    }

    @Test
    void releasesADatabaseWhenTheThreadGoesOn() {
        Fixture.of(Releasing.class).passes(3);
    }

    @PgTest(migrator = NotesMigrator.class)
    public static class Releasing {

        private TestDatabase last;

        @org.testng.annotations.Test(invocationCount = 3)
        public void isAlone() {
            if (last != null) {
                assertThatThrownBy(last::url)
                        .isInstanceOf(DatabaseException.class)
                        .hasMessageContaining("was released when LifecycleIT.Releasing.isAlone()");
            }
            last = TestDatabase.current();
        }

        @AfterMethod
        public void stillHasIt() {
            assertThat(last.url()).isNotEmpty();
        }
    }

    @Test
    void namesTestsAndTheirInvocations() {
        Fixture.of(Named.class).passes(3);

        assertThat(Seen.texts()).containsExactly("Named.test()", "Named.test()[2]", "Named.test()[3]");
    }

    @PgTest(migrator = NotesMigrator.class)
    public static class Named {

        @org.testng.annotations.Test(invocationCount = 3)
        public void test() {
            Seen.see(TestDatabase.current().toString().replaceAll(".* of LifecycleIT.", ""));
        }
    }

    @Test
    void keepsOrderAndDatabasesOfTestsThatDependOnEachOther() {
        Fixture.of(DependentTests.class).passes(3);

        assertThat(Seen.texts()).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void sharesOneDatabaseInTheWholeClassAndDropsItAfterwards() {
        Fixture.of(SharedTests.class, AfterShared.class)
                .with(suite -> suite.getTests().forEach(test -> test.setPreserveOrder(true)))
                .passes(3);

        assertThat(Seen.texts()).hasSize(4).containsOnly(Seen.texts().get(0));
    }

    public static class AfterShared {

        @org.testng.annotations.Test
        public void test() throws Exception {
            try (Observer server = new Observer()) {
                server.awaitDropOf(Seen.texts());
            }
        }
    }

    @Test
    void sharesOneDatabaseAmongAllInstancesOfAClass() {
        Fixture.of(SharedByInstances.class).passes(4);

        assertThat(Seen.texts()).hasSize(8).containsOnly(Seen.texts().get(0));
    }

    @PgTest(migrator = NotesMigrator.class, isolation = Isolation.SHARED)
    public static class SharedByInstances {

        @Factory
        public static Object[] instances() {
            return new Object[] {new SharedByInstances(), new SharedByInstances()};
        }

        @org.testng.annotations.Test(invocationCount = 2)
        public void test() {
            Seen.see(TestDatabase.current());
        }

        @BeforeClass
        public void before() {
            Seen.see(TestDatabase.current());
        }

        @AfterClass
        public void after() {
            Seen.see(TestDatabase.current());
        }
    }

    @Test
    void sharesNothingBetweenTheTestsOfASuite() {
        Fixture.of(SharedTests.class).andTest(SharedTests.class).passes(4);

        assertThat(Seen.texts()).hasSize(8);
        assertThat(Seen.texts().stream().distinct()).hasSize(2);
    }

    @Test
    void explainsThatNoTestWouldSeeADatabaseOfTheClass() {
        Throwable failure = Fixture.of(AsksInBeforeClass.class).run().failures().get(0);

        assertThat(failure)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("LifecycleIT.AsksInBeforeClass", "each test has one of its own", "SHARED");
    }

    @PgTest(migrator = NotesMigrator.class)
    public static class AsksInBeforeClass {

        @BeforeClass
        public void beforeClass() {
            TestDatabase.current();
        }

        @org.testng.annotations.Test
        public void test() {}
    }

    @Test
    void givesNothingWhereNoTestRuns() {
        Fixture.of(ElsewhereTests.class).passes(3);

        assertThat(Seen.texts())
                .containsExactly("suite", "test", "group", "provider", "test", "afterTest", "afterSuite");
    }

    @Test
    void leavesClassesWithoutTheAnnotationAlone() {
        Fixture.of(WholeTest.class, Stranger.class).passes(3);
    }

    public static class Stranger {

        @org.testng.annotations.Test
        public void test() {
            assertThatThrownBy(TestDatabase::current).hasMessageStartingWith("No test with databases runs");
        }
    }

    @Test
    void tellsTheTestWhatIsWrongWithTheDeclarations() {
        assertThat(Fixture.of(Ambiguous.class).fails())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("declares two databases named \"\"");
    }

    @PgTest
    @Composed
    public static class Ambiguous {

        @org.testng.annotations.Test
        public void asks() {
            TestDatabase.current();
        }

        @org.testng.annotations.Test
        public void doesNotAsk() {}
    }

    @PgTest(migrations = "notes:3")
    @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
    @interface Composed {}

    @Test
    void followsComposedInheritedAndRepeatedAnnotations() {
        Fixture.of(Inheriting.class).passes(1);
    }

    @Composed
    public abstract static class Base {}

    @PgTest(name = "ledger", migrations = "notes:2")
    public static class Inheriting extends Base {

        @org.testng.annotations.Test
        public void test() throws SQLException {
            assertThat(Notes.count(TestDatabase.current().dataSource())).isEqualTo(3);
            assertThat(Notes.count(TestDatabase.current("ledger").dataSource())).isEqualTo(2);
            assertThatThrownBy(() -> TestDatabase.current("leger")).hasMessageContaining("Did you mean \"ledger\"?");
        }
    }

    @Test
    void staysTheSameWhenItIsAddedByHandAsWell() {
        Fixture.of(WholeTest.class, AddedByHand.class)
                .with(new PgTestDbListener())
                .passes(3);

        assertThat(List.copyOf(Seen.texts()).stream().distinct()).hasSize(3);
    }

    @PgTest(migrator = NotesMigrator.class)
    @org.testng.annotations.Listeners(PgTestDbListener.class)
    public static class AddedByHand {

        @org.testng.annotations.Test(dataProvider = PgTestDbProvider.NAME, dataProviderClass = PgTestDbProvider.class)
        public void test(TestDatabase database) {
            assertThat(database.name()).isEqualTo(TestDatabase.current().name());
            Seen.see(database);
        }
    }
}
