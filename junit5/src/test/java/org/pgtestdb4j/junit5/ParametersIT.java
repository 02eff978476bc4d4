package org.pgtestdb4j.junit5;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.Isolation;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.TestDatabases;

class ParametersIT {

    @Test
    void meansTheSameDatabaseByEveryType() {
        Fixture.of(EveryType.class).passes(1);
    }

    @PgTest(migrator = NotesMigrator.class)
    static class EveryType {

        @Test
        void test(
                TestDatabase database,
                DataSource source,
                Connection connection,
                @PgDatabase String url,
                @PgDatabase URI uri)
                throws SQLException {
            assertThat(Notes.databaseOf(connection)).isEqualTo(database.name());
            assertThat(source).isSameAs(database.dataSource());
            assertThat(uri).isEqualTo(database.libpqUri());
            try (Connection another = DriverManager.getConnection(url)) {
                assertThat(Notes.databaseOf(another)).isEqualTo(database.name());
            }
        }
    }

    @Test
    void meansTheSameDatabaseBeforeAndAfterATest() {
        Fixture.of(BeforeAndAfter.class).passes(2);

        List<String> names = Seen.texts();
        assertThat(names).hasSize(6);
        assertThat(names.subList(0, 3)).containsOnly(names.get(0));
        assertThat(names.subList(3, 6)).containsOnly(names.get(3)).doesNotContain(names.get(0));
    }

    @PgTest(migrator = NotesMigrator.class)
    static class BeforeAndAfter {

        @BeforeEach
        void before(TestDatabase database) {
            Seen.see(database);
        }

        @RepeatedTest(2)
        void test(TestDatabase database) {
            Seen.see(database);
        }

        @AfterEach
        void after(TestDatabase database) {
            Seen.see(database);
        }
    }

    @Test
    @Tag("junit-5.12")
    void meansTheSameDatabaseInAllPhasesOfATest() {
        Fixture.of(AllPhases.class).passes(2);

        List<String> names = Seen.texts();
        assertThat(names).hasSize(8);
        assertThat(names.subList(0, 4)).containsOnly(names.get(0));
        assertThat(names.subList(4, 8)).containsOnly(names.get(4)).doesNotContain(names.get(0));
    }

    @PgTest(migrator = NotesMigrator.class)
    static class AllPhases {

        AllPhases(TestDatabase database) {
            Seen.see(database);
        }

        @BeforeEach
        void before(TestDatabase database) {
            Seen.see(database);
        }

        @Test
        void first(TestDatabase database) {
            Seen.see(database);
        }

        @Test
        void second(TestDatabase database) {
            Seen.see(database);
        }

        @AfterEach
        void after(TestDatabase database) {
            Seen.see(database);
        }
    }

    @Test
    @Tag("junit-5.12")
    void meansTheSameDatabaseInTheConstructorsOfNestedClasses() {
        Fixture.of(Outer.class).passes(1);

        assertThat(Seen.texts()).hasSize(3).containsOnly(Seen.texts().get(0));
    }

    @PgTest(migrator = NotesMigrator.class)
    static class Outer {

        Outer(TestDatabase database) {
            Seen.see(database);
        }

        @Nested
        class Inner {

            Inner(TestDatabase database) {
                Seen.see(database);
            }

            @Test
            void test(TestDatabase database) {
                Seen.see(database);
            }
        }
    }

    @Test
    void dropsTheDatabasesOfPassingTests() throws Exception {
        try (Observer server = new Observer()) {
            Fixture.of(Further.class).passes(2);

            assertThat(Seen.texts()).hasSize(4).doesNotHaveDuplicates();
            server.awaitDropOf(Seen.texts());
        }
    }

    @PgTest(migrator = NotesMigrator.class)
    static class Further {

        @Test
        void seesNothingOfOthers(TestDatabase database, TestDatabases databases) throws SQLException {
            TestDatabase another = databases.create();
            Seen.see(database);
            Seen.see(another);
            Notes.write(database.dataSource());
            assertThat(Notes.count(another.dataSource())).isZero();
        }

        @Test
        void makesDatabasesOfOtherMigrators(TestDatabases first, TestDatabases second) throws SQLException {
            TestDatabase three = first.create(new NotesMigrator(3));
            TestDatabase none = second.create();
            Seen.see(three);
            Seen.see(none);
            assertThat(Notes.count(three.dataSource())).isEqualTo(3);
            assertThat(Notes.count(none.dataSource())).isZero();
        }
    }

    @Test
    void closesTheConnectionsThatATestLeavesOpen() throws SQLException {
        Fixture.of(LeavesOpen.class).passes(1);

        assertThat(Seen.connections()).hasSize(3).doesNotHaveDuplicates();
        for (Connection connection : Seen.connections()) {
            assertThat(connection.isClosed()).isTrue();
        }
    }

    @PgTest(migrator = NotesMigrator.class)
    static class LeavesOpen {

        @BeforeEach
        void before(Connection connection) {
            Seen.see(connection);
        }

        @Test
        void test(Connection inTransaction, Connection another) throws SQLException {
            inTransaction.setAutoCommit(false);
            Notes.databaseOf(inTransaction);
            Seen.see(inTransaction);
            Seen.see(another);
            another.close();
            assertThat(Seen.connections().get(0).isClosed()).isFalse();
        }
    }

    @Test
    void closesTheConnectionsOfATestBeforeTheNextOneOnASharedDatabase() {
        Fixture.of(LeavesOpenOnShared.class).passes(2);
    }

    @PgTest(migrator = NotesMigrator.class, isolation = Isolation.SHARED)
    static class LeavesOpenOnShared {

        @RepeatedTest(2)
        void test(Connection connection) throws SQLException {
            for (Connection earlier : Seen.connections()) {
                assertThat(earlier.isClosed()).isTrue();
            }
            Seen.see(connection);
        }
    }

    @Test
    void choosesAmongDatabasesByName() {
        Fixture.of(Named.class).passes(1);
    }

    @PgTest(migrator = NotesMigrator.class)
    @PgTest(
            name = "ledger",
            migrations = {"notes:1", "notes:2"})
    static class Named {

        @Test
        void test(
                DataSource unnamed,
                @PgDatabase("ledger") DataSource ledger,
                @PgDatabase("ledger") TestDatabase sameLedger,
                @PgDatabase("ledger") TestDatabases furtherLedgers)
                throws SQLException {
            Notes.write(ledger);
            assertThat(Notes.count(unnamed)).isZero();
            assertThat(Notes.count(sameLedger.dataSource())).isEqualTo(4);
            assertThat(Notes.count(furtherLedgers.create().dataSource())).isEqualTo(3);
        }
    }

    @Test
    void namesTheDeclaredDatabasesWhenAnotherIsAskedFor() {
        Throwable failure = Fixture.of(Misspelt.class).fails();

        assertThat(failure)
                .hasMessageContainingAll("\"legder\"", "without a name", "named \"shop\"", "Did you mean \"ledger\"?")
                .hasCauseInstanceOf(ConfigurationException.class);
    }

    @PgTest
    @PgTest(name = "ledger")
    @PgTest(name = "shop")
    static class Misspelt {

        @Test
        void test(@PgDatabase("legder") DataSource ledger) {}
    }
}
