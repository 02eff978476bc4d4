package org.pgtestdb4j.templates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.MigrationException;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.PgTestDbException;
import org.pgtestdb4j.ServerException;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.fixture.Migrators;
import org.pgtestdb4j.fixture.Query;
import org.pgtestdb4j.fixture.TestServer;

class FailingMigrationIT {

    private static final TestServer SERVER = TestServer.shared();
    private static final Pattern BUILD = Pattern.compile("pgtestdb4j_b_[0-9a-f]{32}");

    private final String hash = Migrators.newHash();
    private final AtomicInteger migrated = new AtomicInteger();
    private final Migrator failing = Migrator.of(hash, url -> {
        migrated.incrementAndGet();
        Migrators.step("CREATE TABLE done (); CREATE TABLE broken (id serail)").migrate(url);
    });

    private PgTestDb pg;

    @BeforeEach
    void open() {
        pg = SERVER.external().open();
    }

    @AfterEach
    void close() {
        pg.close();
    }

    @AfterAll
    static void nothingIsLeft() throws Exception {
        SERVER.assertNothingIsLeft();
    }

    private static String buildNamedIn(PgTestDbException failure) {
        Matcher matcher = BUILD.matcher(failure.getMessage());
        assertThat(matcher.find()).as(failure.getMessage()).isTrue();
        return matcher.group();
    }

    private MigrationException fail(Migrator migrator) {
        return catchThrowableOfType(MigrationException.class, () -> pg.database(migrator));
    }

    @Test
    void thatLacksARightNamesTheSettingsThatGiveIt() throws Exception {
        Migrator forSuperusers = Migrators.sql("COPY (SELECT 1) TO PROGRAM 'true'");

        MigrationException failure = catchThrowableOfType(MigrationException.class, () -> pg.database(forSuperusers));

        SERVER.forgetKept(buildNamedIn(failure));
        assertThat(failure).hasMessageContainingAll("pgtestdb4j.extensions", "pgtestdb4j.role.attributes");
    }

    @Test
    void saysWhatTheToolSaidAndWhereToLook() throws Exception {
        MigrationException failure = fail(failing);

        String build = buildNamedIn(failure);
        assertThat(failure)
                .hasMessageContainingAll(
                        "type \"serail\" does not exist",
                        "migrator " + hash,
                        build,
                        ":" + SERVER.port(),
                        "Hash: " + hash)
                .hasMessageNotContaining(SERVER.password())
                .hasCauseInstanceOf(SQLException.class);
        try (Connection look = SERVER.connect(build)) {
            assertThat(Query.value(look, "SELECT current_database()")).isEqualTo(build);
        }
        assertThat(SERVER.registry("SELECT state || ': ' || why FROM registry.database WHERE name = ?", build))
                .containsExactly("kept: a migration failed");
        SERVER.forgetKept(build);
    }

    @Test
    void isNotTriedAgainInTheSameJvm() throws Exception {
        MigrationException first = fail(failing);

        MigrationException second = fail(failing);
        MigrationException third = fail(failing);

        assertThat(migrated).hasValue(1);
        assertThat(second).isNotSameAs(first).isNotSameAs(third);
        assertThat(second.getMessage().lines()).hasSize(1);
        assertThat(second).hasMessageContainingAll("failed already", "type \"serail\" does not exist", hash);
        SERVER.forgetKept(buildNamedIn(first));
    }

    /** That passes, and says nothing of the migrations. */
    @Test
    void isNotOneThatOnlyGotNoConnection() throws Exception {
        Migrator migrator = Migrator.of(hash, url -> {
            try {
                Migrators.step("CREATE TABLE city ()").migrate(url);
            } catch (SQLException e) {
                throw new IllegalStateException("as tools wrap it", e);
            }
        });
        SERVER.run("ALTER ROLE pgtestdb4j_test CONNECTION LIMIT 0");
        try {
            assertThatThrownBy(() -> pg.database(migrator))
                    .isInstanceOf(ServerException.class)
                    .hasMessageContainingAll(
                            "migrator " + hash,
                            ":" + SERVER.port(),
                            "as tools wrap it",
                            "tried again",
                            "raise the limit")
                    .hasRootCauseMessage("FATAL: too many connections for role \"pgtestdb4j_test\"");
        } finally {
            SERVER.run("ALTER ROLE pgtestdb4j_test CONNECTION LIMIT -1");
        }

        try (TestDatabase database = pg.database(migrator)) {
            assertThat(Query.value(database, "SELECT count(*) FROM city")).isEqualTo("0");
        }
    }

    @Test
    void isTriedOnceForAllThreads() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        List<MigrationException> failures = new ArrayList<>();
        try {
            List<Future<MigrationException>> running = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                running.add(pool.submit(() -> fail(failing)));
            }
            for (Future<MigrationException> one : running) {
                failures.add(one.get(60, TimeUnit.SECONDS));
            }
        } finally {
            pool.shutdownNow();
        }

        assertThat(migrated).hasValue(1);
        assertThat(failures).doesNotContainNull().doesNotHaveDuplicates();
        List<MigrationException> withStory =
                failures.stream().filter(one -> one.getCause() != null).toList();
        assertThat(withStory).hasSize(1);
        SERVER.forgetKept(buildNamedIn(withStory.get(0)));
    }

    @Test
    void doesNotHinderOtherTemplates() throws Exception {
        MigrationException failure = fail(failing);

        try (TestDatabase database = pg.database(Migrators.sql("CREATE TABLE fine ()"))) {
            assertThat(Query.value(database, "SELECT count(*) FROM fine")).isEqualTo("0");
        }
        SERVER.forgetKept(buildNamedIn(failure));
    }

    @Test
    void isTriedAgainByTheNextEngineFromScratch() throws Exception {
        MigrationException failure = fail(failing);
        Migrator mended = Migrator.of(hash, Migrators.step("CREATE TABLE done ()"));

        try (PgTestDb next = SERVER.external().open();
                TestDatabase database = next.database(mended)) {
            assertThat(Query.value(database, "SELECT count(*) FROM done")).isEqualTo("0");
        }

        assertThat(SERVER.exists(buildNamedIn(failure))).isFalse();
    }

    /** Steps in tests are written with assertions. */
    @Test
    void mayBeAnAssertion() throws Exception {
        Migrator asserting = Migrator.of(hash, url -> {
            migrated.incrementAndGet();
            throw new AssertionError("three countries expected");
        });

        MigrationException failure = fail(asserting);
        fail(asserting);

        assertThat(failure).hasMessageContaining("three countries expected").hasCauseInstanceOf(AssertionError.class);
        assertThat(migrated).hasValue(1);
        SERVER.forgetKept(buildNamedIn(failure));
    }

    @Test
    void ofABottomLayerFailsAllThatStandOnIt() throws Exception {
        MigrationException first = fail(failing.then(Migrators.sql("CREATE TABLE upper ()")));
        MigrationException second = fail(failing.then(Migrators.sql("CREATE TABLE other ()")));
        MigrationException third = fail(failing);

        assertThat(migrated).hasValue(1);
        assertThat(List.of(second, third))
                .allSatisfy(later -> assertThat(later).hasMessageContaining("type \"serail\" does not exist"));
        SERVER.forgetKept(buildNamedIn(first));
    }

    @Test
    void thatLeavesSessionsOpenIsNoFailure() throws Exception {
        List<Connection> leftOpen = new ArrayList<>();
        Migrator leaking = Migrator.of(hash, url -> {
            Migrators.step("CREATE TABLE city (name text)").migrate(url);
            leftOpen.add(TestServer.open(url));
            Connection inTransaction = TestServer.open(url);
            inTransaction.setAutoCommit(false);
            Query.run(inTransaction, "INSERT INTO city VALUES ('nowhere')");
            leftOpen.add(inTransaction);
        });

        try (TestDatabase database = pg.database(leaking)) {
            assertThat(Query.value(database, "SELECT count(*) FROM city")).isEqualTo("0");
        } finally {
            for (Connection connection : leftOpen) {
                connection.abort(Runnable::run);
            }
        }
    }

    @Test
    void isOneThatDoesNotEndInTheServer() throws Exception {
        assertEndedAfter(url -> Migrators.step("SELECT pg_sleep(3600)").migrate(url));
    }

    @Test
    void isOneThatDoesNotEndInJava() throws Exception {
        assertEndedAfter(url -> {
            while (!Thread.interrupted()) {
                LockSupport.park();
            }
            throw new InterruptedException("woken");
        });
    }

    @Test
    void isOneThatIsLateButThenEndsAsIfNothingWere() throws Exception {
        AtomicBoolean ended = new AtomicBoolean();
        assertEndedAfter(url -> {
            while (!ended.get()) {
                LockSupport.park();
                ended.set(Thread.interrupted());
            }
        });
    }

    private static void assertEndedAfter(Migrator.Step step) throws Exception {
        try (PgTestDb hasty = SERVER.external()
                .setting("pgtestdb4j.migration.timeout", "600ms")
                .open()) {
            MigrationException failure = catchThrowableOfType(
                    MigrationException.class, () -> hasty.database(Migrator.of(Migrators.newHash(), step)));

            assertThat(failure).hasMessageContainingAll("did not end within 600 ms", "pgtestdb4j.migration.timeout");
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            String build = buildNamedIn(failure);
            assertThat(SERVER.column(
                            "SELECT query FROM pg_stat_activity WHERE datname = ? AND state = 'active'", build))
                    .isEmpty();
            try (TestDatabase database = hasty.database(Migrator.none())) {
                assertThat(Query.value(database, "SELECT 1")).isEqualTo("1");
            }
            SERVER.forgetKept(build);
        }
    }

    @Test
    void needsNoServerToSayThatAHashCannotBeComputed() {
        assertThatThrownBy(() -> pg.database(withHash(() -> {
                    throw new IllegalStateException("V1.sql cannot be read");
                })))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("hash", "the odd one", "V1.sql cannot be read")
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void handsOnWhatAnAdapterSaysAboutItsHash() {
        ConfigurationException own = new ConfigurationException("two files V1");

        assertThatThrownBy(() -> pg.database(withHash(() -> {
                    throw own;
                })))
                .isSameAs(own);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\t"})
    void refusesABlankHash(String blank) {
        assertThatThrownBy(() -> pg.database(withHash(() -> blank)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("the odd one", "blank");
    }

    @Test
    void refusesAMissingHash() {
        assertThatThrownBy(() -> pg.database(withHash(() -> null)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("the odd one");
    }

    private static Migrator withHash(java.util.function.Supplier<String> hash) {
        return new Migrator() {
            @Override
            public String hash() {
                return hash.get();
            }

            @Override
            public void migrate(String url) {
                throw new AssertionError("must not be run");
            }

            @Override
            public String toString() {
                return "the odd one";
            }
        };
    }
}
