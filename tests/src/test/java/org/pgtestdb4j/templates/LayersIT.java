package org.pgtestdb4j.templates;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
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

class LayersIT {

    private static final TestServer SERVER = TestServer.shared();

    private final AtomicInteger bottomRan = new AtomicInteger();
    private final Migrator bottom = Migrator.of(Migrators.newHash(), url -> {
        bottomRan.incrementAndGet();
        Migrators.step("CREATE TABLE city (name text); INSERT INTO city VALUES ('Ulm')")
                .migrate(url);
    });

    @AfterAll
    static void nothingIsLeft() throws Exception {
        SERVER.assertNothingIsLeft();
    }

    private static Migrator adding(String city) {
        return Migrators.sql("INSERT INTO city VALUES ('" + city + "')");
    }

    private static String cities(TestDatabase database) throws Exception {
        return Query.value(database, "SELECT string_agg(name, ', ' ORDER BY name) FROM city");
    }

    @Test
    void shareTheOnesBelowThem() throws Exception {
        try (PgTestDb pg = SERVER.external().open();
                TestDatabase aix = pg.database(bottom.then(adding("Aix")));
                TestDatabase rom = pg.database(bottom.then(adding("Rom")));
                TestDatabase plain = pg.database(bottom)) {
            assertThat(cities(aix)).isEqualTo("Aix, Ulm");
            assertThat(cities(rom)).isEqualTo("Rom, Ulm");
            assertThat(cities(plain)).isEqualTo("Ulm");
            assertThat(pg.report().templatesBuilt()).isEqualTo(3);
        }
        assertThat(bottomRan).hasValue(1);
    }

    @Test
    void areNotEvenLookedAtWhenTheTopIsThere() throws Exception {
        Migrator top = bottom.then(adding("Aix"));
        try (PgTestDb first = SERVER.external().open()) {
            first.template(top);
        }
        try (PgTestDb second = SERVER.external().open();
                TestDatabase database = second.database(top)) {
            assertThat(cities(database)).isEqualTo("Aix, Ulm");
            assertThat(second.report().templatesReused()).isEqualTo(1);
            assertThat(second.report().templatesBuilt()).isZero();
        }
    }

    @Test
    void areTheSameUpperHashOnAnotherBottomAnotherTemplate() throws Exception {
        Migrator upper = adding("Aix");
        Migrator other = Migrators.sql("CREATE TABLE city (name text)");
        try (PgTestDb pg = SERVER.external().open();
                TestDatabase one = pg.database(bottom.then(upper));
                TestDatabase two = pg.database(other.then(upper))) {
            assertThat(cities(one)).isEqualTo("Aix, Ulm");
            assertThat(cities(two)).isEqualTo("Aix");
        }
    }

    @Test
    void shareTheOnesBelowThemAlsoWhenEightThreadsAskAtOnce() throws Exception {
        int threads = 8;
        AtomicInteger middleRan = new AtomicInteger();
        Migrator middle = bottom.then(Migrator.of(Migrators.newHash(), url -> {
            middleRan.incrementAndGet();
            Migrators.step("INSERT INTO city VALUES ('Bonn')").migrate(url);
        }));
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try (PgTestDb one = SERVER.external().open();
                PgTestDb other = SERVER.external().open()) {
            List<Future<String>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                PgTestDb pg = i % 2 == 0 ? one : other;
                Migrator top = middle.then(adding("Top" + i));
                running.add(pool.submit(() -> {
                    start.await();
                    try (TestDatabase database = pg.database(top)) {
                        return cities(database);
                    }
                }));
            }
            for (int i = 0; i < threads; i++) {
                assertThat(running.get(i).get(120, TimeUnit.SECONDS)).isEqualTo("Bonn, Top" + i + ", Ulm");
            }
            assertThat(one.report().templatesBuilt() + other.report().templatesBuilt())
                    .isEqualTo(threads + 2);
        } finally {
            pool.shutdownNow();
        }
        assertThat(bottomRan).hasValue(1);
        assertThat(middleRan).hasValue(1);
    }

    @Test
    void startAsTheOneBelowEndedAndMayChangeIt() throws Exception {
        Migrator lower = Migrators.sql("""
                CREATE SCHEMA app;
                DO $$ BEGIN
                  EXECUTE format('ALTER DATABASE %I SET search_path = app, "B c", public', current_database());
                  EXECUTE format('ALTER DATABASE %I SET work_mem = ''5MB''', current_database());
                  EXECUTE format('COMMENT ON DATABASE %I IS ''lower''', current_database());
                  EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO pg_monitor', current_database());
                END $$""");
        Migrator upper = Migrators.sql("""
                CREATE TABLE found AS
                SELECT current_setting('search_path') AS path, current_setting('work_mem') AS memory,
                       shobj_description(oid, 'pg_database') AS comment, datacl::text AS acl
                FROM pg_database WHERE datname = current_database();
                DO $$ BEGIN
                  EXECUTE format('ALTER DATABASE %I RESET work_mem', current_database());
                  EXECUTE format('COMMENT ON DATABASE %I IS ''upper''', current_database());
                END $$""");
        try (PgTestDb pg = SERVER.external().open();
                TestDatabase database = pg.database(lower.then(upper))) {
            assertThat(Query.value(database, "SELECT path || ' ' || memory || ' ' || comment FROM app.found"))
                    .isEqualTo("app, \"B c\", public 5MB lower");
            assertThat(
                            Query.value(
                                    database,
                                    "SELECT (SELECT acl FROM app.found) = datacl::text FROM pg_database WHERE datname = current_database()"))
                    .isEqualTo("t");
            assertThat(Query.value(database, "SELECT acl FROM app.found")).contains("pg_monitor=T/");
            assertThat(Query.value(database, "SHOW search_path")).isEqualTo("app, \"B c\", public");
            assertThat(Query.value(database, "SHOW work_mem")).isEqualTo("4MB");
            assertThat(
                            Query.value(
                                    database,
                                    "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"))
                    .isEqualTo("upper");
        }
    }
}
