package org.pgtestdb4j.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.DatabaseException;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.ServerException;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.fixture.Migrators;
import org.pgtestdb4j.fixture.Query;
import org.pgtestdb4j.fixture.TestServer;
import org.pgtestdb4j.internal.registry.Removal;

/** The registry is made by several at once, belongs to one admin, and may be damaged or gone. */
class RegistryIT {

    private static final String GEXEC = "\\gexec";

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterEach
    void beginAnew() throws Exception {
        server.awaitEngines();
        runRemoval(Removal.SCRIPT);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String workOnce(PgTestDb.Builder builder) throws Exception {
        try (PgTestDb pg = builder.open();
                TestDatabase database = pg.database(Migrators.sql("CREATE TABLE city ()"))) {
            return Query.value(database, "SELECT count(*) FROM city");
        }
    }

    /** Does what psql does with the lines that end in {@code \gexec}. */
    private static void runRemoval(String text) throws Exception {
        for (String line : text.lines().map(String::strip).toList()) {
            if (line.endsWith(GEXEC)) {
                for (String statement : server.column(line.substring(0, line.length() - GEXEC.length()))) {
                    server.run(statement);
                }
            }
        }
    }

    private static String refusal() {
        Throwable failure = catchThrowable(() -> server.external().open());
        assertThat(failure).isInstanceOf(ServerException.class).hasMessageContaining(":" + server.port());
        return failure.getMessage();
    }

    private static void assertRemovalHelps(String refusal) throws Exception {
        assertThat(refusal).contains("DROP DATABASE", "DROP ROLE", GEXEC);
        server.awaitEngines();

        runRemoval(refusal);

        assertThat(server.column("SELECT datname FROM pg_database WHERE datname ~ '^pgtestdb4j'"))
                .isEmpty();
        assertThat(workOnce(server.external())).isEqualTo("0");
    }

    @Test
    void isMadeOnceByManyThreads() throws Exception {
        int threads = 8;
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<String>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(pool.submit(() -> {
                    start.await();
                    return workOnce(server.external());
                }));
            }
            for (Future<String> one : running) {
                assertThat(one.get(120, TimeUnit.SECONDS)).isEqualTo("0");
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(server.registry("SELECT count(*) FROM registry.layout")).containsExactly("1");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void ofAnotherVersionIsRefused(int difference) throws Exception {
        workOnce(server.external());
        server.awaitEngines();
        server.runInRegistry("UPDATE registry.layout SET version = version + " + difference);

        String refusal = refusal();

        assertThat(refusal).contains("has layout", "needs layout", "one version");
        assertRemovalHelps(refusal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE registry.template DROP COLUMN used",
                "ALTER TABLE registry.database DROP CONSTRAINT database_owner_fkey",
                "DROP TABLE registry.database",
                "DROP TABLE registry.layout",
                "DELETE FROM registry.layout"
            })
    void thatIsDamagedIsRefused(String damage) throws Exception {
        workOnce(server.external());
        server.awaitEngines();
        server.runInRegistry(damage);

        assertThat(refusal()).contains(Removal.SCRIPT.indent(4).stripTrailing());
    }

    /** What it knew is nobody's then, as far as anybody can prove. */
    @Test
    void thatWasRemovedLeavesARoleThatIsRefused() throws Exception {
        workOnce(server.external());
        server.awaitEngines();
        server.run("DROP DATABASE pgtestdb4j");

        String refusal = refusal();

        assertThat(refusal).contains("\"pgtestdb4j_test\"", "registry was removed", "pgtestdb4j.role");
        assertRemovalHelps(refusal);
    }

    @Test
    void thatIsRemovedDuringTheRunIsTold() throws Exception {
        try (PgTestDb pg = server.external().open()) {
            pg.database(Migrator.none()).close();
            server.run("DROP DATABASE pgtestdb4j WITH (FORCE)");

            assertThatThrownBy(() -> {
                        for (int i = 0; i < 3; i++) { // what was made ahead is handed out yet
                            pg.database(Migrator.none()).close();
                        }
                    })
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContainingAll("\"pgtestdb4j\"", "removed during the run", "Start the run again");
        }
    }

    @Test
    void isNotPutIntoADatabaseThatSomebodyUses() throws Exception {
        server.run("CREATE DATABASE pgtestdb4j");
        try (var theirs = server.connect("pgtestdb4j")) {
            Query.run(theirs, "CREATE TABLE precious AS SELECT 42 AS answer");
        }

        assertThat(refusal()).contains("\"pgtestdb4j\"", "public.precious", "rename");

        try (var theirs = server.connect("pgtestdb4j")) {
            assertThat(Query.column(theirs, "SELECT answer FROM precious")).containsExactly("42");
            assertThat(Query.column(theirs, "SELECT nspname FROM pg_namespace WHERE nspname = 'registry'"))
                    .isEmpty();
        }
    }

    @Test
    void isSharedBySuperusers() throws Exception {
        server.run("CREATE ROLE second LOGIN SUPERUSER PASSWORD 's'");
        AtomicInteger migrated = new AtomicInteger();
        Migrator migrator = Migrator.of(Migrators.newHash(), url -> migrated.incrementAndGet());
        try (PgTestDb first = server.external().open();
                PgTestDb second = as("second").open();
                TestDatabase one = first.database(migrator);
                TestDatabase two = second.database(migrator)) {
            assertThat(one.user()).isEqualTo(two.user());
            assertThat(Query.value(one, "SELECT 1") + Query.value(two, "SELECT 1"))
                    .isEqualTo("11");
        }
        assertThat(migrated).hasValue(1);
        server.awaitEngines();
        server.run("REASSIGN OWNED BY second TO postgres", "DROP ROLE second");
    }

    private static PgTestDb.Builder as(String admin) {
        return PgTestDb.builder().url(TestServer.unshared(server.urlOf("postgres", admin, "s")));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isEachAdminsOwnWhereTheyCannotTrustEachOther(boolean superuserFirst) throws Exception {
        for (String name : List.of("blue", "green")) {
            server.run(
                    "CREATE ROLE " + name + " LOGIN CREATEDB CREATEROLE PASSWORD 's'",
                    "GRANT CONNECT ON DATABASE postgres TO " + name);
        }
        List<PgTestDb.Builder> admins = superuserFirst
                ? List.of(server.external(), as("blue"), as("green"))
                : List.of(as("blue"), server.external(), as("green"));
        Migrator migrator = Migrators.sql("CREATE TABLE city ()");
        List<AutoCloseable> open = new ArrayList<>();
        try {
            List<TestDatabase> databases = new ArrayList<>();
            for (PgTestDb.Builder admin : admins) {
                PgTestDb pg = admin.open();
                open.add(0, pg);
                TestDatabase database = pg.database(migrator);
                open.add(0, database);
                databases.add(database);
            }
            assertThat(databases).extracting(TestDatabase::user).doesNotHaveDuplicates();
            for (TestDatabase database : databases) {
                assertThat(Query.value(database, "SELECT count(*) FROM city")).isEqualTo("0");
            }
            assertThat(server.column("SELECT datname FROM pg_database WHERE datname ~ '^pgtestdb4j(_r_.*)?$'"))
                    .hasSize(3);
        } finally {
            for (AutoCloseable one : open) {
                one.close();
            }
        }
        server.awaitEngines();
        assertThat(server.column("SELECT datname FROM pg_database WHERE datname ~ '^pgtestdb4j_[bc]_'"))
                .isEmpty();
        // The next run of each finds its own again, also when the first one has gone.
        runRemovalOf("pgtestdb4j");
        assertThat(workOnce(as("green"))).isEqualTo("0");
        server.awaitEngines();
        runRemoval(Removal.SCRIPT);
        server.run("DROP OWNED BY blue, green", "DROP ROLE blue, green");
    }

    private static void runRemovalOf(String registry) throws Exception {
        server.run("DROP DATABASE " + registry);
    }
}
