package org.pgtestdb4j.templates;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.Template;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.fixture.Await;
import org.pgtestdb4j.fixture.ChildJvm;
import org.pgtestdb4j.fixture.Migrators;
import org.pgtestdb4j.fixture.Query;
import org.pgtestdb4j.fixture.TestServer;

class TemplateOnceIT {

    private static final TestServer SERVER = TestServer.shared();
    private static final String SCHEMA = "CREATE TABLE city (name text); INSERT INTO city VALUES ('Ulm'), ('Aix')";

    @TempDir
    Path directory;

    @AfterAll
    static void nothingIsLeft() throws Exception {
        SERVER.assertNothingIsLeft();
    }

    /** The hash decides, not whether the migrators are equal. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isBuiltOnceForManyThreads(boolean equal) throws Exception {
        int threads = 8;
        AtomicInteger migrated = new AtomicInteger();
        String hash = Migrators.newHash();
        Migrator.Step step = url -> {
            migrated.incrementAndGet();
            Migrators.step(SCHEMA).migrate(url);
        };
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try (PgTestDb pg = SERVER.external().open()) {
            List<Future<String>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                Migrator migrator = Migrator.of(hash, equal ? step : url -> step.migrate(url));
                running.add(pool.submit(() -> {
                    start.await();
                    try (TestDatabase database = pg.database(migrator)) {
                        return Query.value(database, "SELECT count(*) FROM city");
                    }
                }));
            }
            for (Future<String> one : running) {
                assertThat(one.get(60, TimeUnit.SECONDS)).isEqualTo("2");
            }
            assertThat(pg.report().templatesBuilt()).isEqualTo(1);
            assertThat(pg.report().templatesReused()).isEqualTo(equal ? 0 : threads - 1);
            assertThat(pg.report().databases()).isEqualTo(threads);
        } finally {
            pool.shutdownNow();
        }
        assertThat(migrated).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void isBuiltOnceForManyJvms(int jvms) throws Exception {
        Path log = Files.createFile(directory.resolve("log"));
        Path release = directory.resolve("release");
        List<ChildJvm> children = new ArrayList<>();
        try {
            String hash = Migrators.newHash();
            for (int i = 0; i < jvms; i++) {
                children.add(ChildJvm.start(SERVER, OneOfMany.class, hash, log.toString(), release.toString()));
            }
            for (ChildJvm child : children) {
                child.await("asking");
            }
            Files.createFile(release);
            for (ChildJvm child : children) {
                assertThat(child.await("rows")).isEqualTo("2");
            }
            for (ChildJvm child : children) {
                child.tell("end");
                assertThat(child.exitCode()).as(child.output()).isZero();
            }
        } finally {
            for (ChildJvm child : children) {
                child.close();
            }
        }
        assertThat(Files.readAllLines(log)).containsExactly("migrated");
    }

    /**
     * Asks for a template whose migration notes that it runs, and waits until all others ask as well. Goes on using the template until all
     * others have theirs.
     */
    static final class OneOfMany {

        private OneOfMany() {}

        public static void main(String[] arguments) throws Exception {
            Migrator migrator = Migrator.of(arguments[0], url -> {
                note(Path.of(arguments[1]));
                Await.until("all ask", () -> Files.exists(Path.of(arguments[2])));
                Migrators.step(SCHEMA).migrate(url);
            });
            try (PgTestDb pg = PgTestDb.open()) {
                System.out.println("asking");
                try (TestDatabase database = pg.database(migrator)) {
                    System.out.println("rows " + Query.value(database, "SELECT count(*) FROM city"));
                    System.in.read();
                }
            }
        }

        private static void note(Path log) throws IOException {
            Files.writeString(log, "migrated\n", StandardOpenOption.APPEND);
        }
    }

    @Test
    void isUsedAgainByTheNextEngine() throws Exception {
        AtomicInteger migrated = new AtomicInteger();
        Migrator migrator = Migrator.of(Migrators.newHash(), url -> migrated.incrementAndGet());
        Template built;
        try (PgTestDb first = SERVER.external().open()) {
            built = first.template(migrator);
        }
        try (PgTestDb second = SERVER.external().open()) {
            Template found = second.template(migrator);

            assertThat(found.name()).isEqualTo(built.name());
            assertThat(found.hash()).isEqualTo(migrator.hash()).isEqualTo(built.hash());
            assertThat(second.report().templatesBuilt()).isZero();
            assertThat(second.report().templatesReused()).isEqualTo(1);
        }
        assertThat(migrated).hasValue(1);
    }

    @Test
    void belongsToOneRole() throws Exception {
        Migrator migrator = Migrator.of(Migrators.newHash(), url -> {});
        try (PgTestDb one = SERVER.external().open();
                PgTestDb other = SERVER.external()
                        .setting("pgtestdb4j.role", "other_tester")
                        .open()) {
            assertThat(one.template(migrator).name())
                    .isNotEqualTo(other.template(migrator).name());
        }
    }

    @Test
    void isAskedForItsHashOnce() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        record Counting(String hash, AtomicInteger asked) implements Migrator {
            @Override
            public String hash() {
                asked.incrementAndGet();
                return hash;
            }

            @Override
            public void migrate(String url) {}
        }
        String hash = Migrators.newHash();
        try (PgTestDb pg = SERVER.external().open()) {
            pg.template(new Counting(hash, asked));
            pg.template(new Counting(hash, asked));
            pg.template(new Counting(hash, asked).then(Migrator.of("on top", url -> {})));
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void hasAHashOfAnyLength() throws Exception {
        String hash = Migrators.newHash() + "x".repeat(10_000) + " ä'\"\\;";
        try (PgTestDb pg = SERVER.external().open();
                TestDatabase database = pg.database(Migrator.of(hash, Migrators.step(SCHEMA)))) {
            assertThat(Query.value(database, "SELECT count(*) FROM city")).isEqualTo("2");
            assertThat(pg.template(Migrator.of(hash, Migrators.step(SCHEMA))).name())
                    .hasSizeLessThan(63);
        }
    }

    @Test
    void isNotMadeFromWhatSomebodyPutIntoTemplate1() throws Exception {
        try (Connection template1 = SERVER.connect("template1")) {
            Query.run(template1, "CREATE TABLE pollution ()");
        }
        try (PgTestDb pg = SERVER.external().open();
                TestDatabase database = pg.database(Migrator.of(Migrators.newHash(), url -> {}))) {
            assertThat(Query.value(database, "SELECT to_regclass('pollution') IS NULL"))
                    .isEqualTo("t");
        } finally {
            try (Connection template1 = SERVER.connect("template1")) {
                Query.run(template1, "DROP TABLE pollution");
            }
        }
    }
}
