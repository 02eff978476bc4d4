package org.pgtestdb4j.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.PgTestDbException;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.fixture.Await;
import org.pgtestdb4j.fixture.Migrators;
import org.pgtestdb4j.fixture.Query;
import org.pgtestdb4j.fixture.TestServer;

/** The server crashes in the middle of a run and starts again: all sessions end at once. */
class CrashedServerIT {

    private static final int MOST_FAILURES = 10;

    @Test
    void testsInFlightFailAndTheNextOnesGoOn() throws Exception {
        Migrator city = Migrators.sql("CREATE TABLE city (name text); INSERT INTO city VALUES ('Ulm')");
        AtomicInteger failures = new AtomicInteger();
        try (TestServer server = TestServer.start()) {
            try (PgTestDb pg = server.external().open();
                    TestDatabase before = pg.database(city);
                    Connection inFlight = before.dataSource().getConnection()) {
                server.crash();

                assertThatThrownBy(() -> Query.run(inFlight, "SELECT 1")).isInstanceOf(SQLException.class);
                for (int i = 0; i < 5; i++) {
                    Await.until("a database can be had again", () -> canBeHad(pg, city, failures));
                }
                assertThat(Query.value(before, "SELECT name FROM city")).isEqualTo("Ulm");
            }
            assertThat(failures.get()).isLessThanOrEqualTo(MOST_FAILURES);
            server.awaitEngines();
            server.sweep();
            server.assertNothingIsLeft();
        }
    }

    private static boolean canBeHad(PgTestDb pg, Migrator migrator, AtomicInteger failures) throws SQLException {
        try (TestDatabase database = pg.database(migrator)) {
            assertThat(Query.value(database, "SELECT name FROM city")).isEqualTo("Ulm");
            return true;
        } catch (PgTestDbException e) {
            failures.incrementAndGet();
            return false;
        }
    }
}
