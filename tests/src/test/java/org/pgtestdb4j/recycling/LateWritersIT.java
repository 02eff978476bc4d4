package org.pgtestdb4j.recycling;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.fixture.Await;
import org.pgtestdb4j.fixture.Migrators;
import org.pgtestdb4j.fixture.Query;
import org.pgtestdb4j.fixture.TestServer;

/** What a test has left behind goes on writing, while its database is handed out again. */
class LateWritersIT {

    private static final TestServer SERVER = TestServer.shared();
    private static final Migrator CITY = Migrators.sql("CREATE TABLE city (name text)");
    private static final int TESTS = 30;
    private static final Comparison COMPARISON = new Comparison(SERVER::urlOf);

    private final Set<String> seen = new HashSet<>();

    @AfterAll
    static void nothingIsLeft() throws Exception {
        SERVER.assertNothingIsLeft();
    }

    private static PgTestDb.Builder recycling() {
        return Recycled.on(SERVER);
    }

    private boolean wasUsedBefore(TestDatabase database) throws SQLException {
        return !seen.add(COMPARISON.oidOf(database));
    }

    /** Connects, writes and closes for as long as it can, as a poller with its own url does. */
    private static void poll(String url, AtomicBoolean enough, AtomicInteger written) {
        while (!enough.get()) {
            try (Connection connection = TestServer.open(url)) {
                Query.run(connection, "INSERT INTO city VALUES ('late')");
                written.incrementAndGet();
            } catch (SQLException e) {
                // Its database is gone; a poller does not care.
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void asPollersWithUrlsOfTheirOwnReachNobody() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        AtomicInteger written = new AtomicInteger();
        List<Thread> pollers = new ArrayList<>();
        int usedBefore = 0;
        try (PgTestDb pg = recycling().open()) {
            for (int i = 0; i < TESTS; i++) {
                try (TestDatabase database = pg.database(CITY)) {
                    usedBefore += wasUsedBefore(database) ? 1 : 0;
                    assertThat(Query.value(database, "SELECT count(*) FROM city"))
                            .isEqualTo("0");
                    if (i % 10 == 0) {
                        String url = database.url();
                        Thread poller = new Thread(() -> poll(url, enough, written));
                        pollers.add(poller);
                        poller.start();
                        Await.until("it writes", () -> written.get() > 0);
                    }
                }
                written.set(0);
            }
        } finally {
            enough.set(true);
            for (Thread poller : pollers) {
                poller.join();
            }
        }
        assertThat(usedBefore).isPositive();
    }

    @Test
    void asSessionsThatWereLeftOpenReachNobody() throws Exception {
        List<Connection> leaked = new ArrayList<>();
        int usedBefore = 0;
        try (PgTestDb pg = recycling().open()) {
            for (int i = 0; i < TESTS; i++) {
                try (TestDatabase database = pg.database(CITY)) {
                    usedBefore += wasUsedBefore(database) ? 1 : 0;
                    assertThat(Query.value(database, "SELECT count(*) FROM city"))
                            .isEqualTo("0");
                    Connection connection = TestServer.open(database.url());
                    connection.setAutoCommit(false);
                    Query.run(connection, "INSERT INTO city VALUES ('open')");
                    leaked.add(connection);
                    Query.run(database, "INSERT INTO city VALUES ('mine')");
                }
                leaked.forEach(LateWritersIT::tryToWrite);
            }
        }
        assertThat(usedBefore).isPositive();
    }

    private static void tryToWrite(Connection connection) {
        try {
            Query.run(connection, "INSERT INTO city VALUES ('late')");
            connection.commit();
        } catch (SQLException e) {
            // Taken away, as it should be.
            Thread.onSpinWait();
        }
    }

    /** A thread that its test's time-out has given up on works with the data source. */
    @Test
    void asThreadsWithTheDataSourceReachNobody() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        List<Thread> threads = new ArrayList<>();
        try (PgTestDb pg = recycling().open()) {
            for (int i = 0; i < TESTS; i++) {
                try (TestDatabase database = pg.database(CITY)) {
                    assertThat(Query.value(database, "SELECT count(*) FROM city"))
                            .isEqualTo("0");
                    DataSource source = database.dataSource();
                    if (i % 10 == 0) {
                        AtomicInteger written = new AtomicInteger();
                        Thread thread = new Thread(() -> write(source, enough, written));
                        threads.add(thread);
                        thread.start();
                        Await.until("it writes", () -> written.get() > 0);
                    }
                }
            }
        } finally {
            enough.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    private static void write(DataSource source, AtomicBoolean enough, AtomicInteger written) {
        while (!enough.get()) {
            try {
                Query.run(source, "INSERT INTO city VALUES ('late')");
                written.incrementAndGet();
            } catch (SQLException | RuntimeException e) {
                Thread.onSpinWait();
            }
        }
    }
}
