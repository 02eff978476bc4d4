package org.pgtestdb4j.recycling;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.fixture.Migrators;
import org.pgtestdb4j.fixture.Query;
import org.pgtestdb4j.fixture.TestServer;

/** Very many tests at a time. {@code -Dproof.tests=20000} does more of them. */
class ManyTestsIT {

    private static final TestServer SERVER = TestServer.shared();
    private static final int THREADS = 8;

    private static final Migrator SHOP = Migrators.sql("""
            CREATE TABLE item (id serial PRIMARY KEY, name text UNIQUE);
            CREATE TABLE sale (id serial PRIMARY KEY, item int REFERENCES item, n int);
            CREATE TABLE shop (name text);
            INSERT INTO shop VALUES ('the one')""");

    /** What no renaming changes, all rows, and how many other sessions there are. */
    private static final String FOUND = """
            SELECT concat_ws(', ', (SELECT oid FROM pg_database WHERE datname = current_database()),
                             (SELECT count(*) FROM item) || ' ' || (SELECT count(*) FROM sale) || ' ' || (SELECT string_agg(name, ' ') FROM shop),
                             (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()))""";

    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final AtomicInteger usedBefore = new AtomicInteger();

    @AfterAll
    static void nothingIsLeft() throws Exception {
        SERVER.assertNothingIsLeft();
    }

    @Test
    void neverSeeEachOthersRowsAndLeaveNothing() throws Exception {
        int each = Integer.getInteger("proof.tests", 1000) / THREADS;
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (PgTestDb pg = Recycled.on(SERVER, 16).open()) {
            pg.template(SHOP);
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                Random random = new Random(thread);
                running.add(threads.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        test(pg, random);
                    }
                    return null;
                }));
            }
            for (Future<?> one : running) {
                one.get(20, TimeUnit.MINUTES);
            }
            int databases = Integer.parseInt(
                    SERVER.column("SELECT count(*) FROM pg_database").get(0));
            assertThat(databases).isLessThan(100);
        } finally {
            threads.shutdownNow();
        }
        assertThat(usedBefore.get()).isGreaterThan(each);
    }

    private void test(PgTestDb pg, Random random) throws SQLException {
        try (TestDatabase database = pg.database(SHOP)) {
            String[] found = String.valueOf(Query.value(database, FOUND)).split(", ");
            if (!seen.add(found[0])) {
                usedBefore.incrementAndGet();
            }
            assertThat(found[1]).isEqualTo("0 0 the one");
            assertThat(found[2]).isEqualTo("0");
            switch (random.nextInt(10)) {
                case 0 -> {}
                case 1 -> Query.run(database, "UPDATE shop SET name = 'another'");
                case 2 -> Query.run(database, "DROP TABLE sale");
                case 3 -> leak(database);
                case 4 -> kill(database);
                default -> {
                    assertThat(Query.value(database, "INSERT INTO item (name) VALUES ('a') RETURNING id"))
                            .isEqualTo("1");
                    Query.run(database, "INSERT INTO sale (item, n) SELECT 1, g FROM generate_series(1, 20) g");
                }
            }
        }
    }

    @SuppressWarnings("MustBeClosed")
    private static void leak(TestDatabase database) throws SQLException {
        Connection left = TestServer.open(database.url());
        left.setAutoCommit(false);
        Query.run(left, "INSERT INTO item (name) VALUES ('left open')");
    }

    private static void kill(TestDatabase database) {
        try {
            Query.run(
                    database,
                    "INSERT INTO item (name) VALUES ('killed'); SELECT pg_terminate_backend(pg_backend_pid())");
        } catch (SQLException e) {
            assertThat(e.getSQLState()).isEqualTo("57P01");
        }
    }
}
