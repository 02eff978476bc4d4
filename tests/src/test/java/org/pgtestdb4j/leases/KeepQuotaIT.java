package org.pgtestdb4j.leases;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.fixture.CapturedErr;
import org.pgtestdb4j.fixture.Query;
import org.pgtestdb4j.fixture.TestServer;

/** Kept databases beyond what may stay are removed by the next run. */
class KeepQuotaIT {

    private static final TestServer SERVER = TestServer.start();

    @BeforeAll
    static void createRegistry() {
        SERVER.external().open().close();
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        SERVER.assertNothingIsLeft();
    }

    /** Keeps databases in a run of its own, and returns them in the order of their creation. */
    private static List<String> keep(int count) throws Exception {
        List<String> before = kept();
        try (PgTestDb pg = SERVER.external().open()) {
            for (int i = 0; i < count; i++) {
                TestDatabase database = pg.database(Migrator.none());
                database.keep("to be looked at");
                database.close();
            }
        }
        SERVER.awaitEngines();
        List<String> names = new ArrayList<>(kept());
        names.removeAll(before);
        return names;
    }

    /** A run that does nothing itself. */
    private static void run(String setting, String value) throws Exception {
        SERVER.external().setting(setting, value).open().close();
        SERVER.awaitEngines();
    }

    private static List<String> kept() throws Exception {
        List<String> registered =
                SERVER.registry("SELECT name FROM registry.database WHERE state = 'kept' ORDER BY created, name");
        assertThat(SERVER.column("SELECT datname FROM pg_database WHERE datname ~ '^pgtestdb4j_c_'"))
                .containsExactlyInAnyOrderElementsOf(registered);
        return registered;
    }

    @Test
    void theOldestGoFirst() throws Exception {
        List<String> first = keep(3);
        List<String> second = keep(2);

        run("pgtestdb4j.keep.max", "5");
        assertThat(kept()).hasSize(5);
        run("pgtestdb4j.keep.max", "3");
        assertThat(kept()).containsExactly(first.get(2), second.get(0), second.get(1));
        run("pgtestdb4j.keep.max", "1");
        assertThat(kept()).containsExactly(second.get(1));
        run("pgtestdb4j.keep.max", "0");
        assertThat(kept()).isEmpty();
    }

    @Test
    void thoseThatAreTooOldGoHoweverFew() throws Exception {
        List<String> names = keep(3);
        SERVER.runInRegistry(
                "UPDATE registry.database SET created = now() - interval '49 h' WHERE name = '" + names.get(0) + "'");
        SERVER.runInRegistry(
                "UPDATE registry.database SET created = now() - interval '47 h' WHERE name = '" + names.get(1) + "'");

        run("pgtestdb4j.keep.max-age", "2d");

        assertThat(kept()).containsExactly(names.get(1), names.get(2));
        run("pgtestdb4j.keep.max", "0");
    }

    @Test
    void areTwentyForAWeekWhereNothingIsSet() throws Exception {
        List<String> names = keep(22);
        SERVER.runInRegistry(
                "UPDATE registry.database SET created = now() - interval '169 h' WHERE name = '" + names.get(1) + "'");

        SERVER.external().open().close();
        SERVER.awaitEngines();

        assertThat(kept()).containsExactlyInAnyOrderElementsOf(names.subList(2, 22));
        run("pgtestdb4j.keep.max", "0");
    }

    @Test
    void staysWhatSomebodyLooksAtAndWhatALivingEngineKept() throws Exception {
        List<String> names = keep(2);
        try (PgTestDb living = SERVER.external().open();
                TestDatabase database = living.database(Migrator.none())) {
            database.keep("the test still runs");
            try (CapturedErr err = CapturedErr.start();
                    Connection looking = SERVER.connect(names.get(0))) {
                SERVER.external().setting("pgtestdb4j.keep.max", "0").open().close();
                SERVER.letAnEngineSweep();

                assertThat(SERVER.registry("SELECT name FROM registry.database WHERE state = 'kept'"))
                        .containsExactlyInAnyOrder(names.get(0), database.name());
                assertThat(Query.value(looking, "SELECT 1")).isEqualTo("1");
                assertThat(err.text()).as("a DROP that was tried in vain").doesNotContain("Cannot drop");
                assertThat(Query.value(database, "SELECT 1")).isEqualTo("1");
            }
        }
        SERVER.awaitEngines();
        run("pgtestdb4j.keep.max", "0");
    }

    @Test
    void isSomebodyElsesWhatTookThePlaceOfAKeptOne() throws Exception {
        String name = keep(1).get(0);
        SERVER.run("DROP DATABASE " + name, "CREATE DATABASE " + name);

        run("pgtestdb4j.keep.max", "0");

        assertThat(SERVER.exists(name)).isTrue();
        SERVER.run("DROP DATABASE " + name);
    }
}
