package org.pgtestdb4j.templates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.MigrationException;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.fixture.Await;
import org.pgtestdb4j.fixture.CapturedErr;
import org.pgtestdb4j.fixture.Migrators;
import org.pgtestdb4j.fixture.Query;
import org.pgtestdb4j.fixture.TestServer;
import org.postgresql.Driver;

/** What migrations and tests leave that stands in the way of sealing, cloning or dropping. */
class ObstaclesIT {

    private static final TestServer SERVER = TestServer.shared();

    @AfterAll
    static void nothingIsLeft() throws Exception {
        SERVER.assertNothingIsLeft();
    }

    private static String databaseOf(String url) {
        return String.valueOf(Driver.parseURL(url, null).getProperty("PGDBNAME"));
    }

    private static Connection asAdmin(String database) throws SQLException {
        return SERVER.connect(database);
    }

    /** A pool that nobody closed, a listener, an open transaction. */
    @ParameterizedTest
    @ValueSource(strings = {"SELECT 1", "LISTEN news", "BEGIN; INSERT INTO city VALUES ('lost')"})
    void aSessionThatTheMigrationLeavesOpenIsEnded(String sql) throws Exception {
        Connection[] left = new Connection[1];
        Migrator migrator = Migrator.of(Migrators.newHash(), url -> {
            Migrators.step("CREATE TABLE city (name text)").migrate(url);
            left[0] = TestServer.open(url);
            Query.run(left[0], sql);
        });
        try (PgTestDb pg = SERVER.external().open();
                TestDatabase database = pg.database(migrator)) {
            assertThat(Query.value(database, "SELECT count(*) FROM city")).isEqualTo("0");
            assertThatThrownBy(() -> Query.run(left[0], "SELECT 1")).isInstanceOf(SQLException.class);
        } finally {
            left[0].close();
        }
    }

    @Test
    void aPublicationIsClonedAndInNobodysWay() throws Exception {
        Migrator migrator = Migrator.of(Migrators.newHash(), url -> {
            Migrators.step("CREATE TABLE city (name text); CREATE PUBLICATION cities FOR TABLE city")
                    .migrate(url);
            try (Connection admin = asAdmin(databaseOf(url))) {
                Query.run(admin, "CREATE PUBLICATION everything FOR ALL TABLES");
            }
        });
        String name;
        try (PgTestDb pg = SERVER.external().open();
                TestDatabase database = pg.database(migrator)) {
            name = database.name();
            assertThat(Query.value(database, "SELECT string_agg(pubname, ' ' ORDER BY pubname) FROM pg_publication"))
                    .isEqualTo("cities everything");
        }
        Await.until("it is dropped", () -> !SERVER.exists(name));
    }

    private static void subscribe(String database) throws SQLException {
        try (Connection admin = asAdmin(database)) {
            Query.run(admin, """
                    CREATE SUBSCRIPTION "it's ""news"" today" CONNECTION 'host=127.0.0.1 port=1 dbname=nowhere'
                    PUBLICATION nothing WITH (connect = false, slot_name = 'theirs')""");
        }
    }

    /** A subscription is not cloned, but stands against every drop. */
    @Test
    void aSubscriptionIsRemoved() throws Exception {
        Migrator migrator = Migrator.of(Migrators.newHash(), url -> subscribe(databaseOf(url)));
        String name;
        try (PgTestDb pg = SERVER.external().open();
                CapturedErr log = CapturedErr.start()) {
            try (TestDatabase database = pg.database(migrator)) {
                assertThat(log.text()).contains("subscriptions", migrator.toString());
                name = database.name();
                assertThat(SERVER.column("SELECT subname FROM pg_subscription")).isEmpty();
                subscribe(name);
            }
            Await.until("it is dropped", () -> !SERVER.exists(name));
        }
        assertThat(SERVER.column("SELECT subname FROM pg_subscription")).isEmpty();
    }

    /** A database beside its own is nobody's that we would know. */
    @Test
    void aScriptThatCreatesAnotherDatabaseNeedsTheRightTo() throws Exception {
        Migrator migrator = Migrators.sql("CREATE DATABASE beside");
        try (PgTestDb pg = SERVER.external().open()) {
            assertThatThrownBy(() -> pg.database(migrator))
                    .isInstanceOf(MigrationException.class)
                    .hasMessageContaining("permission denied to create database");
        }
        try (PgTestDb pg = SERVER.external()
                        .setting("pgtestdb4j.role.attributes", "createdb")
                        .open();
                TestDatabase database = pg.database(migrator)) {
            assertThat(Query.value(database, "SELECT current_database()")).isEqualTo(database.name());
        }
        SERVER.awaitEngines();
        SERVER.sweep();
        assertThat(SERVER.exists("beside")).isTrue();
        SERVER.run("DROP DATABASE beside");
        SERVER.forgetKept(SERVER.column("SELECT datname FROM pg_database WHERE datname ~ '^pgtestdb4j_b_'")
                .toArray(String[]::new));
        SERVER.sweep();
    }

    @Test
    void namesThatNeedQuotesAreQuoted() throws Exception {
        String role = "Quoted \"Role\" with 'all', \uD83D\uDE00 of 63";
        Migrator migrator = Migrators.sql("""
                CREATE SCHEMA "Upper ""Case"" X";
                CREATE TABLE "Upper ""Case"" X"."it's; a table" AS SELECT 1 AS "no";
                DO $$ BEGIN
                  EXECUTE format('ALTER DATABASE %I SET application_name = ''it''''s "x"''', current_database());
                  EXECUTE format('COMMENT ON DATABASE %I IS ''a''''b"c''', current_database());
                END $$""");
        try (PgTestDb pg = SERVER.external().setting("pgtestdb4j.role", role).open();
                TestDatabase database = pg.database(migrator)) {
            assertThat(Query.value(database, "SELECT current_user")).isEqualTo(role);
            assertThat(Query.value(database, "SELECT \"no\" FROM \"Upper \"\"Case\"\" X\".\"it's; a table\""))
                    .isEqualTo("1");
            assertThat(
                            Query.value(
                                    database,
                                    "SELECT setconfig[1] FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase WHERE datname = current_database()"))
                    .isEqualTo("application_name=it's \"x\"");
        }
    }
}
