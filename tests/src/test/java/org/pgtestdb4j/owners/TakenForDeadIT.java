package org.pgtestdb4j.owners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pgtestdb4j.DatabaseException;
import org.pgtestdb4j.Isolation;
import org.pgtestdb4j.Keep;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.binding.DatabaseRequest;
import org.pgtestdb4j.binding.Outcome;
import org.pgtestdb4j.binding.TestId;
import org.pgtestdb4j.binding.TestScope;
import org.pgtestdb4j.binding.TestSession;
import org.pgtestdb4j.fixture.Query;
import org.pgtestdb4j.fixture.TestServer;

/** What a test is told whose database goes while it runs. */
class TakenForDeadIT {

    private static final TestServer SERVER = TestServer.shared();
    private static final String WHY = "another process took this one for dead and dropped it";

    @AfterAll
    static void nothingIsLeft() throws Exception {
        SERVER.sweep();
        SERVER.assertNothingIsLeft();
    }

    /** Lets a reaper find the lock of a database's owner free, which goes on working. */
    private static void takeOwnerForDead(TestDatabase database) throws Exception {
        String owner = SERVER.registry("SELECT owner FROM registry.database WHERE name = ?", database.name())
                .get(0);
        SERVER.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'pgtestdb4j/"
                + owner.substring(0, 12) + "/lease'");
        SERVER.runInRegistry(
                "UPDATE registry.owner SET state = 'suspect', suspected = now() - interval '1 h' WHERE id = '" + owner
                        + "'");
        SERVER.letAnEngineSweep();
        assertThat(SERVER.exists(database.name())).isFalse();
    }

    private static PgTestDb openWithoutConnections() {
        return SERVER.external().setting("pgtestdb4j.pool.size", "0").open();
    }

    private static void assertTold(TestDatabase database, String why) {
        assertThatThrownBy(() -> database.dataSource().getConnection())
                .isInstanceOf(SQLException.class)
                .hasMessageContainingAll(
                        "The database " + database.name() + " of TakenForDeadIT.", "is not there any more", why)
                .hasMessageContaining("does not exist")
                .hasMessageNotContaining(database.password())
                .extracting(failure -> ((SQLException) failure).getSQLState())
                .isEqualTo("3D000");
    }

    /** What the registry says of the owner changes when it goes on as somebody else; what the test is told does not. */
    @Test
    void isSaidByTheDataSource() throws Exception {
        try (PgTestDb pg = openWithoutConnections();
                TestDatabase database = pg.database(Migrator.none())) {
            takeOwnerForDead(database);
            assertTold(database, WHY);

            try (TestDatabase next = pg.database(Migrator.none())) {
                assertThat(Query.value(next, "SELECT 1")).isEqualTo("1");
            }
            assertTold(database, WHY);
        }
    }

    /** Whatever the test connected with, and whether or not a database was to be kept. */
    @ParameterizedTest
    @EnumSource(names = {"NEVER", "ON_FAILURE"})
    void isSaidBesideTheFailure(Keep keep) throws Exception {
        Map<String, String> parameters =
                Map.of("pgtestdb4j.url", TestServer.unshared(SERVER.url()), "pgtestdb4j.pool.size", "0");
        try (TestSession session = TestSession.open(name -> Optional.ofNullable(parameters.get(name)))) {
            TestScope test = session.ofClass(
                            new TestId("OrdersTest", ""),
                            List.of(new DatabaseRequest("", List.of(), Migrator.none(), Isolation.DEFAULT, keep)))
                    .test(new TestId("OrdersTest", "storesAnOrder()"));
            TestDatabase database = test.database("");
            takeOwnerForDead(database);
            Throwable failure = catchThrowable(() -> TestServer.open(database.url()));
            assertThat(failure).hasMessageContaining("does not exist");

            test.close(new Outcome.Failed(failure));

            assertThat(failure.getSuppressed())
                    .singleElement()
                    .isInstanceOf(DatabaseException.class)
                    .extracting(Throwable.class::cast)
                    .satisfies(note -> assertThat(note)
                            .hasMessageContainingAll(database.name(), "OrdersTest.storesAnOrder()", WHY));
        }
    }

    @Test
    void isNotSaidOfWhatTheTestDroppedItself() throws Exception {
        try (PgTestDb pg = openWithoutConnections();
                TestDatabase database = pg.database(Migrator.none())) {
            SERVER.run("DROP DATABASE " + database.name());

            assertTold(database, "the test itself dropped it, or somebody else who may");
        }
    }

    @Test
    void isNotSaidOfWhatWentWithItsEngine() throws Exception {
        PgTestDb pg = openWithoutConnections();
        TestDatabase database = pg.database(Migrator.none());
        pg.close();
        SERVER.awaitEngines();

        assertTold(database, "the last PgTestDb was closed before the database was");
    }

    @Test
    void isNotSaidOfADatabaseThatIsThere() throws Exception {
        try (PgTestDb pg = openWithoutConnections();
                TestDatabase database = pg.database(Migrator.none())) {
            SERVER.run("ALTER DATABASE " + database.name() + " ALLOW_CONNECTIONS false");

            assertThatThrownBy(() -> database.dataSource().getConnection())
                    .hasMessageContaining("not currently accepting connections")
                    .hasMessageNotContaining("not there any more");
        }
    }
}
