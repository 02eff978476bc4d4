package org.pgtestdb4j.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.PgTestDbException;
import org.pgtestdb4j.ServerException;
import org.pgtestdb4j.Template;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.fixture.Await;
import org.pgtestdb4j.fixture.ChildJvm;
import org.pgtestdb4j.fixture.Migrators;
import org.pgtestdb4j.fixture.Query;
import org.pgtestdb4j.fixture.TestServer;

/** An admin who may create databases and roles, and no more; so, too, one whom limits hold for. */
class PlainAdminIT {

    private static final String PASSWORD = "manager's secret";
    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start();
        server.run(
                "CREATE ROLE manager LOGIN CREATEDB CREATEROLE PASSWORD 'manager''s secret'",
                "GRANT CONNECT ON DATABASE postgres TO manager",
                "CREATE ROLE reporter");
        PgTestDb.builder().url(url()).open().close(); // so that the registry is there and belongs to the manager
    }

    @AfterAll
    static void stop() throws Exception {
        server.awaitEngines();
        server.assertNothingIsLeft();
        server.close();
    }

    private static String url() {
        return TestServer.unshared(server.urlOf("postgres", "manager", PASSWORD));
    }

    private static PgTestDb open() {
        return PgTestDb.builder().url(url()).open();
    }

    @Test
    void canDoAllThatIsNeeded() throws Exception {
        Migrator schema = Migrators.sql("""
                CREATE SCHEMA app;
                CREATE TABLE app.city AS SELECT 'Ulm' AS name FROM generate_series(1, 100);
                CREATE EXTENSION hstore;
                DO $$ BEGIN
                  EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO reporter', current_database());
                  EXECUTE format('ALTER DATABASE %I SET search_path = app, "B c", public', current_database());
                  EXECUTE format('COMMENT ON DATABASE %I IS ''it''''s''', current_database());
                END $$""");
        Migrator data = Migrators.sql("INSERT INTO city VALUES ('Aix')");
        try (PgTestDb pg = open()) {
            Template template = pg.template(schema.then(data));
            TestDatabase database = template.database();
            try (Connection leftOpen = TestServer.open(database.url())) {
                assertThat(Query.value(leftOpen, "SELECT count(*) FROM city")).isEqualTo("101");
                assertThat(
                                Query.value(
                                        leftOpen,
                                        "SELECT datacl::text LIKE '%reporter=T/%' FROM pg_database WHERE datname = current_database()"))
                        .isEqualTo("t");
                database.close();
                Await.until("it is dropped", () -> !server.exists(database.name()));
            }
            assertThat(server.column("SELECT datdba::regrole FROM pg_database WHERE datname = ?", template.name()))
                    .containsExactly("manager");
        }
    }

    @Test
    void removesWhatTheDeadLeft() throws Exception {
        String owner;
        try (ChildJvm child = ChildJvm.start(url(), Dying.class)) {
            owner = server.registry("SELECT owner FROM registry.database WHERE name = ?", child.await("database"))
                    .get(0);
            assertThat(child.exitCode()).isEqualTo(99);
        }
        PgTestDb.builder().url(url()).open().close();
        Await.until(
                "it is suspected",
                () -> server.registry("SELECT state FROM registry.owner WHERE id = ?", owner)
                        .equals(List.of("suspect")));
        server.runInRegistry("UPDATE registry.owner SET suspected = suspected - interval '61 s'");
        PgTestDb.builder().url(url()).open().close();

        Await.until(
                "it is gone",
                () -> server.registry("SELECT state FROM registry.owner WHERE id = ?", owner)
                        .isEmpty());
    }

    static final class Dying {

        private Dying() {}

        public static void main(String[] arguments) throws Exception {
            PgTestDb pg = PgTestDb.open();
            TestDatabase database = pg.database(Migrator.none());
            System.out.println("database " + database.name());
            Runtime.getRuntime().halt(99);
        }
    }

    private static List<Connection> takeAllConnections(int limit) throws SQLException {
        server.run("ALTER ROLE manager CONNECTION LIMIT " + limit);
        List<Connection> taken = new ArrayList<>();
        while (true) {
            try {
                taken.add(TestServer.open(server.urlOf("postgres", "manager", PASSWORD)));
            } catch (SQLException e) {
                assertThat(e.getSQLState()).isEqualTo("53300");
                return taken;
            }
        }
    }

    @Test
    void isToldWhenOthersHaveAllConnectionsAndGoesOnWhenTheyLeave() throws Exception {
        server.awaitEngines();
        List<Connection> others = takeAllConnections(10);
        assertThatThrownBy(PlainAdminIT::open)
                .isInstanceOf(ServerException.class)
                .hasMessageContainingAll("53300", "too many connections", "manager@", "raise the limit")
                .hasMessageNotContaining(PASSWORD);
        leave(others);

        Migrator migrator = Migrators.sql("CREATE TABLE city ()");
        try (PgTestDb pg = open()) {
            others = takeAllConnections(10);
            assertThatThrownBy(() -> pg.database(migrator))
                    .isInstanceOf(PgTestDbException.class)
                    .hasMessageContaining("too many connections");
            leave(others);

            try (TestDatabase database = pg.database(migrator)) {
                assertThat(Query.value(database, "SELECT count(*) FROM city")).isEqualTo("0");
            }
        }
    }

    private static void leave(List<Connection> connections) throws Exception {
        for (Connection connection : connections) {
            connection.close();
        }
        server.run("ALTER ROLE manager CONNECTION LIMIT -1");
    }
}
