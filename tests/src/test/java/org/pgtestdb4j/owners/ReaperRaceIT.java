package org.pgtestdb4j.owners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.DatabaseException;
import org.pgtestdb4j.KeptDatabase;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.PgTestDbException;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.fixture.Await;
import org.pgtestdb4j.fixture.Query;
import org.pgtestdb4j.fixture.TestServer;

/** An engine that lives is taken for dead, for the session with its lock was lost, and goes on working meanwhile. */
class ReaperRaceIT {

    private static final TestServer SERVER = TestServer.shared();
    private static final int ROUNDS = 5;

    private final ExecutorService pool = Executors.newCachedThreadPool();

    @AfterEach
    void nothingIsLeft() throws Exception {
        pool.shutdownNow();
        SERVER.awaitEngines();
        SERVER.external().setting("pgtestdb4j.keep.max", "0").open().close();
        SERVER.awaitEngines();
        SERVER.assertNothingIsLeft();
    }

    private static String ownerOf(TestDatabase database) throws Exception {
        return SERVER.registry("SELECT owner FROM registry.database WHERE name = ?", database.name())
                .get(0);
    }

    private static void takeForDead(String owner) throws Exception {
        SERVER.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'pgtestdb4j/"
                + owner.substring(0, 12) + "/lease'");
        SERVER.runInRegistry(
                "UPDATE registry.owner SET state = 'suspect', suspected = now() - interval '1 h' WHERE id = '" + owner
                        + "'");
    }

    private static boolean isDropping(String database) throws Exception {
        return !SERVER.column(
                        "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'DROP DATABASE%' || ? || '%'",
                        database)
                .isEmpty();
    }

    /** Opens an engine that does not connect to databases ahead, for those with sessions are spared. */
    private static PgTestDb openWithoutConnections() {
        return SERVER.external().setting("pgtestdb4j.pool.size", "0").open();
    }

    /** Whoever is told that a database was kept will look for it. */
    @Test
    void nothingIsSaidToBeKeptThatIsJustBeingDropped() throws Exception {
        try (PgTestDb pg = openWithoutConnections();
                TestDatabase database = pg.database(Migrator.none());
                Connection inTheWay = SERVER.connect()) {
            inTheWay.setAutoCommit(false);
            Query.run(inTheWay, "COMMENT ON DATABASE " + database.name() + " IS 'locked'");
            takeForDead(ownerOf(database));
            Future<?> reaper = pool.submit(() -> {
                SERVER.letAnEngineSweep();
                return true;
            });
            Await.until("the reaper is about to drop it", () -> isDropping(database.name()));

            Future<KeptDatabase> keeping = pool.submit(() -> database.keep("the test failed"));
            Await.until(
                    "the test is about to keep it",
                    () -> keeping.isDone()
                            || !SERVER.registry("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                            + " AND query LIKE 'UPDATE registry.database%why%'")
                                    .isEmpty());
            inTheWay.commit();

            assertThatThrownBy(() -> keeping.get(60, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(DatabaseException.class)
                    .hasMessageContainingAll(database.name(), "not there any more", "took this one for dead");
            assertThat(reaper.get(60, TimeUnit.SECONDS)).isEqualTo(true);
            assertThat(SERVER.exists(database.name())).isFalse();
        }
    }

    @Test
    void whatWasKeptInTimeStays() throws Exception {
        try (PgTestDb pg = openWithoutConnections();
                TestDatabase database = pg.database(Migrator.none());
                TestDatabase other = pg.database(Migrator.none())) {
            takeForDead(ownerOf(database));
            database.keep("the test failed");

            SERVER.letAnEngineSweep();

            assertThat(SERVER.exists(database.name())).isTrue();
            assertThat(SERVER.exists(other.name())).isFalse();
        }
    }

    /** What becomes of it is up to chance, but not that all is in order afterwards. */
    @Test
    void releasingAndKeepingGoOnWhileAReaperIsAtWork() throws Exception {
        List<String> kept = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            try (PgTestDb pg = SERVER.external().open()) {
                List<TestDatabase> databases = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    databases.add(pg.database(Migrator.none()));
                }
                takeForDead(ownerOf(databases.get(0)));
                Future<?> reaper = pool.submit(() -> {
                    SERVER.letAnEngineSweep();
                    return true;
                });
                for (TestDatabase database : databases) {
                    if (databases.indexOf(database) % 2 == 0) {
                        keep(database, kept);
                    }
                    database.close();
                }
                assertThat(reaper.get(60, TimeUnit.SECONDS)).isEqualTo(true);
            }
        }
        SERVER.awaitEngines();
        assertThat(SERVER.column("SELECT datname FROM pg_database WHERE datname ~ '^pgtestdb4j_c_'"))
                .containsExactlyInAnyOrderElementsOf(kept);
    }

    private static void keep(TestDatabase database, List<String> kept) {
        try {
            kept.add(database.keep("the test failed").database());
        } catch (PgTestDbException e) {
            assertThat(e).hasMessageContainingAll("Cannot keep", database.name());
        }
    }
}
