package org.pgtestdb4j.templates;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.util.List;
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
import org.pgtestdb4j.fixture.Await;
import org.pgtestdb4j.fixture.ChildJvm;
import org.pgtestdb4j.fixture.Migrators;
import org.pgtestdb4j.fixture.Query;
import org.pgtestdb4j.fixture.TestServer;

/** A JVM ends at once in the middle of a build, and the next one has to make do with what is there. */
class DyingBuilderIT {

    private static final TestServer SERVER = TestServer.shared();
    private static final int HALTED = 99;

    private final String hash = Migrators.newHash();
    private final Migrator good = Migrator.of(hash, Migrators.step("CREATE TABLE by_the_next ()"));

    @AfterAll
    static void nothingIsLeft() throws Exception {
        SERVER.awaitEngines();
        SERVER.sweep();
        SERVER.assertNothingIsLeft();
    }

    /** A migrator that ends its JVM at a chosen point. */
    private record Halting(String hash, String point) implements Migrator {

        private static final AtomicInteger ASKED = new AtomicInteger();

        @Override
        public void migrate(String url) throws Exception {
            Migrators.step("CREATE TABLE by_the_dead ()").migrate(url);
            if (point.equals("migration")) {
                Runtime.getRuntime().halt(HALTED);
            }
            if (point.equals("server")) {
                Migrators.step("SELECT pg_sleep(600)").migrate(url);
            }
            ASKED.set(0);
        }

        /** Asked for when the template is entered into the registry, just before it gets its name, and when it has it. */
        @Override
        public String toString() {
            if (point.equals(List.of("seal", "sealed").get(ASKED.getAndIncrement() % 2))) {
                Runtime.getRuntime().halt(HALTED);
            }
            return "halting at " + point;
        }
    }

    static final class Builder {

        private Builder() {}

        public static void main(String[] arguments) {
            try (PgTestDb pg = PgTestDb.open()) {
                System.out.println("building");
                pg.template(new Halting(arguments[0], arguments[1]));
                System.out.println("built");
            }
        }
    }

    private ChildJvm builder(String point) throws Exception {
        return ChildJvm.start(SERVER, Builder.class, hash, point);
    }

    private void letBuilderHaltAt(String point) throws Exception {
        try (ChildJvm child = builder(point)) {
            assertThat(child.exitCode()).as(child.output()).isEqualTo(HALTED);
        }
    }

    private String buildName() throws Exception {
        return SERVER.registry("SELECT name FROM registry.database WHERE kind = 'build'")
                .get(0);
    }

    private void assertNextBuildsAnew() throws Exception {
        try (PgTestDb pg = SERVER.external().open();
                TestDatabase database = pg.database(good)) {
            assertThat(Query.value(database, "SELECT count(*) FROM by_the_next"))
                    .isEqualTo("0");
            assertThat(Query.value(database, "SELECT to_regclass('by_the_dead') IS NULL"))
                    .isEqualTo("t");
            assertThat(pg.report().templatesBuilt()).isEqualTo(1);
            assertThat(SERVER.registry("SELECT name FROM registry.database WHERE kind = 'build'"))
                    .isEmpty();
        }
    }

    @Test
    void inTheMigration() throws Exception {
        letBuilderHaltAt("migration");
        assertThat(SERVER.exists(buildName())).isTrue();

        assertNextBuildsAnew();
    }

    @Test
    void justBeforeTheTemplateGetsItsName() throws Exception {
        letBuilderHaltAt("seal");
        assertThat(SERVER.exists(buildName())).isTrue();

        assertNextBuildsAnew();
    }

    @Test
    void justAfterTheTemplateGotItsName() throws Exception {
        letBuilderHaltAt("sealed");

        try (PgTestDb pg = SERVER.external().open();
                TestDatabase database = pg.database(good)) {
            assertThat(Query.value(database, "SELECT count(*) FROM by_the_dead"))
                    .isEqualTo("0");
            assertThat(pg.report().templatesReused()).isEqualTo(1);
        }
    }

    @Test
    void whileTheServerGoesOnMigrating() throws Exception {
        try (ChildJvm child = builder("server")) {
            child.await("building");
            Await.until(
                    "the migration sleeps",
                    () -> !SERVER.column(
                                    "SELECT pid FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(600)' AND state = 'active'")
                            .isEmpty());
        }
        assertThat(SERVER.column("SELECT datname FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(600)'"))
                .containsExactly(buildName());

        assertNextBuildsAnew();
    }

    /** The server does not notice that its client has gone before it is done. */
    @Test
    void whileTheServerGoesOnCreatingTheDatabase() throws Exception {
        SERVER.external().open().close(); // so that the registry is there
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try (Connection blocker = SERVER.connect()) {
            blocker.setAutoCommit(false);
            Query.run(
                    blocker,
                    "COMMENT ON DATABASE template0 IS 'nobody can clone this until the end of the transaction'");
            try (ChildJvm child = builder("nowhere")) {
                child.await("building");
                awaitBlockedCreations(1);
            }
            Future<?> next = pool.submit(() -> {
                assertNextBuildsAnew();
                return true;
            });
            awaitBlockedCreations(2);
            blocker.rollback();

            assertThat(next.get(60, TimeUnit.SECONDS)).isEqualTo(true);
        } finally {
            pool.shutdownNow();
        }
    }

    private static void awaitBlockedCreations(int count) throws Exception {
        Await.until(
                count + " builders wait for the lock",
                () -> SERVER.column(
                                        "SELECT pid FROM pg_stat_activity WHERE query LIKE 'CREATE DATABASE%' AND wait_event_type = 'Lock'")
                                .size()
                        == count);
    }
}
