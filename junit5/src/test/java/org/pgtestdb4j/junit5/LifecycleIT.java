package org.pgtestdb4j.junit5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.Isolation;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.TestDatabases;

class LifecycleIT {

    @Test
    void explainsThatNoTestWouldSeeADatabaseOfTheClass() {
        assertThat(Fixture.of(BeforeAllTests.class).fails())
                .hasMessageContainingAll("LifecycleIT.BeforeAllTests", "each test has one of its own", "SHARED")
                .hasCauseInstanceOf(ConfigurationException.class);
    }

    @PgTest(migrator = NotesMigrator.class)
    static class BeforeAllTests {

        @BeforeAll
        static void beforeAll(TestDatabase database) {}

        @Test
        void test() {}
    }

    @Test
    void explainsWhenAConstructorBelongsToATest() {
        assertThat(Fixture.of(OneConstruction.class).fails())
                .hasMessageContaining("a constructor is that only where each test has an instance made for it")
                .hasCauseInstanceOf(ConfigurationException.class);
    }

    @PgTest(migrator = NotesMigrator.class)
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class OneConstruction {

        OneConstruction(TestDatabase database) {}

        @Test
        void test() {}
    }

    @Test
    void makesFurtherDatabasesForTheClass() throws Exception {
        try (Observer server = new Observer()) {
            Fixture.of(FurtherOfTheClass.class).passes(1);

            assertThat(Seen.texts()).hasSize(2).doesNotHaveDuplicates();
            server.awaitDropOf(Seen.texts());
        }
    }

    @PgTest(migrator = NotesMigrator.class)
    static class FurtherOfTheClass {

        private static TestDatabase ofTheClass;

        @BeforeAll
        static void beforeAll(TestDatabases databases) {
            ofTheClass = databases.create();
            Seen.see(ofTheClass);
        }

        @Test
        void test(TestDatabase database) throws SQLException {
            Seen.see(database);
            assertThat(Notes.count(ofTheClass.dataSource())).isZero();
        }

        @AfterAll
        static void afterAll() throws SQLException {
            assertThat(Notes.count(ofTheClass.dataSource())).isZero();
        }
    }

    @Test
    void sharesOneDatabaseInTheWholeClass() throws Exception {
        try (Observer server = new Observer()) {
            Fixture.of(Shared.class).passes(3);

            assertThat(Seen.texts()).hasSize(8).containsOnly(Seen.texts().get(0));
            server.awaitDropOf(Seen.texts());
        }
    }

    @PgTest(migrator = NotesMigrator.class, isolation = Isolation.SHARED)
    static class Shared {

        Shared(TestDatabase database) {
            Seen.see(database);
        }

        @BeforeAll
        static void beforeAll(TestDatabase database) throws SQLException {
            Seen.see(database);
            Notes.write(database.dataSource());
        }

        @Test
        void first(TestDatabase database) throws SQLException {
            Seen.see(database);
            Notes.write(database.dataSource());
        }

        @Test
        void second(TestDatabase database) throws SQLException {
            Seen.see(database);
            Notes.write(database.dataSource());
        }

        @Nested
        class Inner {

            @Test
            void third(TestDatabase database) throws SQLException {
                Seen.see(database);
                Notes.write(database.dataSource());
            }
        }

        @AfterAll
        static void afterAll(TestDatabase database) throws SQLException {
            Seen.see(database);
            assertThat(Notes.count(database.dataSource())).isEqualTo(4);
        }
    }

    @Test
    void handsEachTestItsOwnDatabaseInAnInstanceForAllTests() {
        Fixture.of(OneInstance.class).passes(2);

        assertThat(Seen.texts()).hasSize(2).doesNotHaveDuplicates();
    }

    @PgTest(migrator = NotesMigrator.class)
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class OneInstance {

        OneInstance(TestDatabases ofTheClass) {}

        @Test
        void first(TestDatabase database) {
            Seen.see(database);
        }

        @Test
        void second(TestDatabase database) {
            Seen.see(database);
        }
    }

    @Test
    void constructsAnInstanceForAllTestsWithASharedDatabase() {
        Fixture.of(OneSharedInstance.class).passes(1);

        assertThat(Seen.texts()).hasSize(2).containsOnly(Seen.texts().get(0));
    }

    @PgTest(migrator = NotesMigrator.class, isolation = Isolation.SHARED)
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class OneSharedInstance {

        OneSharedInstance(TestDatabase database) {
            Seen.see(database);
        }

        @Test
        void test(TestDatabase database) {
            Seen.see(database);
        }
    }

    @Test
    void showsNestedClassesTheDatabasesOfTheEnclosingOne() {
        Fixture.of(Enclosing.class).passes(3);
    }

    @PgTest(migrations = "notes:1")
    @PgTest(name = "ledger", migrations = "notes:2")
    static class Enclosing {

        private int inEnclosing;

        @BeforeEach
        void count(DataSource database) throws SQLException {
            inEnclosing = Notes.count(database);
        }

        @Test
        void test(DataSource database) throws SQLException {
            assertThat(Notes.count(database)).isEqualTo(1);
        }

        @Nested
        @PgTest(migrations = "notes:3")
        class Inner {

            @Test
            void ownDeclarationWins(DataSource database, @PgDatabase("ledger") DataSource ledger) throws SQLException {
                assertThat(inEnclosing).isEqualTo(3);
                assertThat(Notes.count(database)).isEqualTo(3);
                assertThat(Notes.count(ledger)).isEqualTo(2);
            }

            @Nested
            @PgTest(name = "ledger", migrations = "notes:4")
            class Innermost {

                @Test
                void inheritsFromBoth(DataSource database, @PgDatabase("ledger") DataSource ledger)
                        throws SQLException {
                    assertThat(Notes.count(database)).isEqualTo(3);
                    assertThat(Notes.count(ledger)).isEqualTo(4);
                }
            }
        }
    }

    @Test
    @Tag("junit-5.12")
    void handsASubclassWhatItInherits() {
        Fixture.of(Inheriting.class).passes(2);
    }

    abstract static class Base {

        private final DataSource database;

        Base(DataSource database) {
            this.database = database;
        }

        @Test
        void inherited() throws SQLException {
            Notes.write(database);
            assertThat(Notes.count(database)).isEqualTo(6);
        }
    }

    @PgTest(migrations = "notes:5")
    interface FiveNotes {}

    static class Inheriting extends Base implements FiveNotes {

        Inheriting(DataSource database) {
            super(database);
        }

        @Test
        void own(DataSource database) throws SQLException {
            assertThat(Notes.count(database)).isEqualTo(5);
        }
    }

    @Test
    void handsEveryInvocationItsOwnDatabase() {
        Fixture.of(Invocations.class).passes(7);

        assertThat(Seen.texts()).hasSize(7).doesNotHaveDuplicates();
    }

    @PgTest(migrator = NotesMigrator.class)
    static class Invocations {

        @RepeatedTest(3)
        void repeated(TestDatabase database) {
            Seen.see(database);
        }

        @ParameterizedTest
        @CsvSource({"1, one", "2, two"})
        void parameterized(int number, String text, TestDatabase database, DataSource same) {
            Seen.see(database);
            assertThat(same).isSameAs(database.dataSource());
            assertThat(text).isEqualTo(number == 1 ? "one" : "two");
        }

        @TestTemplate
        @ExtendWith(Twice.class)
        void template(TestDatabase database) {
            Seen.see(database);
        }
    }

    static class Twice implements TestTemplateInvocationContextProvider {

        @Override
        public boolean supportsTestTemplate(ExtensionContext context) {
            return true;
        }

        @Override
        public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
            return Stream.of(new TestTemplateInvocationContext() {}, new TestTemplateInvocationContext() {});
        }
    }

    @Test
    void handsTheDynamicTestsOfAFactoryOneDatabase() {
        Fixture.of(Dynamic.class).passes(2);
    }

    @PgTest(migrator = NotesMigrator.class)
    static class Dynamic {

        @TestFactory
        List<DynamicTest> factory(DataSource database) {
            return List.of(
                    dynamicTest("writes", () -> Notes.write(database)),
                    dynamicTest("reads", () -> assertThat(Notes.count(database)).isEqualTo(1)));
        }
    }

    @Test
    @Tag("junit-5.13")
    void treatsTheInvocationsOfAClassAsOneClass() {
        Fixture.of(ClassInvocations.class).passes(4);

        assertThat(Seen.texts()).hasSize(4);
        assertThat(Seen.texts().stream().distinct()).hasSize(3);
    }

    @PgTest(migrator = NotesMigrator.class)
    @PgTest(name = "shared", migrator = NotesMigrator.class, isolation = Isolation.SHARED)
    @ParameterizedClass
    @ValueSource(ints = {1, 2})
    static class ClassInvocations {

        @Parameter
        int number;

        @Test
        void ofTheTest(TestDatabase database) {
            Seen.see(database);
        }

        @Test
        void ofTheClass(@PgDatabase("shared") TestDatabase database) {
            Seen.see(database);
        }
    }
}
