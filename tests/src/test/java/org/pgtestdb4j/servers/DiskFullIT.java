package org.pgtestdb4j.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.DatabaseException;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.fixture.Await;
import org.pgtestdb4j.fixture.Migrators;
import org.pgtestdb4j.fixture.Query;
import org.pgtestdb4j.fixture.TestServer;

/** A disk with room for the template and two clones. Only who may mount one can run this. */
class DiskFullIT {

    private static final TestServer SERVER = TestServer.shared();

    private Path disk;
    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createTempDirectory("pgtestdb4j-disk");
        mounted = run("mount", "-t", "tmpfs", "-o", "size=9m", "tmpfs", disk.toString());
        assumeTrue(mounted, "no right to mount a small disk");
        Files.setPosixFilePermissions(disk, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path tablespace = Files.createDirectory(disk.resolve("tablespace"));
        Path data = Path.of(SERVER.column("SHOW data_directory").get(0));
        Files.setOwner(tablespace, Files.getOwner(data));
        SERVER.run(
                "CREATE TABLESPACE small LOCATION '" + tablespace + "'", "GRANT CREATE ON TABLESPACE small TO PUBLIC");
    }

    /** Whatever has failed before, the mount does not stay; whoever is still on it keeps it for himself until he has gone. */
    @AfterEach
    void unmount() throws Exception {
        try {
            if (mounted) {
                removeAllOnIt();
            }
        } finally {
            boolean gone = !mounted || run("umount", disk.toString()) || run("umount", "-l", disk.toString());
            assertThat(gone).as("nothing is mounted at %s", disk).isTrue();
            Files.delete(disk);
        }
    }

    private static void removeAllOnIt() throws Exception {
        SERVER.awaitEngines();
        for (String database : SERVER.column("SELECT datname FROM pg_database WHERE datname ~ '^pgtestdb4j_[tbc]_'")) {
            SERVER.run(
                    "ALTER DATABASE " + database + " IS_TEMPLATE false", "DROP DATABASE " + database + " WITH (FORCE)");
        }
        SERVER.run("DROP TABLESPACE small");
        SERVER.assertNothingIsLeft();
    }

    private static boolean run(String... command) throws Exception {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void isSaidOfTheCloneThatDoesNotFitAndLeavesNothing() throws Exception {
        Migrator big = Migrators.sql(
                "CREATE TABLE big TABLESPACE small AS SELECT repeat('x', 1000) AS x FROM generate_series(1, 2000)");
        try (PgTestDb pg = SERVER.external().open()) {
            List<TestDatabase> held = new ArrayList<>();
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 10; i++) {
                            held.add(pg.database(big));
                        }
                    })
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContainingAll("53100", "disk is full", "pgtestdb4j_c_");
            assertThat(held).isNotEmpty();
            TestDatabase first = held.get(0);
            assertThat(Query.value(first, "SELECT count(*) FROM big")).isEqualTo("2000");

            held.forEach(TestDatabase::close);

            Await.until("there is room again", () -> {
                try (TestDatabase next = pg.database(big)) {
                    return "2000".equals(Query.value(next, "SELECT count(*) FROM big"));
                } catch (DatabaseException e) {
                    return false;
                }
            });
        }
        SERVER.awaitEngines();
    }

    @Test
    void isSaidOfTheMigrationThatDoesNotFit() throws Exception {
        Migrator tooBig = Migrators.sql(
                "CREATE TABLE big TABLESPACE small AS SELECT repeat('x', 1000) AS x FROM generate_series(1, 20000)");
        try (PgTestDb pg = SERVER.external().open()) {
            assertThatThrownBy(() -> pg.database(tooBig))
                    .isInstanceOf(org.pgtestdb4j.MigrationException.class)
                    .hasMessageContaining("No space left on device");
        }
        SERVER.awaitEngines();
        SERVER.run("DROP DATABASE "
                + SERVER.registry("SELECT name FROM registry.database WHERE kind = 'build'")
                        .get(0));
        SERVER.runInRegistry("DELETE FROM registry.database WHERE kind = 'build'");
        SERVER.sweep();
    }
}
