package org.pgtestdb4j.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.fixture.Await;
import org.pgtestdb4j.fixture.ChildJvm;
import org.pgtestdb4j.fixture.Query;

/** What grows too old while the data of the shared server lies in the cache. */
class ParkedServerIT {

    private Path directory;

    @BeforeEach
    void create() throws IOException {
        directory = Files.createTempDirectory("pgtestdb4j-parked-");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterEach
    void remove() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    static final class Run {

        private Run() {}

        public static void main(String[] arguments) throws Exception {
            try (PgTestDb pg = PgTestDb.builder()
                            .setting("pgtestdb4j.embedded.mode", "shared")
                            .setting("pgtestdb4j.embedded.idle", "0")
                            .setting("pgtestdb4j.embedded.cache", arguments[0])
                            .setting("pgtestdb4j.keep.max-age", arguments[1])
                            .open();
                    TestDatabase database = pg.database(Migrator.of("parked", url -> {}))) {
                if (arguments.length == 2) {
                    database.keep("somebody looks at it next week");
                    System.out.println("kept " + database.name());
                } else {
                    Await.until("the sweep at the start", () -> !exists(database, arguments[2]));
                }
                System.out.println("reused " + pg.report().templatesReused());
            }
        }

        private static boolean exists(TestDatabase database, String name) throws Exception {
            return !"0".equals(Query.value(database, "SELECT count(*) FROM pg_database WHERE datname = ?", name));
        }
    }

    @Test
    void isRemovedWhenTheServerIsBack() throws Exception {
        String kept;
        try (ChildJvm first = run("7d")) {
            kept = first.all("kept").get(0);
        }

        try (ChildJvm next = run("1ms", kept)) {
            assertThat(next.all("reused"))
                    .as("what tells that the data came back")
                    .containsExactly("1");
        }
    }

    private ChildJvm run(String age, String... kept) throws Exception {
        List<String> arguments = Stream.concat(
                        Stream.of(directory.resolve("cache").toString(), age), Stream.of(kept))
                .toList();
        ChildJvm jvm = ChildJvm.start("", Run.class, arguments.toArray(String[]::new));
        assertThat(jvm.exitCode()).as(jvm.output()).isZero();
        Await.until("the server's data lies in the cache", this::isParked);
        return jvm;
    }

    private boolean isParked() throws IOException {
        try (Stream<Path> stores = Files.list(directory.resolve("cache"))) {
            return stores.filter(store -> store.getFileName().toString().startsWith("store-"))
                    .anyMatch(
                            store -> Files.exists(store.resolve("data")) && Files.exists(store.resolve("server.log")));
        }
    }
}
