package org.pgtestdb4j.recycling;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.PgTestDbException;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.fixture.Await;
import org.pgtestdb4j.fixture.Query;
import org.pgtestdb4j.fixture.TestServer;
import org.pgtestdb4j.internal.recycle.Reason;

/** Where databases are not handed out again, whatever their tests do. */
class RefusedIT {

    private static final String RESTORING_ROLE = "pgtestdb4j_test_restore";

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void nothingIsLeft() throws Exception {
        server.assertNothingIsLeft();
        server.close();
    }

    /** Runs some statements as the role of the tests, and then some as the admin. */
    private static Migrator migrator(String... byAdmin) {
        return Migrator.of("refused-" + UUID.randomUUID(), url -> {
            try (Connection connection = TestServer.open(url);
                    Connection admin = server.connect(connection.getCatalog())) {
                Query.run(connection, "CREATE TABLE city (name text)");
                for (String statement : byAdmin) {
                    Query.run(admin, statement);
                }
            }
        });
    }

    private static void assertDroppedUnseen(PgTestDb engine, Migrator migrator) throws Exception {
        TestDatabase used = Recycled.first(engine, migrator, server);
        String oid = new Comparison(server::urlOf).oidOf(used);
        used.close();

        Await.until(
                "it is dropped",
                () -> Recycled.verdicts(engine) > 0
                        || server.column("SELECT 1 FROM pg_database WHERE oid = ?::oid", oid)
                                .isEmpty());
        assertThat(engine.report().recycled()).isZero();
        assertThat(engine.report().notRecycled()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE FUNCTION public.watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'; CREATE EVENT TRIGGER watching ON ddl_command_end EXECUTE FUNCTION public.watch()",
                "CREATE SEQUENCE public.others",
                "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET track_counts = off', current_database()); END $$",
                "DO $$ BEGIN EXECUTE format('ALTER ROLE pgtestdb4j_test IN DATABASE %I SET track_counts = off', current_database()); END $$",
                "CREATE FUNCTION public.unseen() RETURNS void LANGUAGE sql SET track_counts = off AS 'SELECT'"
            })
    void areTemplatesWith(String special) throws Exception {
        try (PgTestDb engine = Recycled.on(server).open()) {
            assertDroppedUnseen(engine, migrator(special));
        }
    }

    @Test
    void areAllWhereTestsMaySwitchTheCountersOff() throws Exception {
        try (PgTestDb engine = Recycled.on(server).open()) {
            engine.template(migrator());
            server.run("GRANT SET ON PARAMETER track_counts TO pgtestdb4j_test");
            assertDroppedUnseen(engine, migrator());
        } finally {
            server.run("REVOKE SET ON PARAMETER track_counts FROM pgtestdb4j_test");
        }
    }

    @Test
    void areAllWhereTheServerDoesNotCount() throws Exception {
        server.run("ALTER SYSTEM SET track_counts = off", "SELECT pg_reload_conf()");
        try (PgTestDb engine = Recycled.on(server).open()) {
            Await.until(
                    "the server does not count",
                    () -> server.column("SHOW track_counts").equals(List.of("off")));
            assertDroppedUnseen(engine, migrator());
        } finally {
            server.run("ALTER SYSTEM RESET track_counts", "SELECT pg_reload_conf()");
            Await.until(
                    "the server counts",
                    () -> server.column("SHOW track_counts").equals(List.of("on")));
        }
    }

    @Test
    void areAllWhereTestsHaveRightsBeyondTheirDatabases() throws Exception {
        try (PgTestDb engine = Recycled.on(server)
                .setting("pgtestdb4j.role", "pgtestdb4j_test_wide")
                .setting("pgtestdb4j.role.attributes", "createdb")
                .open()) {
            assertDroppedUnseen(engine, migrator());
        }
    }

    @Test
    void areAllWhereTestsShareTheRightsOfAnotherRole() throws Exception {
        try (PgTestDb engine = Recycled.on(server)
                .setting("pgtestdb4j.role", "pgtestdb4j_test_member")
                .open()) {
            engine.template(migrator());
        }
        server.awaitEngines();
        server.run("GRANT pg_monitor TO pgtestdb4j_test_member");
        try (PgTestDb engine = Recycled.on(server)
                .setting("pgtestdb4j.role", "pgtestdb4j_test_member")
                .open()) {
            assertDroppedUnseen(engine, migrator());
        }
    }

    private interface Meanwhile {

        void act(TestDatabase used) throws Exception;
    }

    private static void assertDroppedFor(Reason reason, Meanwhile meanwhile) throws Exception {
        assertDroppedFor(reason, migrator(), meanwhile);
    }

    private static void assertDroppedFor(Reason reason, Migrator migrator, Meanwhile meanwhile) throws Exception {
        try (PgTestDb engine = Recycled.on(server).open()) {
            try (TestDatabase used = Recycled.first(engine, migrator, server)) {
                Query.run(used, "INSERT INTO city VALUES ('Ghent')");
                meanwhile.act(used);
            }
            Recycled.awaitVerdicts(engine, 1);

            assertThat(engine.report().notRecycled()).isEqualTo(Map.of(reason.toString(), 1L));
        }
    }

    @Test
    void isADatabaseThatSomebodyHasDropped() throws Exception {
        assertDroppedFor(Reason.NOT_OURS, used -> server.run("DROP DATABASE \"" + used.name() + "\" WITH (FORCE)"));
    }

    @Test
    void isADatabaseThatSomebodyKeeps() throws Exception {
        String[] kept = new String[1];
        assertDroppedFor(Reason.NOT_OURS, used -> {
            kept[0] = used.name();
            server.runInRegistry("UPDATE registry.database SET state = 'kept' WHERE name = '" + used.name() + "'");
        });
        assertThat(kept[0]).isNotNull();
    }

    @Test
    void isADatabaseWithASecurityLabel() throws Exception {
        assertDroppedFor(
                Reason.DATABASE,
                used -> server.run(
                        "INSERT INTO pg_shseclabel SELECT oid, 'pg_database'::regclass, 'tests', 'secret' FROM pg_database WHERE datname = '"
                                + used.name() + "'"));
        server.run("DELETE FROM pg_shseclabel");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pg_stat_reset()", "pg_stat_reset_single_table_counters('city'::regclass)"})
    void isADatabaseWhoseTestSetTheCountersBack(String reset) throws Exception {
        assertDroppedFor(
                Reason.DATABASE,
                migrator("GRANT EXECUTE ON FUNCTION pg_catalog." + reset.replaceAll("'.*'::regclass", "oid")
                        + " TO PUBLIC"),
                used -> {
                    Await.until(
                            "the row is counted",
                            () -> "t".equals(Query.value(used, "SELECT n_tup_ins = 1 FROM pg_stat_user_tables")));
                    Query.run(used, "SELECT " + reset);
                });
    }

    /** What was counted before is lost. Whoever first uses a session of the engine after the crash hears of that. */
    @Test
    void isADatabaseThatHasSeenTheServerCrash() throws Exception {
        Migrator migrator = migrator();
        try (PgTestDb engine = Recycled.on(server).open()) {
            try (TestDatabase used = Recycled.first(engine, migrator, server)) {
                server.crash();
                Await.until("the engine has sessions again", () -> {
                    try {
                        engine.template(migrator());
                        return true;
                    } catch (PgTestDbException e) {
                        return false;
                    }
                });
                assertThat(server.exists(used.name())).isTrue();
            }
            Recycled.awaitVerdicts(engine, 1);

            assertThat(engine.report().notRecycled()).isEqualTo(Map.of(Reason.CRASH.toString(), 1L));
        }
    }

    @Test
    void isADatabaseThatIsLookedAtBySomebodyWhoseTriggersFire() throws Exception {
        try {
            assertDroppedFor(
                    Reason.ERROR,
                    used -> server.run("ALTER ROLE " + RESTORING_ROLE + " SET session_replication_role = origin"));
        } finally {
            server.run("ALTER ROLE " + RESTORING_ROLE + " SET session_replication_role = replica");
        }
    }

    @Test
    void isADatabaseThatIsLookedAtBySomebodyWhoRemembersCounters() throws Exception {
        try {
            assertDroppedFor(
                    Reason.ERROR,
                    used -> server.run("ALTER ROLE " + RESTORING_ROLE + " SET stats_fetch_consistency = snapshot"));
        } finally {
            server.run("ALTER ROLE " + RESTORING_ROLE + " SET stats_fetch_consistency = none");
        }
    }
}
