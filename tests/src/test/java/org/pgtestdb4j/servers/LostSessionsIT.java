package org.pgtestdb4j.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.DatabaseException;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.ServerException;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.fixture.Await;
import org.pgtestdb4j.fixture.Migrators;
import org.pgtestdb4j.fixture.Query;
import org.pgtestdb4j.fixture.TestServer;

/** The server, or a network between, ends all of an engine's sessions in the middle of a run. */
class LostSessionsIT {

    private static final TestServer SERVER = TestServer.shared();
    private static final int MOST_SESSIONS = 4;

    @AfterAll
    static void nothingIsLeft() throws Exception {
        SERVER.assertNothingIsLeft();
    }

    private static String ownerOf(TestDatabase database) throws Exception {
        return SERVER.registry("SELECT owner FROM registry.database WHERE name = ?", database.name())
                .get(0);
    }

    private static void endSessionsOf(String owner) throws Exception {
        String sessions = "application_name LIKE 'pgtestdb4j/" + owner.substring(0, 12) + "/%'";
        SERVER.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE " + sessions);
    }

    /** A session that was used just now is trusted, so it may take one failure each to find out. */
    @Test
    void failAFewRequestsAtMost() throws Exception {
        Migrator known = Migrators.sql("CREATE TABLE city ()");
        Migrator unknown = Migrators.sql("CREATE TABLE city ()");
        AtomicInteger failures = new AtomicInteger();
        try (PgTestDb pg = SERVER.external().open();
                TestDatabase before = pg.database(known)) {
            endSessionsOf(ownerOf(before));

            for (Migrator migrator : List.of(known, unknown, known, unknown)) {
                Await.until("a database can be had again", () -> canBeHad(pg, migrator, failures));
            }
            assertThat(Query.value(before, "SELECT count(*) FROM city")).isEqualTo("0");
        }
        assertThat(failures.get()).isLessThanOrEqualTo(MOST_SESSIONS);
    }

    @Test
    void areNoReasonToLeaveAnythingBehind() throws Exception {
        Migrator migrator = Migrators.sql("CREATE TABLE city ()");
        for (int round = 0; round < 5; round++) {
            PgTestDb pg = SERVER.external().open();
            List<TestDatabase> held = IntStream.range(0, MOST_SESSIONS)
                    .parallel()
                    .mapToObj(i -> pg.database(migrator))
                    .toList();
            endSessionsOf(ownerOf(held.get(0)));
            held.forEach(TestDatabase::close);
            pg.close();
            SERVER.assertNothingIsLeft();
        }
    }

    private static boolean canBeHad(PgTestDb pg, Migrator migrator, AtomicInteger failures) throws Exception {
        try (TestDatabase database = pg.database(migrator)) {
            assertThat(Query.value(database, "SELECT count(*) FROM city")).isEqualTo("0");
            return true;
        } catch (ServerException | DatabaseException e) {
            assertThat(e).hasMessageContaining("terminating connection");
            failures.incrementAndGet();
            return false;
        }
    }
}
