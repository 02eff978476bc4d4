package org.pgtestdb4j.templates;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pgtestdb4j.KeptDatabase;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.fixture.Await;
import org.pgtestdb4j.fixture.ChildJvm;
import org.pgtestdb4j.fixture.Migrators;
import org.pgtestdb4j.fixture.Query;
import org.pgtestdb4j.fixture.TestServer;

/** How long templates stay, and when they are built anew. */
class TemplateLifeIT {

    private final AtomicInteger migrated = new AtomicInteger();
    private final Migrator migrator = counted("CREATE TABLE city ()");
    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.assertNothingIsLeft();
        server.close();
    }

    private Migrator counted(String sql) {
        return Migrator.of(Migrators.newHash(), url -> {
            migrated.incrementAndGet();
            Migrators.step(sql).migrate(url);
        });
    }

    private PgTestDb.Builder with(String... settings) {
        PgTestDb.Builder builder = server.external();
        for (int i = 0; i < settings.length; i += 2) {
            builder.setting("pgtestdb4j." + settings[i], settings[i + 1]);
        }
        return builder;
    }

    private static String build(PgTestDb.Builder builder, Migrator template) throws Exception {
        try (PgTestDb pg = builder.open();
                TestDatabase database = pg.database(template)) {
            assertThat(Query.value(database, "SELECT count(*) FROM city")).isEqualTo("0");
            return pg.template(template).name();
        }
    }

    /** The same, and nobody uses a template any more afterwards. */
    private String buildAndEnd(PgTestDb.Builder builder, Migrator template) throws Exception {
        String name = build(builder, template);
        server.awaitEngines();
        return name;
    }

    private int engines() throws SQLException {
        return server.column("SELECT 1 FROM pg_stat_activity WHERE application_name LIKE 'pgtestdb4j/%/lease'")
                .size();
    }

    private List<String> templates() throws SQLException {
        return server.column("SELECT datname FROM pg_database WHERE datname ~ '^pgtestdb4j_t_'");
    }

    @Test
    void theLongestUnusedGoWhenThereAreTooMany() throws Exception {
        List<String> names = new ArrayList<>();
        List<Migrator> migrators = List.of(migrator, counted("CREATE TABLE city ()"), counted("CREATE TABLE city ()"));
        for (Migrator one : migrators) {
            names.add(build(with(), one));
        }
        buildAndEnd(with(), migrators.get(0)); // used again

        String last = buildAndEnd(with("template.max-count", "2"), counted("CREATE TABLE city ()"));

        assertThat(templates()).containsExactlyInAnyOrder(names.get(0), last);
        assertThat(server.registry("SELECT name FROM registry.template")).containsExactlyInAnyOrder(names.get(0), last);
    }

    @Test
    void theyGoWhenTheyTakeTooMuchRoom() throws Exception {
        String first = buildAndEnd(with(), migrator);
        long bytes = Long.parseLong(
                server.column("SELECT pg_database_size(?)", first).get(0));
        assertThat(server.registry("SELECT bytes FROM registry.template")).containsExactly(Long.toString(bytes));
        long room = bytes / (1 << 20) * 2; // not quite two

        String last = buildAndEnd(with("template.max-size", room + "MB"), counted("CREATE TABLE city ()"));

        assertThat(templates()).containsExactly(last);
    }

    @Test
    void thoseInUseStayHoweverManyThereAre() throws Exception {
        try (PgTestDb other = with().open();
                TestDatabase held = other.database(migrator)) {
            String used = other.template(migrator).name();
            String unused = build(with(), counted("CREATE TABLE city ()"));
            Await.until("nobody shares its lock any more", () -> engines() == 1);
            assertThat(templates()).containsExactlyInAnyOrder(used, unused);

            try (PgTestDb pg = with("template.max-count", "1").open()) {
                String last = pg.template(counted("CREATE TABLE city ()")).name();

                Await.until("only what is used is left", () -> templates().size() == 2);
                assertThat(templates()).containsExactlyInAnyOrder(used, last);
                assertThat(Query.value(held, "SELECT count(*) FROM city")).isEqualTo("0");
            }
        }
        server.awaitEngines();
    }

    @Test
    void aLowerLayerStaysAsLongAsAnUpperOne() throws Exception {
        Migrator upper = migrator.then(Migrators.sql("ALTER TABLE city ADD name text"));
        String top = build(with(), upper);
        String bottom = server.registry("SELECT below FROM registry.template WHERE name = ?", top)
                .get(0);
        build(with(), counted("CREATE TABLE city ()"));
        buildAndEnd(with(), upper); // uses the upper one only

        buildAndEnd(with("template.max-count", "2"), upper);
        assertThat(templates()).containsExactlyInAnyOrder(top, bottom);

        String last = buildAndEnd(with("template.max-count", "1"), counted("CREATE TABLE city ()"));
        assertThat(templates()).containsExactly(last);
    }

    @Test
    void aTemplateOfASessionGoesWithItAndItsRoleToo() throws Exception {
        String role;
        try (PgTestDb pg = with("template.lifetime", "session").open();
                TestDatabase database = pg.database(migrator.then(Migrators.sql("ALTER TABLE city ADD name text")))) {
            role = database.user();
            assertThat(role).startsWith("pgtestdb4j_test_");
            assertThat(templates()).hasSize(2);
        }
        server.awaitEngines();

        assertThat(templates()).isEmpty();
        assertThat(server.column("SELECT rolname FROM pg_roles WHERE rolname = ?", role))
                .isEmpty();
        assertThat(server.registry("SELECT name FROM registry.role UNION ALL SELECT name FROM registry.template"))
                .isEmpty();
        build(with("template.lifetime", "session"), migrator);
        assertThat(migrated).hasValue(2);
    }

    @Test
    void aSessionsRoleStaysForWhatIsKept() throws Exception {
        KeptDatabase kept;
        String name;
        String role;
        try (PgTestDb pg = with("template.lifetime", "session").open();
                TestDatabase database = pg.database(migrator)) {
            name = database.name();
            role = database.user();
            kept = database.keep("to look at it");
        }
        server.awaitEngines();

        assertThat(kept.getMessage()).contains(role);
        assertThat(server.column("SELECT datdba::regrole FROM pg_database WHERE datname = ?", name))
                .containsExactly(role);
        server.forgetKept(name);
        server.sweep();
        server.awaitEngines();
        server.sweep();
        assertThat(server.column("SELECT rolname FROM pg_roles WHERE rolname = ?", role))
                .isEmpty();
    }

    @Test
    void aRoleThatTookThePlaceOfASessionsStays() throws Exception {
        String role;
        try (PgTestDb pg = with("template.lifetime", "session").open()) {
            assertThat(pg.report().databases()).isZero();
            role = server.registry("SELECT name FROM registry.role WHERE owner IS NOT NULL")
                    .get(0);
            server.run("DROP ROLE " + role, "CREATE ROLE " + role);
        }
        server.awaitEngines();

        assertThat(server.column("SELECT rolname FROM pg_roles WHERE rolname = ?", role))
                .containsExactly(role);
    }

    static final class Dying {

        private Dying() {}

        public static void main(String[] arguments) {
            PgTestDb pg = PgTestDb.builder()
                    .setting("pgtestdb4j.template.lifetime", "session")
                    .open();
            System.out.println("template " + pg.template(Migrator.none()).name());
            Runtime.getRuntime().halt(99);
        }
    }

    @Test
    void whatADeadSessionLeftIsRemoved() throws Exception {
        try (ChildJvm child = ChildJvm.start(server, Dying.class)) {
            String template = child.await("template");
            assertThat(child.exitCode()).isEqualTo(99);
            assertThat(templates()).containsExactly(template);
        }

        server.sweep();

        assertThat(templates()).isEmpty();
        assertThat(server.column("SELECT rolname FROM pg_roles WHERE rolname ~ '^pgtestdb4j_test_'"))
                .isEmpty();
    }

    /** Partitions that are named after the day are such a case. */
    @ParameterizedTest
    @CsvSource({"25, 2", "23, 1"})
    void isBuiltAnewWhenItIsTooOld(int hours, int builds) throws Exception {
        build(with(), migrator);
        server.runInRegistry("UPDATE registry.template SET migrated = migrated - interval '" + hours + " h'");

        build(with("template.max-age", "24h"), migrator);
        build(with("template.max-age", "24h"), migrator);

        assertThat(migrated).hasValue(builds);
        assertThat(templates()).hasSize(1);
    }

    @Test
    void isAsOldAsItsOldestLayer() throws Exception {
        Migrator upper = migrator.then(counted("ALTER TABLE city ADD name text"));
        build(with(), migrator);
        server.runInRegistry("UPDATE registry.template SET migrated = migrated - interval '25 h'");
        build(with(), upper);
        assertThat(migrated).hasValue(2);

        build(with("template.max-age", "24h"), upper);

        assertThat(migrated).hasValue(4);
    }

    @Test
    void isBuiltAnewInEveryRunIfThatIsSet() throws Exception {
        String name = build(with(), migrator);

        assertThat(build(with("template.rebuild", "true"), migrator)).isEqualTo(name);
        assertThat(build(with("template.rebuild", "true"), migrator)).isEqualTo(name);
        assertThat(build(with(), migrator)).isEqualTo(name);

        assertThat(migrated).hasValue(3);
    }

    /** Others go on with what they have, and with the new one as soon as it is there. */
    @Test
    void isBuiltAnewAlsoWhileOthersUseIt() throws Exception {
        try (PgTestDb other = with().open();
                TestDatabase held = other.database(migrator);
                PgTestDb pg = with("template.rebuild", "true").open()) {
            try (TestDatabase fresh = pg.database(migrator)) {
                assertThat(migrated).hasValue(2);
                for (int i = 0; i < 3; i++) {
                    try (TestDatabase next = other.database(migrator)) {
                        assertThat(Query.value(next, "SELECT count(*) FROM city"))
                                .isEqualTo("0");
                    }
                }
                assertThat(Query.value(held, "SELECT count(*) FROM city"))
                        .isEqualTo(Query.value(fresh, "SELECT count(*) FROM city"))
                        .isEqualTo("0");
            }
            assertThat(migrated).hasValue(2);
        }
        server.awaitEngines();
    }

    @Test
    void everyServerHasItsOwn() throws Exception {
        try (TestServer second = TestServer.start();
                PgTestDb here = with().open();
                PgTestDb there = second.external().open();
                TestDatabase one = here.database(migrator);
                TestDatabase two = there.database(migrator)) {
            assertThat(one.port()).isNotEqualTo(two.port());
            assertThat(migrated).hasValue(2);
        }
        server.awaitEngines();
    }

    /** Runs in a class loader of its own; what it has to say goes into a property of the JVM. */
    public static final class Elsewhere implements Runnable {

        /** For reflection. */
        public Elsewhere() {}

        @Override
        public void run() {
            try (PgTestDb pg = PgTestDb.builder()
                    .url(TestServer.unshared(System.getProperty("elsewhere.url", "")))
                    .open()) {
                pg.database(Migrator.of(
                                System.getProperty("elsewhere.hash", ""),
                                url -> System.setProperty("elsewhere.ran", "yes")))
                        .close();
            }
        }
    }

    @Test
    void everyClassLoaderFindsThatOfTheOthers() throws Exception {
        List<URL> path = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            path.add(Path.of(entry).toUri().toURL());
        }
        System.setProperty("elsewhere.url", server.url());
        System.setProperty("elsewhere.hash", Migrators.newHash());
        try {
            for (String ran : List.of("yes", "no")) {
                System.setProperty("elsewhere.ran", "no");
                try (URLClassLoader elsewhere =
                        new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
                    Class<?> there = elsewhere.loadClass(Elsewhere.class.getName());
                    assertThat(there).isNotEqualTo(Elsewhere.class);
                    Thread.currentThread().setContextClassLoader(elsewhere);
                    ((Runnable) there.getConstructor().newInstance()).run();
                    server.awaitEngines(); // its threads need its classes
                }
                assertThat(System.getProperty("elsewhere.ran")).isEqualTo(ran);
            }
        } finally {
            Thread.currentThread().setContextClassLoader(Elsewhere.class.getClassLoader());
            Stream.of("url", "hash", "ran").forEach(name -> System.clearProperty("elsewhere." + name));
        }
        assertThat(templates()).hasSize(1);
    }
}
