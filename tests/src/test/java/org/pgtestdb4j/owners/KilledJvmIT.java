package org.pgtestdb4j.owners;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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

class KilledJvmIT {

    private static final TestServer SERVER = TestServer.shared();
    private static final int JVMS = 10;
    private static final int AT_A_TIME = 5;
    private static final int LATEST_MILLIS = 400;

    @AfterAll
    static void nothingIsLeft() throws Exception {
        SERVER.assertNothingIsLeft();
    }

    private static Migrator city(String hash, int layer) {
        return Migrator.of(
                hash + "-" + layer,
                Migrators.step("CREATE TABLE city_%d AS SELECT generate_series(1, 1000) AS id".formatted(layer)));
    }

    /** Builds, clones and drops without a pause. */
    static final class Busy {

        private Busy() {}

        public static void main(String[] arguments) throws Exception {
            try (PgTestDb pg = PgTestDb.open()) {
                System.out.println("begin");
                for (int layer = 1; ; layer++) {
                    Migrator migrator = city(arguments[0], 1).then(city(arguments[0], layer + 1));
                    for (int i = 0; i < 4; i++) {
                        try (TestDatabase database = pg.database(migrator)) {
                            Query.run(database, "CREATE TABLE used ()");
                        }
                    }
                }
            }
        }
    }

    @Test
    void atRandomMomentsLeavesNothingAndHarmsNobody() throws Exception {
        long seed = Long.getLong("pgtestdb4j.tests.seed", System.nanoTime());
        Random random = new Random(seed);
        String hash = Migrators.newHash();
        SERVER.run("CREATE DATABASE pgtestdb4j_bystander");
        try (PgTestDb bystander = SERVER.external().open();
                TestDatabase alive = bystander.database(Migrator.none())) {
            for (int i = 0; i < JVMS; i += AT_A_TIME) {
                killAtRandom(hash, random);
            }
            assertThat(SERVER.registry("SELECT id FROM registry.owner")).hasSizeGreaterThan(JVMS);
            assertARunWorks(hash);
            SERVER.sweep();
            assertThat(Query.value(alive, "SELECT current_database()")).isEqualTo(alive.name());
            Await.until(
                    "only the bystander is left",
                    () -> SERVER.registry("SELECT id FROM registry.owner UNION SELECT owner FROM registry.database")
                            .equals(SERVER.registry(
                                    "SELECT owner FROM registry.database WHERE name = ?", alive.name())));
        } catch (Exception | AssertionError e) {
            throw new AssertionError("replay with -Dpgtestdb4j.tests.seed=" + seed, e);
        }
        assertThat(SERVER.exists("pgtestdb4j_bystander")).isTrue();
        SERVER.run("DROP DATABASE pgtestdb4j_bystander");
    }

    private static void killAtRandom(String hash, Random random) throws Exception {
        List<ChildJvm> children = new ArrayList<>();
        try {
            for (int i = 0; i < AT_A_TIME; i++) {
                children.add(ChildJvm.start(SERVER, Busy.class, hash));
            }
            for (ChildJvm child : children) {
                child.await("begin");
                child.killAfter(random.nextInt(LATEST_MILLIS));
            }
        } finally {
            children.forEach(ChildJvm::close);
        }
    }

    private static void assertARunWorks(String hash) throws Exception {
        try (PgTestDb pg = SERVER.external().open();
                TestDatabase database = pg.database(city(hash, 1).then(city(hash, 2)));
                Connection connection = database.dataSource().getConnection()) {
            assertThat(Query.value(connection, "SELECT count(*) FROM city_1")).isEqualTo("1000");
            assertThat(Query.value(connection, "SELECT count(*) FROM city_2")).isEqualTo("1000");
            assertThat(Query.column(connection, "SELECT relname FROM pg_class WHERE relname = 'used'"))
                    .isEmpty();
        }
    }
}
