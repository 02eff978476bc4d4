package org.pgtestdb4j.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.ServerException;
import org.pgtestdb4j.spi.PostgresServer;

/** What a user gets to read when there is no server, and that nothing is left then. */
class FailedStartIT {

    private Sandbox sandbox;

    @BeforeEach
    void create() throws Exception {
        sandbox = Sandbox.withSharedCache();
    }

    @AfterEach
    void remove() {
        sandbox.close();
    }

    /** Taken by a server with the same password, so that it is not enough that somebody answers. */
    @Test
    void aTakenPortIsNoFailure() throws Exception {
        try (PostgresServer other = sandbox.find()) {
            Iterator<Integer> ports = List.of(other.port(), FreePort.find()).iterator();

            Cluster cluster = Cluster.start(sandbox.plan(), ports::next);

            assertThat(cluster.describe(limit -> {}).port()).isNotEqualTo(other.port());
            assertThat(Sandbox.query(cluster.describe(limit -> {}), "SELECT 1")).isEqualTo("1");
            cluster.end(Sandbox.LIMIT);
        }
    }

    @Test
    void portsThatAreAllTakenAre() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> Cluster.start(sandbox.plan(), taken::getLocalPort))
                    .isInstanceOf(ServerException.class)
                    .hasMessageContaining("got none of 5 ports");
        }
    }

    @Test
    void aServerThatEndsAtOnceIsQuoted() throws Exception {
        ClusterPlan plan = planWith("echo 'error while loading shared libraries: libssl.so.1.1' >&2; exit 127");

        assertThatThrownBy(() -> Cluster.start(plan))
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("ended as soon as it was started")
                .hasMessageContaining("libssl.so.1.1")
                .hasMessageContaining("install it")
                .hasMessageContaining("pgtestdb4j.url");
    }

    @Test
    void aServerThatDoesNotAnswerIsGivenUp() throws Exception {
        sandbox.set(EmbeddedSettings.START_TIMEOUT, "1s");
        ClusterPlan plan = planWith("echo 'starting slowly' >&2; exec sleep 60");

        assertThatThrownBy(() -> Cluster.start(plan))
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("did not answer within 1 s")
                .hasMessageContaining(EmbeddedSettings.START_TIMEOUT)
                .hasMessageContaining("starting slowly");
    }

    /** As a process does that is just becoming the server. */
    @Test
    void aServerThatLosesASignalEndsAllTheSame() throws Exception {
        sandbox.set(EmbeddedSettings.START_TIMEOUT, "1s");
        ClusterPlan plan = planWith("trap 'trap - TERM' TERM; while :; do sleep 0.05; done");

        assertThatThrownBy(() -> Cluster.start(plan)).hasMessageContaining("did not answer");

        assertThat(sandbox.processes()).isEmpty();
    }

    @Test
    void aSeedThatCannotBeCopiedIsNamed() throws Exception {
        ClusterPlan plan = sandbox.plan();
        Path nowhere = sandbox.root().resolve("vanished");
        Seed vanished = new Seed(nowhere, plan.seed().secret());
        Files.createDirectory(nowhere);
        Files.copy(plan.seed().keeper(), vanished.keeper());
        Files.setPosixFilePermissions(vanished.keeper(), Permissions.READABLE_FILE);

        assertThatThrownBy(() -> Cluster.start(
                        new ClusterPlan(plan.installation(), vanished, plan.homes(), plan.user(), plan.timeout())))
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("could not be started")
                .hasMessageContaining(vanished.data().toString());
    }

    @Test
    void aFailingInitdbIsQuoted() throws Exception {
        ClusterPlan plan = sandbox.plan();
        Installation broken =
                installation("initdb", "echo 'initdb: error: could not look up effective user ID 1000' >&2; exit 1");
        Cache cache = new Cache(Files.createDirectory(sandbox.root().resolve("cache")));
        Files.setPosixFilePermissions(cache.directory(), Permissions.READABLE_DIRECTORY);

        assertThatThrownBy(() -> Seed.of(SeedRecipe.of(broken), plan.user(), cache))
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("initdb failed for user " + plan.user().name())
                .hasMessageContaining("could not look up effective user ID 1000")
                .hasMessageContaining("/etc/passwd");
        assertThat(cache.directory())
                .isDirectoryNotContaining(path -> path.toString().contains("seed"));
    }

    @Test
    void aFailingStatementIsQuoted() throws Exception {
        ClusterPlan plan = sandbox.plan();
        SeedRecipe recipe = SeedRecipe.of(plan.installation());
        SeedRecipe wrong = new SeedRecipe(
                recipe.installation(),
                recipe.arguments(),
                recipe.locales(),
                recipe.configuration(),
                recipe.access(),
                "REVOKE CONNECT ON DATABASE nowhere FROM PUBLIC",
                recipe.keeper());
        Path data = OwnDirectory.claim(
                plan.homes().directory().resolve("data"), plan.user().account(), Permissions.OWNER_ONLY_DIRECTORY);
        try {
            assertThatThrownBy(() -> new InitDb(wrong, plan.user()).run(data, Secret.random()))
                    .isInstanceOf(ServerException.class)
                    .hasMessageContaining("postgres --single failed")
                    .hasMessageContaining("database \"nowhere\" does not exist");
        } finally {
            Commands.run(List.of("rm", "-rf", data.toString()), Sandbox.LIMIT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {EmbeddedSettings.CACHE, EmbeddedSettings.DATA})
    void aPlaceThatCannotBeWrittenToIsNamed(String setting) {
        sandbox.set(setting, "/proc/pgtestdb4j");

        assertThatThrownBy(() -> sandbox.find())
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("/proc/pgtestdb4j")
                .hasMessageContaining(setting);
    }

    @Test
    void aPlaceThatTheServersUserCannotReachIsNamed() throws Exception {
        ServerUser user = sandbox.plan().user();
        assumeTrue(user.isOther(), "only root runs the server as somebody else");
        Path unreachable = Files.createTempDirectory("pgtestdb4j-unreachable");
        try {
            sandbox.set(EmbeddedSettings.CACHE, unreachable.resolve("cache").toString());

            assertThatThrownBy(() -> sandbox.find())
                    .isInstanceOf(ServerException.class)
                    .hasMessageContaining(unreachable.toString())
                    .hasMessageContaining("cannot be read by " + user.name());
        } finally {
            Files.delete(unreachable.resolve("cache"));
            Files.delete(unreachable);
        }
    }

    private ClusterPlan planWith(String postgres) throws IOException {
        ClusterPlan plan = sandbox.plan();
        return new ClusterPlan(
                installation("postgres", postgres), plan.seed(), plan.homes(), plan.user(), plan.timeout());
    }

    /** Binaries of which one is a shell script. */
    private Installation installation(String program, String script) throws IOException {
        Path directory = Files.createDirectory(sandbox.root().resolve("installation"));
        Path bin = Files.createDirectory(directory.resolve("bin"));
        Path file = Files.writeString(bin.resolve(program), "#!/bin/sh\n" + script + "\n");
        for (Path path : List.of(directory, bin, file)) {
            Files.setPosixFilePermissions(path, Permissions.of(0755));
        }
        return new Installation(directory, Platform.current(), 17);
    }
}
