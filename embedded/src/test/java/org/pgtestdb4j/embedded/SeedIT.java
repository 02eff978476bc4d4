package org.pgtestdb4j.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.ServerException;

/** What every data directory begins as, and how it is copied. */
class SeedIT {

    private Sandbox sandbox;
    private ClusterPlan plan;

    @BeforeEach
    void create() throws Exception {
        sandbox = Sandbox.withSharedCache();
        plan = sandbox.plan();
    }

    @AfterEach
    void remove() {
        sandbox.close();
    }

    @Test
    void hasNothingThatNeedNotBeCopied() throws Exception {
        assertThat(files("")).noneMatch(file -> file.getFileName().toString().endsWith("_fsm"));
        assertThat(files("pg_wal")).hasSizeBetween(1, 2);
    }

    private List<Path> files(String directory) throws IOException {
        try (Stream<Path> files = Files.walk(plan.seed().data().resolve(directory))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void isPackedForTheServersAccountAlone() throws Exception {
        Path archive = archive(plan.seed());

        assertThat(Files.getPosixFilePermissions(archive)).isEqualTo(Permissions.OWNER_ONLY_FILE);
        assertThat(Files.getOwner(archive)).isEqualTo(plan.user().account());
    }

    private static Path archive(Seed seed) {
        return seed.directory().resolve("data.tar");
    }

    /** Told by what the copy does not have. */
    @Test
    void isUnpackedWhereThereIsTar() throws Exception {
        Seed copy = copy();
        Files.delete(copy.data().resolve("PG_VERSION"));

        assertThat(answer(copy)).isEqualTo("1");
    }

    @Test
    void isCopiedWhereItWasNotPacked() throws Exception {
        Seed copy = copy();
        Files.delete(archive(copy));

        assertThat(answer(copy)).isEqualTo("1");
    }

    @Test
    void isNamedIfItIsDamaged() throws Exception {
        Seed copy = copy();
        Files.writeString(archive(copy), "nonsense");

        assertThatThrownBy(() -> answer(copy))
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("could not be started")
                .hasMessageContaining("tar");
        assertThat(sandbox.homes()).isEmpty();
    }

    private Seed copy() {
        Path copy = sandbox.root().resolve("seed");
        Commands.Result result =
                Commands.run(List.of("cp", "-Rp", plan.seed().directory().toString(), copy.toString()), Sandbox.LIMIT);
        assertThat(result.output()).isEmpty();
        return new Seed(copy, plan.seed().secret());
    }

    private String answer(Seed seed) throws Exception {
        Cluster cluster = Cluster.start(
                new ClusterPlan(plan.installation(), seed, plan.homes(), plan.user(), plan.timeout(), plan.options()));
        try {
            return Sandbox.query(cluster.describe(limit -> {}), "SELECT 1");
        } finally {
            cluster.end(Sandbox.LIMIT);
        }
    }
}
