package org.pgtestdb4j.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.fixture.Await;
import org.pgtestdb4j.fixture.Migrators;
import org.pgtestdb4j.fixture.Query;
import org.pgtestdb4j.fixture.TestServer;

/** What a test gets that does not wait. */
class PoolIT {

    private static final TestServer SERVER = TestServer.shared();

    @AfterAll
    static void nothingIsLeft() throws Exception {
        SERVER.assertNothingIsLeft();
    }

    private static String ownerOf(TestDatabase database) throws Exception {
        return SERVER.registry("SELECT owner FROM registry.database WHERE name = ?", database.name())
                .get(0);
    }

    private static List<String> readyBeside(TestDatabase... handedOut) throws Exception {
        List<String> names = new ArrayList<>(SERVER.registry(
                "SELECT name FROM registry.database WHERE owner = ? AND state = 'created'", ownerOf(handedOut[0])));
        for (TestDatabase database : handedOut) {
            names.remove(database.name());
        }
        return names;
    }

    private static void awaitConnectionTo(String database) throws Exception {
        Await.until(
                "somebody is connected to " + database,
                () -> !SERVER.column(
                                "SELECT 1 FROM pg_stat_activity WHERE datname = ? AND state = 'idle' AND usename = 'pgtestdb4j_test'",
                                database)
                        .isEmpty());
    }

    @Test
    void isADatabaseThatWasMadeBeforeWithAConnectionThatIsOpenAlready() throws Exception {
        Migrator migrator = Migrators.sql("CREATE TABLE city (name text)");
        try (PgTestDb pg = SERVER.external().open();
                TestDatabase first = pg.database(migrator)) {
            Await.until("one is ready", () -> readyBeside(first).size() == 1);
            String ready = readyBeside(first).get(0);
            awaitConnectionTo(ready);
            String sinceThen = SERVER.column("SELECT clock_timestamp()").get(0);

            try (TestDatabase second = pg.database(migrator);
                    Connection connection = second.dataSource().getConnection()) {
                assertThat(second.name()).isEqualTo(ready);
                assertThat(Query.value(
                                connection,
                                "SELECT backend_start < ?::timestamptz FROM pg_stat_activity WHERE pid = pg_backend_pid()",
                                sinceThen))
                        .isEqualTo("t");
                assertThat(Query.value(connection, "SELECT current_user")).isEqualTo(second.user());
                assertThat(Query.value(connection, "SELECT current_database()")).isEqualTo(second.name());
            }
        }
    }

    @Test
    void isADatabaseWithoutThatConnectionIfTheServerHasEndedIt() throws Exception {
        Migrator migrator = Migrators.sql("CREATE TABLE city (name text)");
        try (PgTestDb pg = SERVER.external().open();
                TestDatabase first = pg.database(migrator)) {
            Await.until("one is ready", () -> readyBeside(first).size() == 1);
            String ready = readyBeside(first).get(0);
            awaitConnectionTo(ready);
            SERVER.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + ready + "'");

            try (TestDatabase second = pg.database(migrator)) {
                assertThat(Query.value(second, "SELECT current_database()")).isEqualTo(ready);
            }
        }
    }

    /** That connection does not know what the role got since; another one would. */
    @Test
    void isADatabaseWhoseOtherConnectionsHaveNothingOfWhatATestHasSetForItsRole() throws Exception {
        Migrator migrator = Migrators.sql("CREATE TABLE city (name text)");
        try (PgTestDb pg = SERVER.external().open();
                TestDatabase first = pg.database(migrator)) {
            Await.until("one is ready", () -> readyBeside(first).size() == 1);
            String ready = readyBeside(first).get(0);
            awaitConnectionTo(ready);
            Query.run(first, "ALTER ROLE CURRENT_USER SET work_mem = '5MB'");

            try (TestDatabase second = pg.database(migrator);
                    Connection another = TestServer.open(second.url())) {
                assertThat(second.name()).isEqualTo(ready);
                assertThat(Query.value(another, "SHOW work_mem")).isEqualTo("4MB");
            }
        }
    }

    /** The connections of later tests begin while an earlier one's settings hold, and would go on with them. */
    @Test
    void hasNothingOfWhatTestsSetForTheirRoleMeanwhile() throws Exception {
        Migrator migrator = Migrators.sql("CREATE TABLE city (name text)");
        try (PgTestDb pg = SERVER.external().open();
                TestDatabase wild = pg.database(migrator)) {
            AtomicBoolean enough = new AtomicBoolean();
            Thread setting = new Thread(() -> setForRoleUntil(wild, enough));
            setting.start();
            for (int i = 0; i < 6; i++) {
                pg.database(migrator).close();
            }
            Await.until("one is ready", () -> !readyBeside(wild).isEmpty());
            enough.set(true);
            setting.join();

            for (int i = 0; i < 6; i++) {
                try (TestDatabase database = pg.database(migrator)) {
                    assertThat(Query.value(database, "SHOW work_mem")).isEqualTo("4MB");
                }
            }
        }
    }

    private static void setForRoleUntil(TestDatabase database, AtomicBoolean enough) {
        while (!enough.get()) {
            try {
                Query.run(database, "ALTER ROLE CURRENT_USER SET work_mem = '5MB'");
            } catch (SQLException e) {
                // It was reset at the same moment, which the server calls an error.
                assertThat(e.getMessage()).contains("tuple concurrently");
            }
        }
    }

    @Test
    void isMadeForItAloneIfNoneShallBeReady() throws Exception {
        Migrator migrator = Migrators.sql("CREATE TABLE city (name text)");
        try (PgTestDb pg =
                        SERVER.external().setting("pgtestdb4j.pool.size", "0").open();
                TestDatabase one = pg.database(migrator);
                TestDatabase other = pg.database(migrator);
                TestDatabase third = pg.database(migrator)) {
            assertThat(SERVER.registry("SELECT name FROM registry.database WHERE owner = ?", ownerOf(one)))
                    .containsExactlyInAnyOrder(one.name(), other.name(), third.name());
        }
    }

    @Test
    void comesFromNoMoreThanAreSet() throws Exception {
        Migrator migrator = Migrators.sql("CREATE TABLE city (name text)");
        try (PgTestDb pg =
                SERVER.external().setting("pgtestdb4j.pool.size", "2").open()) {
            TestDatabase last = pg.database(migrator);
            for (int i = 0; i < 12; i++) {
                TestDatabase next = pg.database(migrator);
                last.close();
                last = next;
            }
            TestDatabase held = last;
            Await.until("all others are dropped", () -> readyBeside(held).size() <= 2);
            held.close();
        }
    }

    @Test
    void isGivenBackWhenNobodyAsksAnyMore() throws Exception {
        Migrator migrator = Migrators.sql("CREATE TABLE city (name text)");
        try (PgTestDb pg = SERVER.external().open();
                TestDatabase first = pg.database(migrator)) {
            Await.until("one is ready", () -> readyBeside(first).size() == 1);
            Await.until("it is dropped", () -> readyBeside(first).isEmpty());
        }
    }

    @Test
    void cannotComeFromANumberThatIsNone() {
        assertThatThrownBy(() ->
                        SERVER.external().setting("pgtestdb4j.pool.size", "-1").open())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("pgtestdb4j.pool.size is \"-1\"");
    }
}
