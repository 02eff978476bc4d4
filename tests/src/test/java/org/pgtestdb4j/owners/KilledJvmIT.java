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
    private static final int KILLS = Integer.getInteger("tests.kills", 10);
    private static final int AT_A_TIME = 2;
    private static final int LATEST_MILLIS = 1_000;
    private static final String BYSTANDER = "pgtestdb4j_bystander";

    @AfterAll
    static void nothingIsLeft() throws Exception {
        SERVER.run("DROP DATABASE IF EXISTS " + BYSTANDER);
        SERVER.assertNothingIsLeft();
    }

    private static PgTestDb open() {
        return SERVER.external().setting("pgtestdb4j.keep.max", "10000").open();
    }

    private static Migrator city(String hash, int layer) {
        return Migrator.of(
                hash + "-" + layer,
                Migrators.step("CREATE TABLE city_%d AS SELECT generate_series(1, 1000) AS id".formatted(layer)));
    }

    /** Builds, clones, drops and keeps without a pause. */
    static final class Busy {

        private Busy() {}

        public static void main(String[] arguments) throws Exception {
            try (PgTestDb pg =
                    PgTestDb.builder().setting("pgtestdb4j.keep.max", "10000").open()) {
                System.out.println("begin");
                for (int layer = 1; ; layer++) {
                    Migrator migrator = city(arguments[0], 1).then(city(arguments[0], layer + 1));
                    for (int i = 0; i < 4; i++) {
                        try (TestDatabase database = pg.database(migrator)) {
                            Query.run(database, "CREATE TABLE used ()");
                            if (i == 1) {
                                System.out.println("kept "
                                        + database.keep("to be looked at").database());
                            }
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
        SERVER.run("CREATE DATABASE " + BYSTANDER);
        List<String> kept = new ArrayList<>();
        try (PgTestDb bystander = open();
                TestDatabase alive = bystander.database(Migrator.none())) {
            for (int i = 0; i < KILLS; i += AT_A_TIME) {
                kept.addAll(killAtRandom(hash, random));
                assertARunWorks(hash);
            }
            SERVER.sweep();
            assertThat(Query.value(alive, "SELECT current_database()")).isEqualTo(alive.name());
            assertKeptOnesAreLeft(kept, alive);
            removeKept();
            Await.until(
                    "only the bystander is left",
                    () -> SERVER.registry("SELECT id FROM registry.owner UNION SELECT owner FROM registry.database")
                            .equals(SERVER.registry(
                                    "SELECT owner FROM registry.database WHERE name = ?", alive.name())));
        } catch (Exception | AssertionError e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
        }
        SERVER.run("DROP DATABASE " + BYSTANDER);
    }

    /** One more than is said may be kept for each that was killed: it could not say so any more. */
    private static void assertKeptOnesAreLeft(List<String> kept, TestDatabase alive) throws Exception {
        List<String> registered = SERVER.registry("SELECT name FROM registry.database WHERE state = 'kept'");
        assertThat(registered).containsAll(kept);
        assertThat(registered.size() - kept.size()).isBetween(0, KILLS);
        Await.untilHolds(() -> {
            // What a dead one's session was still busy with stayed for the next sweep
            SERVER.letAnEngineSweep();
            assertThat(databasesOfOthersThan(alive))
                    .as("databases of the dead, whom the registry calls %s", owners())
                    .containsExactlyInAnyOrderElementsOf(registered);
        });
    }

    private static List<String> databasesOfOthersThan(TestDatabase alive) throws Exception {
        return SERVER.column(
                "SELECT datname FROM pg_database WHERE datname ~ '^pgtestdb4j_[bc]_' AND datname NOT LIKE ?",
                alive.name().replaceAll("\\d+$", "%"));
    }

    private static List<String> owners() throws Exception {
        return SERVER.registry("""
                SELECT o.id || ' ' || o.state || ': ' || string_agg(d.name || ' ' || d.state, ', ')
                FROM registry.owner o LEFT JOIN registry.database d ON d.owner = o.id
                GROUP BY o.id""");
    }

    private static void removeKept() throws Exception {
        SERVER.external().setting("pgtestdb4j.keep.max", "0").open().close();
        Await.until(
                "what was kept is removed",
                () -> SERVER.registry("SELECT name FROM registry.database WHERE state = 'kept'")
                        .isEmpty());
        SERVER.letAnEngineSweep();
    }

    private static List<String> killAtRandom(String hash, Random random) throws Exception {
        List<ChildJvm> children = new ArrayList<>();
        try {
            for (int i = 0; i < AT_A_TIME; i++) {
                children.add(ChildJvm.start(SERVER, Busy.class, hash));
            }
            for (ChildJvm child : children) {
                child.await("begin");
                child.killAfter(random.nextInt(LATEST_MILLIS));
            }
            return children.stream()
                    .flatMap(child -> child.all("kept").stream())
                    .toList();
        } finally {
            children.forEach(ChildJvm::close);
        }
    }

    private static void assertARunWorks(String hash) throws Exception {
        try (PgTestDb pg = open();
                TestDatabase database = pg.database(city(hash, 1).then(city(hash, 2)));
                Connection connection = database.dataSource().getConnection()) {
            assertThat(Query.value(connection, "SELECT count(*) FROM city_1")).isEqualTo("1000");
            assertThat(Query.value(connection, "SELECT count(*) FROM city_2")).isEqualTo("1000");
            assertThat(Query.column(connection, "SELECT relname FROM pg_class WHERE relname = 'used'"))
                    .isEmpty();
        }
    }
}
