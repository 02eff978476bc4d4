package org.pgtestdb4j.leases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.DatabaseException;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.fixture.Await;
import org.pgtestdb4j.fixture.Migrators;
import org.pgtestdb4j.fixture.Query;
import org.pgtestdb4j.fixture.TestServer;
import org.postgresql.PGConnection;

class DataSourceIT {

    private static final TestServer SERVER = TestServer.shared();
    private static final Migrator CITY =
            Migrator.of(Migrators.newHash(), Migrators.step("CREATE TABLE city (name text)"));

    private static PgTestDb pg;

    private TestDatabase database;
    private DataSource source;

    @BeforeAll
    static void open() {
        pg = SERVER.external().open();
    }

    @BeforeEach
    void acquire() {
        database = pg.database(CITY);
        source = database.dataSource();
    }

    @AfterEach
    void release() {
        database.close();
    }

    @AfterAll
    static void nothingIsLeft() throws Exception {
        pg.close();
        SERVER.assertNothingIsLeft();
    }

    private static int backend(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getBackendPID();
    }

    @Test
    void isTheSameAtEveryCall() {
        assertThat(database.dataSource()).isSameAs(source);
    }

    @Test
    void lendsAConnectionAgainAsGoodAsNew() throws Exception {
        int first;
        try (Connection connection = source.getConnection()) {
            first = backend(connection);
            Query.run(connection, "SET work_mem = '5MB'; SET search_path = nowhere; SET application_name = 'changed'");
            Query.run(connection, "SET statement_timeout = 1000; SELECT set_config('my.tenant', 'seven', false)");
            connection.setAutoCommit(false);
            Query.run(connection, "CREATE TEMP TABLE scratch (id int)");
            Query.run(connection, "SELECT pg_advisory_lock(42); LISTEN news; PREPARE again AS SELECT 1");
            Query.run(connection, "DECLARE held CURSOR WITH HOLD FOR SELECT 1");
            connection.commit();
            Query.run(connection, "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY");
            connection.commit();
            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            connection.setReadOnly(true);
            connection.setNetworkTimeout(Runnable::run, 12_345);
            connection.setHoldability(ResultSet.HOLD_CURSORS_OVER_COMMIT);
        }
        try (Connection connection = source.getConnection()) {
            assertThat(backend(connection)).as("the same session").isEqualTo(first);
            assertThat(connection.getAutoCommit()).isTrue();
            assertThat(connection.isReadOnly()).isFalse();
            assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
            assertThat(connection.getNetworkTimeout()).isZero();
            assertThat(Query.value(connection, "SHOW work_mem")).isEqualTo("4MB");
            assertThat(Query.value(connection, "SHOW search_path")).contains("public");
            assertThat(Query.value(connection, "SHOW statement_timeout")).isEqualTo("0");
            assertThat(Query.value(connection, "SHOW default_transaction_read_only"))
                    .isEqualTo("off");
            assertThat(Query.value(connection, "SHOW application_name")).isNotEqualTo("changed");
            assertThat(Query.value(connection, "SELECT coalesce(current_setting('my.tenant', true), '')"))
                    .isEmpty();
            assertThat(Query.value(connection, "SELECT to_regclass('pg_temp.scratch') IS NULL"))
                    .isEqualTo("t");
            assertThat(Query.value(
                            connection,
                            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"))
                    .isEqualTo("0");
            assertThat(Query.column(connection, "SELECT pg_listening_channels()"))
                    .isEmpty();
            assertThat(Query.column(connection, "SELECT name FROM pg_prepared_statements WHERE name = 'again'"))
                    .isEmpty();
            assertThat(Query.column(connection, "SELECT name FROM pg_cursors WHERE name = 'held'"))
                    .isEmpty();
            Query.run(connection, "INSERT INTO city VALUES ('Ulm')");
        }
    }

    @Test
    void forgetsWhatWasNotCommitted() throws Exception {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            Query.run(connection, "INSERT INTO city VALUES ('never')");
        }
        try (Connection connection = source.getConnection()) {
            Query.run(connection, "BEGIN; INSERT INTO city VALUES ('neither')");
        }
        assertThat(Query.value(database, "SELECT count(*) FROM city")).isEqualTo("0");
    }

    @Test
    void bearsWithATransactionThatFailed() throws Exception {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            Query.run(connection, "INSERT INTO city VALUES ('never')");
            assertThatThrownBy(() -> Query.run(connection, "SELECT 1/0")).isInstanceOf(SQLException.class);
        }
        assertThat(Query.value(database, "SELECT count(*) FROM city")).isEqualTo("0");
        try (Connection connection = source.getConnection()) {
            assertThat(connection.getAutoCommit()).isTrue();
        }
    }

    @Test
    void survivesAConnectionThatTheServerEnded() throws Exception {
        int ended;
        try (Connection connection = source.getConnection()) {
            ended = backend(connection);
        }
        SERVER.run("SELECT pg_terminate_backend(" + ended + ")");
        Await.until(
                "it has gone",
                () -> SERVER.column("SELECT 1 FROM pg_stat_activity WHERE pid = " + ended)
                        .isEmpty());

        assertThat(Query.value(database, "SELECT count(*) FROM city")).isEqualTo("0");
    }

    @Test
    void survivesAConnectionThatTheServerEndsInUse() throws Exception {
        try (Connection connection = source.getConnection()) {
            int ended = backend(connection);
            assertThatThrownBy(() -> Query.run(connection, "SELECT pg_terminate_backend(" + ended + ")"))
                    .isInstanceOf(SQLException.class);
        }
        assertThat(Query.value(database, "SELECT count(*) FROM city")).isEqualTo("0");
    }

    @Test
    void lendsNoConnectionTwice() throws Exception {
        Connection first = source.getConnection();
        int backend = backend(first);
        first.close();
        try (Connection second = source.getConnection()) {
            assertThat(backend(second)).isEqualTo(backend);
            first.close();
            try (Connection third = source.getConnection()) {
                assertThat(backend(third)).isNotEqualTo(backend);
            }
            assertThatThrownBy(() -> Query.run(first, "SELECT 1")).isInstanceOf(SQLException.class);
            assertThat(Query.value(second, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void lendsAsManyAsAreAskedForButKeepsFew() throws Exception {
        List<Connection> lent = new ArrayList<>();
        Set<Integer> backends = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            Connection connection = source.getConnection();
            lent.add(connection);
            backends.add(backend(connection));
        }
        assertThat(backends).hasSize(10);
        for (Connection connection : lent) {
            connection.close();
        }
        Await.until(
                "most are closed",
                () -> SERVER.column("SELECT pid FROM pg_stat_activity WHERE datname = ?", database.name())
                                .size()
                        == 4);
    }

    @Test
    void servesManyThreads() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String name = "city " + i;
                running.add(pool.submit(() -> {
                    for (int n = 0; n < 20; n++) {
                        try (Connection connection = source.getConnection()) {
                            assertThat(Query.value(connection, "SELECT current_setting('my.name', true)"))
                                    .isNotEqualTo(name);
                            Query.run(connection, "SET my.name = '" + name + "'");
                            Query.run(connection, "INSERT INTO city VALUES ('" + name + "')");
                        }
                    }
                    return true;
                }));
            }
            for (Future<?> one : running) {
                assertThat(one.get(60, TimeUnit.SECONDS)).isEqualTo(true);
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(Query.value(database, "SELECT count(*) FROM city")).isEqualTo("160");
    }

    /** The driver names statements on the server after a few uses; DISCARD ALL takes them away there. */
    @Test
    void knowsThatPreparedStatementsAreGone() throws Exception {
        for (int borrowed = 0; borrowed < 3; borrowed++) {
            try (Connection connection = source.getConnection();
                    PreparedStatement statement = connection.prepareStatement("SELECT count(*) + ? FROM city")) {
                for (int i = 0; i < 10; i++) {
                    statement.setInt(1, i);
                    try (ResultSet rows = statement.executeQuery()) {
                        assertThat(rows.next()).isTrue();
                        assertThat(rows.getInt(1)).isEqualTo(i);
                    }
                }
            }
        }
    }

    @Test
    void lendsOthersToOtherUsers() throws Exception {
        SERVER.run("DROP ROLE IF EXISTS visitor", "CREATE ROLE visitor LOGIN PASSWORD 'known'");
        Query.run(database, "GRANT CONNECT ON DATABASE " + database.name() + " TO visitor");
        try (Connection connection = source.getConnection("visitor", "known")) {
            assertThat(Query.value(connection, "SELECT current_user")).isEqualTo("visitor");
        }
        try (Connection connection = source.getConnection();
                Connection another = source.getConnection()) {
            assertThat(Query.value(connection, "SELECT current_user")).isEqualTo(database.user());
            assertThat(Query.value(another, "SELECT current_user")).isEqualTo(database.user());
        }
        assertThatThrownBy(() -> source.getConnection("visitor", "wrong"))
                .isInstanceOf(SQLException.class)
                .hasMessageNotContaining(database.password());
    }

    @Test
    void isDeadOnceTheDatabaseIsReleased() throws Exception {
        Connection idle = source.getConnection();
        idle.close();
        Connection lent = source.getConnection();
        Connection inTransaction = source.getConnection();
        inTransaction.setAutoCommit(false);
        Query.run(inTransaction, "INSERT INTO city VALUES ('never')");

        database.close();

        assertThatThrownBy(() -> Query.run(lent, "SELECT 1")).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> Query.run(inTransaction, "SELECT 1")).isInstanceOf(SQLException.class);
        assertThatThrownBy(source::getConnection)
                .isInstanceOf(DatabaseException.class)
                .hasMessageContainingAll(database.name(), "released");
        assertThatThrownBy(() -> source.getConnection("visitor", "known")).isInstanceOf(DatabaseException.class);
        lent.close();
        inTransaction.close();
    }

    @Test
    void doesNotMakeTheTestWaitForAQueryThatStillRuns() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try (Connection busy = source.getConnection()) {
            busy.setAutoCommit(false);
            Future<?> sleeping = pool.submit(() -> {
                Query.run(busy, "SELECT pg_sleep(120)");
                return true;
            });
            Await.until(
                    "it sleeps",
                    () -> !SERVER.column(
                                    "SELECT pid FROM pg_stat_activity WHERE datname = ? AND query = 'SELECT pg_sleep(120)' AND state = 'active'",
                                    database.name())
                            .isEmpty());

            Future<?> closing = pool.submit(() -> {
                database.close();
                return true;
            });

            assertThat(closing.get(10, TimeUnit.SECONDS)).isEqualTo(true);
            assertThatThrownBy(() -> sleeping.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(SQLException.class);
            Await.until("it is dropped", () -> !SERVER.exists(database.name()));
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void unwrapsToWhatItIs() throws Exception {
        assertThat(source.isWrapperFor(source.getClass())).isTrue();
        assertThat(source.unwrap(source.getClass())).isSameAs(source);
        assertThat(source.isWrapperFor(Connection.class)).isFalse();
        assertThatThrownBy(() -> source.unwrap(Connection.class)).isInstanceOf(SQLException.class);
    }
}
