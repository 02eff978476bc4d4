package org.pgtestdb4j.owners;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.fixture.CapturedErr;
import org.pgtestdb4j.fixture.ChildJvm;
import org.pgtestdb4j.fixture.Migrators;
import org.pgtestdb4j.fixture.Query;
import org.pgtestdb4j.fixture.TestServer;

/** Owners are entered together with what is theirs: an engine of another test, which is just ending, forgets those that have nothing. */
class OrphanSweepIT {

    private static final TestServer SERVER = TestServer.shared();

    @BeforeAll
    static void createRegistry() {
        SERVER.external().open().close();
    }

    @AfterAll
    static void nothingIsLeft() throws Exception {
        SERVER.assertNothingIsLeft();
    }

    private static void moveSuspicionsBack(int seconds) throws SQLException {
        SERVER.runInRegistry("UPDATE registry.owner SET suspected = suspected - interval '" + seconds + " s'");
    }

    private static List<String> state(String owner) throws SQLException {
        return SERVER.registry("SELECT state FROM registry.owner WHERE id = ?", owner);
    }

    private static String ownerOf(String database) throws SQLException {
        return SERVER.registry("SELECT owner FROM registry.database WHERE name = ?", database)
                .get(0);
    }

    /** Has some databases, and waits for its end. */
    static final class Owner {

        private Owner() {}

        public static void main(String[] arguments) throws Exception {
            try (PgTestDb pg = PgTestDb.open()) {
                TestDatabase plain = pg.database(Migrator.none());
                TestDatabase kept = pg.database(Migrator.none());
                TestDatabase used = pg.database(Migrator.none());
                kept.keep("somebody looks at it");
                System.out.println("plain " + plain.name());
                System.out.println("kept " + kept.name());
                System.out.println("used " + used.name());
                System.in.read();
            }
        }
    }

    @Test
    void removesWhatADeadOwnerLeftButNothingKeptOrInUse() throws Exception {
        ChildJvm child = ChildJvm.start(SERVER, Owner.class);
        try (child) {
            String plain = child.await("plain");
            String kept = child.await("kept");
            String used = child.await("used");
            String owner = ownerOf(plain);
            try (CapturedErr err = CapturedErr.start();
                    Connection user = SERVER.connect(used)) {
                child.close();

                SERVER.letAnEngineSweep();
                assertThat(state(owner)).containsExactly("suspect");
                moveSuspicionsBack(50);
                SERVER.letAnEngineSweep();
                assertThat(state(owner)).containsExactly("suspect");
                assertThat(List.of(plain, kept, used)).allMatch(OrphanSweepIT::exists);

                moveSuspicionsBack(11);
                SERVER.letAnEngineSweep();
                assertThat(state(owner)).containsExactly("reaped");
                assertThat(SERVER.registry("SELECT name FROM registry.database WHERE owner = ?", owner))
                        .containsExactlyInAnyOrder(kept, used);
                assertThat(SERVER.column("SELECT datname FROM pg_database WHERE datname LIKE ?", prefixOf(plain)))
                        .containsExactlyInAnyOrder(kept, used);
                assertThat(Query.value(user, "SELECT current_database()")).isEqualTo(used);
                assertThat(err.text()).as("a DROP that was tried in vain").doesNotContain("Cannot drop");
            }
            SERVER.letAnEngineSweep();
            assertThat(exists(used)).isFalse();
            assertThat(exists(kept)).isTrue();
            assertThat(state(owner)).containsExactly("reaped");

            SERVER.forgetKept(kept);
            SERVER.letAnEngineSweep();
            assertThat(state(owner)).isEmpty();
        }
    }

    private static boolean exists(String database) {
        try {
            return SERVER.exists(database);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static String prefixOf(String clone) {
        return clone.substring(0, clone.lastIndexOf('_')).replace("_", "\\_") + "%";
    }

    @Test
    void neverTouchesALiveOwnerWhateverTheRegistrySays() throws Exception {
        try (PgTestDb pg = SERVER.external().open();
                TestDatabase database = pg.database(Migrator.none())) {
            String owner = ownerOf(database.name());
            for (String state : List.of("suspect", "alive")) {
                SERVER.runInRegistry("UPDATE registry.owner SET state = '" + state
                        + "', suspected = now() - interval '1 day' WHERE id = '" + owner + "'");

                SERVER.letAnEngineSweep();

                assertThat(state(owner)).containsExactly("alive");
                assertThat(Query.value(database, "SELECT current_database()")).isEqualTo(database.name());
            }
        }
    }

    @Test
    void takesBackASuspicionThatWasWrong() throws Exception {
        try (PgTestDb pg = SERVER.external().open();
                TestDatabase database = pg.database(Migrator.none())) {
            String owner = ownerOf(database.name());
            SERVER.runInRegistry(
                    "UPDATE registry.owner SET state = 'suspect', suspected = now() WHERE id = '" + owner + "'");

            SERVER.letAnEngineSweep();

            assertThat(SERVER.registry(
                            "SELECT state || coalesce(suspected::text, '') FROM registry.owner WHERE id = ?", owner))
                    .containsExactly("alive");
        }
    }

    static final class UnfinishedBuilder {

        private UnfinishedBuilder() {}

        public static void main(String[] arguments) {
            try (PgTestDb pg = PgTestDb.open()) {
                pg.template(Migrator.of(
                        Migrators.newHash(), url -> Runtime.getRuntime().halt(99)));
            }
        }
    }

    @Test
    void removesUnfinishedTemplates() throws Exception {
        try (ChildJvm child = ChildJvm.start(SERVER, UnfinishedBuilder.class)) {
            assertThat(child.exitCode()).as(child.output()).isEqualTo(99);
        }
        assertThat(SERVER.registry("SELECT 1 FROM registry.database WHERE kind = 'build'"))
                .hasSize(1);

        SERVER.sweep();

        assertThat(SERVER.column("SELECT datname FROM pg_database WHERE datname LIKE 'pgtestdb4j\\_b\\_%'"))
                .isEmpty();
        assertThat(SERVER.registry("SELECT name FROM registry.database WHERE kind = 'build'"))
                .isEmpty();
    }

    @Test
    void leavesWhatAFailedMigrationLeftForADay() throws Exception {
        SERVER.run("CREATE DATABASE pgtestdb4j_b_dead_new", "CREATE DATABASE pgtestdb4j_b_dead_old");
        SERVER.runInRegistry("""
                INSERT INTO registry.owner (id, state, host, pid, suspected)
                VALUES ('dead-builder', 'suspect', 'h', 1, now() - interval '61 s');
                INSERT INTO registry.database (name, oid, owner, kind, state, created)
                SELECT datname, oid, 'dead-builder', 'build', 'kept',
                       now() - CASE WHEN datname ~ 'old$' THEN interval '25 h' ELSE interval '23 h' END
                FROM pg_database WHERE datname ~ '^pgtestdb4j_b_dead_'""");

        SERVER.letAnEngineSweep();

        assertThat(SERVER.column("SELECT datname FROM pg_database WHERE datname ~ '^pgtestdb4j_b_dead_'"))
                .containsExactly("pgtestdb4j_b_dead_new");
        SERVER.forgetKept("pgtestdb4j_b_dead_new");
        SERVER.letAnEngineSweep();
        assertThat(state("dead-builder")).isEmpty();
    }

    /** That is no reason to stop in the middle. */
    @Test
    void goesOnWhereSomebodyTookThePlaceOfATemplate() throws Exception {
        SERVER.run("CREATE DATABASE pgtestdb4j_t_theirs");
        SERVER.runInRegistry("""
                INSERT INTO registry.owner (id, state, host, pid, suspected)
                VALUES ('dead-session', 'suspect', 'h', 1, now() - interval '61 s');
                INSERT INTO registry.template (name, oid, hash, migrator, owner, unlogged_rows, bytes, migrated, built)
                VALUES ('pgtestdb4j_t_theirs', 1, 'h', 'm', 'dead-session', false, 1, now(), now() - interval '11 min')""");

        try (CapturedErr err = CapturedErr.start()) {
            SERVER.letAnEngineSweep();
            SERVER.awaitEngines();
            assertThat(err.text()).doesNotContain("WARN");
        }

        assertThat(exists("pgtestdb4j_t_theirs")).isTrue();
        SERVER.run("DROP DATABASE pgtestdb4j_t_theirs");
        SERVER.letAnEngineSweep();
        assertThat(state("dead-session")).isEmpty();
    }

    /** A process may be killed at any point between the intent and the note that a database is there. */
    @Test
    void goesByWhatIsRegisteredAndNotByNames() throws Exception {
        SERVER.run(
                "CREATE DATABASE pgtestdb4j_c_dead_created",
                "CREATE DATABASE pgtestdb4j_c_dead_unnoted",
                "CREATE DATABASE pgtestdb4j_c_dead_another");
        SERVER.runInRegistry("""
                INSERT INTO registry.owner (id, state, host, pid, suspected) VALUES ('dead', 'suspect', 'h', 1, now() - interval '61 s');
                INSERT INTO registry.database (name, oid, owner, kind, state) VALUES
                ('pgtestdb4j_c_dead_created', (SELECT oid FROM pg_database WHERE datname = 'pgtestdb4j_c_dead_created'), 'dead', 'clone', 'created'),
                ('pgtestdb4j_c_dead_unnoted', NULL, 'dead', 'clone', 'intended'),
                ('pgtestdb4j_c_dead_nowhere', NULL, 'dead', 'clone', 'intended'),
                ('pgtestdb4j_c_dead_gone', 1, 'dead', 'clone', 'created'),
                ('pgtestdb4j_c_dead_another', 1, 'dead', 'clone', 'created')""");

        try (CapturedErr err = CapturedErr.start()) {
            SERVER.letAnEngineSweep();
            assertThat(err.text()).as("a DROP that was tried in vain").doesNotContain("Cannot drop");
        }

        assertThat(SERVER.column("SELECT datname FROM pg_database WHERE datname LIKE 'pgtestdb4j_c_dead%'"))
                .containsExactly("pgtestdb4j_c_dead_another");
        assertThat(SERVER.registry("SELECT id FROM registry.owner WHERE id = 'dead'"))
                .isEmpty();
        SERVER.run("DROP DATABASE pgtestdb4j_c_dead_another");
    }
}
