package org.pgtestdb4j.templates;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.embedded.EmbeddedPostgres;
import org.pgtestdb4j.fixture.Await;
import org.pgtestdb4j.fixture.CapturedErr;
import org.pgtestdb4j.fixture.Migrators;
import org.pgtestdb4j.fixture.Query;
import org.pgtestdb4j.fixture.TestServer;

/** They outlive the sessions that prepared them, hold their locks, and stand against cloning and dropping. */
class PreparedTransactionIT {

    private static final String PREPARE =
            "BEGIN; INSERT INTO city VALUES ('nowhere'); PREPARE TRANSACTION 'it''s \"one\" of %s'";

    private static EmbeddedPostgres server;

    @BeforeAll
    static void start() {
        server = EmbeddedPostgres.builder()
                .conf("max_prepared_transactions", "5")
                .start();
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        Await.until(
                "nothing is left",
                () -> admin("SELECT gid FROM pg_prepared_xacts").isEmpty());
        Await.until(
                "clones are dropped",
                () -> admin("SELECT datname FROM pg_database WHERE datname ~ '^pgtestdb4j_[bc]_'")
                        .isEmpty());
    }

    @AfterAll
    static void close() {
        server.close();
    }

    private static List<String> admin(String sql) throws SQLException {
        try (Connection admin = server.dataSource().getConnection()) {
            return Query.column(admin, sql);
        }
    }

    private static PgTestDb open(String recycle) {
        return PgTestDb.builder()
                .url(TestServer.unshared(server.url()))
                .setting("pgtestdb4j.recycle", recycle)
                .open();
    }

    private static Migrator city() {
        return Migrators.sql("CREATE TABLE city (name text)");
    }

    @Test
    void ofAMigrationIsRolledBackAndToldOf() throws Exception {
        Migrator migrator = Migrator.of(Migrators.newHash(), url -> {
            Migrators.step("CREATE TABLE city (name text)").migrate(url);
            Migrators.step(PREPARE.formatted("a migration")).migrate(url);
        });
        try (CapturedErr err = CapturedErr.start();
                PgTestDb pg = open("false");
                TestDatabase database = pg.database(migrator)) {
            assertThat(Query.value(database, "SELECT count(*) FROM city")).isEqualTo("0");
            assertThat(err.text()).contains("WARN", "prepared transactions", migrator.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "true"})
    void ofATestEndsWithItsDatabase(String recycle) throws Exception {
        Migrator city = city();
        try (PgTestDb pg = open(recycle)) {
            for (int i = 0; i < 3; i++) {
                try (TestDatabase database = pg.database(city)) {
                    assertThat(Query.value(database, "SELECT count(*) FROM city"))
                            .isEqualTo("0");
                    Query.run(database, PREPARE.formatted(database.name()));
                }
            }
            Await.until(
                    "all are rolled back",
                    () -> admin("SELECT gid FROM pg_prepared_xacts").isEmpty());
        }
    }

    /** What stands against the drop can be ended from inside only, and nobody gets in. */
    @Test
    void ofATestThatClosedItsDatabaseEndsToo() throws Exception {
        Migrator city = city();
        try (PgTestDb pg = open("false");
                TestDatabase other = pg.database(city)) {
            TestDatabase database = pg.database(city);
            Query.run(database, PREPARE.formatted("a test"));
            Query.run(other, "ALTER DATABASE " + database.name() + " ALLOW_CONNECTIONS false");
            database.close();

            Await.until(
                    "it is dropped",
                    () -> admin("SELECT 1 FROM pg_database WHERE datname = '" + database.name() + "'")
                            .isEmpty());
        }
    }
}
