package org.pgtestdb4j.owners;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.fixture.ChildJvm;
import org.pgtestdb4j.fixture.Migrators;
import org.pgtestdb4j.fixture.Query;
import org.pgtestdb4j.fixture.TestServer;

/** Several JVMs with several threads each begin at the same moment on one server. */
class ManyJvmsIT {

    private static final int JVMS = Integer.getInteger("tests.jvms", 3);
    private static final int THREADS = Integer.getInteger("tests.threads", 4);
    private static final int ROUNDS = 4;

    @TempDir
    Path directory;

    /** One JVM, whose threads use three templates: a schema, and two that stand on it. */
    static final class Crowd {

        private final String hash;
        private final Path log;

        private Crowd(String hash, Path log) {
            this.hash = hash;
            this.log = log;
        }

        public static void main(String[] arguments) throws Exception {
            new Crowd(arguments[0], Path.of(arguments[1])).run(Integer.parseInt(arguments[2]));
        }

        private void run(int threads) throws Exception {
            System.out.println("ready");
            System.in.read();
            ExecutorService pool = Executors.newFixedThreadPool(threads);
            try (PgTestDb pg = PgTestDb.open()) {
                List<Future<?>> running = new ArrayList<>();
                for (int thread = 0; thread < threads; thread++) {
                    int first = thread;
                    running.add(pool.submit(() -> use(pg, first)));
                }
                for (Future<?> one : running) {
                    one.get();
                }
            } finally {
                pool.shutdownNow();
            }
            System.out.println("passed");
        }

        private boolean use(PgTestDb pg, int first) throws Exception {
            Migrator schema = migrator("schema", "CREATE TABLE place (name text)");
            List<Migrator> migrators = List.of(
                    schema,
                    schema.then(migrator("cities", "INSERT INTO place VALUES ('Ulm'), ('Aix')")),
                    schema.then(migrator("rivers", "INSERT INTO place VALUES ('Isar')")));
            List<Integer> rows = List.of(0, 2, 1);
            for (int round = 0; round < ROUNDS; round++) {
                int which = (first + round) % migrators.size();
                try (TestDatabase database = pg.database(migrators.get(which))) {
                    Query.run(database, "INSERT INTO place VALUES ('here')");
                    assertThat(Query.value(database, "SELECT count(*) FROM place"))
                            .isEqualTo(Integer.toString(rows.get(which) + 1));
                }
            }
            return true;
        }

        private Migrator migrator(String name, String sql) {
            return Migrator.of(hash + name, url -> {
                note(name);
                Migrators.step(sql).migrate(url);
            });
        }

        private void note(String name) throws IOException {
            Files.writeString(log, name + "\n", StandardOpenOption.APPEND);
        }
    }

    private static void runTogether(TestServer server, String hash, Path log) throws Exception {
        List<ChildJvm> children = new ArrayList<>();
        try {
            for (int i = 0; i < JVMS; i++) {
                children.add(ChildJvm.start(server, Crowd.class, hash, log.toString(), Integer.toString(THREADS)));
            }
            for (ChildJvm child : children) {
                child.await("ready");
            }
            for (ChildJvm child : children) {
                child.tell("go");
            }
            for (ChildJvm child : children) {
                assertThat(child.exitCode()).as(child.output()).isZero();
                assertThat(child.all("passed")).hasSize(1);
                assertThat(child.output()).doesNotContain("WARN", "Exception");
            }
        } finally {
            children.forEach(ChildJvm::close);
        }
    }

    @Test
    void migrateOnceOnAnEmptyServerAndLeaveNothing() throws Exception {
        Path log = Files.createFile(directory.resolve("log"));
        String hash = Migrators.newHash();
        try (TestServer empty = TestServer.start()) {
            runTogether(empty, hash, log);

            assertThat(Files.readAllLines(log)).containsExactlyInAnyOrder("schema", "cities", "rivers");
            empty.assertNothingIsLeft();

            runTogether(empty, hash, log);

            assertThat(Files.readAllLines(log)).hasSize(3);
            empty.assertNothingIsLeft();
        }
    }

    @Test
    void migrateOnceOnAServerThatOthersUseAndLeaveNothing() throws Exception {
        Path log = Files.createFile(directory.resolve("log"));
        TestServer server = TestServer.shared();
        try (PgTestDb pg = server.external().open();
                TestDatabase ofAnother = pg.database(Migrators.sql("CREATE TABLE mine ()"))) {
            runTogether(server, Migrators.newHash(), log);

            assertThat(Files.readAllLines(log)).containsExactlyInAnyOrder("schema", "cities", "rivers");
            assertThat(Query.value(ofAnother, "SELECT count(*) FROM mine")).isEqualTo("0");
        }
        server.assertNothingIsLeft();
    }
}
