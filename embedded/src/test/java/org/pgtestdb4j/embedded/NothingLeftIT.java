package org.pgtestdb4j.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.spi.PostgresServer;

/** What is left of a server whose JVM or keeper did not end well: nothing, or nothing after the next start. */
class NothingLeftIT {

    private Sandbox sandbox;

    @BeforeEach
    void create() throws Exception {
        sandbox = Sandbox.withSharedCache();
    }

    @AfterEach
    void remove() {
        sandbox.close();
    }

    @Test
    void afterAKilledJvm() throws Exception {
        try (ChildJvm child = ChildJvm.start(sandbox)) {
            child.port();
            assertThat(sandbox.processes()).isNotEmpty();

            child.kill();
            sandbox.awaitNothingLeft();
        }
    }

    @Test
    void afterAJvmThatDidNotClose() throws Exception {
        try (ChildJvm child = ChildJvm.start(sandbox)) {
            child.port();
            child.exit();
            sandbox.awaitNothingLeft();
        }
    }

    /** Not INT, which a JVM ignores in a build that runs in the background. */
    @ParameterizedTest
    @ValueSource(strings = {"TERM", "KILL"})
    void afterASignalToAllProcessesOfTheBuild(String signal) throws Exception {
        assumeTrue(ChildJvm.hasOwnGroup(), "no setsid");
        try (ChildJvm child = ChildJvm.start(sandbox)) {
            child.port();
            child.signalGroup(signal);
            sandbox.awaitNothingLeft();
        }
    }

    /** As root, it is the server's account that has to remove it. */
    @Test
    void afterAJvmThatIsKilledBeforeItHasGivenItsHomeAway() throws Exception {
        sandbox.find().close();
        Path unfinished = Files.createDirectory(sandbox.place().resolve("1-1-1"));
        Files.setPosixFilePermissions(unfinished, Permissions.OWNER_ONLY_DIRECTORY);

        sandbox.find().close();

        assertThat(sandbox.homes()).isEmpty();
    }

    @RepeatedTest(5)
    void afterAJvmThatIsKilledWhileItStartsAServer() throws Exception {
        try (ChildJvm child = ChildJvm.start(sandbox)) {
            Sandbox.await("a home", () -> !sandbox.homes().isEmpty());
            child.kill();
            Sandbox.await(
                    () -> "the end of " + sandbox.commandLines(),
                    () -> sandbox.processes().isEmpty());
        }
        sandbox.find().close(); // a home without a keeper is for the next start
        assertThat(sandbox.homes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "HUP"})
    void keeperGoesOnAfterASignal(String signal) throws Exception {
        try (PostgresServer server = sandbox.find()) {
            List<ProcessHandle> keepers = sandbox.keepers();
            for (ProcessHandle keeper : keepers) {
                Commands.run(List.of("kill", "-" + signal, Long.toString(keeper.pid())), Sandbox.LIMIT);
            }

            assertThat(Sandbox.query(server, "SELECT 1")).isEqualTo("1");
            assertThat(keepers).hasSize(2).allMatch(ProcessHandle::isAlive);
        }
        assertThat(sandbox.homes()).isEmpty();
        assertThat(sandbox.processes()).isEmpty();
    }

    @Test
    void afterAKilledKeeper() throws Exception {
        PostgresServer abandoned = sandbox.find();
        ProcessHandle keeper = sandbox.keeper();
        keeper.destroyForcibly();
        Sandbox.await("the end of the keeper", () -> !keeper.isAlive());

        abandoned.close();

        assertThat(sandbox.processes()).isEmpty();
        assertThat(sandbox.homes()).isEmpty();
    }

    @Test
    void afterAKilledKeeperAndAKilledJvm() throws Exception {
        try (ChildJvm child = ChildJvm.start(sandbox)) {
            child.port();
            sandbox.keeper().destroyForcibly();
            child.kill();
            Sandbox.await("the server to end", () -> sandbox.processes().isEmpty());
        }
        assertThat(sandbox.homes()).hasSize(1);

        sandbox.find().close();
        assertThat(sandbox.homes()).isEmpty();
    }

    @Test
    void afterAServerThatHasLostEverybody() throws Exception {
        ProcessHandle server;
        try (ChildJvm child = ChildJvm.start(sandbox)) {
            child.port();
            server = sandbox.server();
            sandbox.keepers().forEach(ProcessHandle::destroyForcibly);
            child.kill();
        }
        assertThat(server.isAlive()).isTrue();

        sandbox.find().close();
        assertThat(sandbox.homes()).isEmpty();
        sandbox.awaitNothingLeft();
    }

    /** As those do that are just ending. */
    @Test
    void whereAProcessStillWrites() throws Exception {
        ClusterPlan plan = sandbox.plan();
        Path home = OwnDirectory.claim(
                sandbox.place().resolve("1-1-busy"), plan.user().account(), Permissions.OWNER_ONLY_DIRECTORY);
        String writing = "end=$(($(date +%s) + 2)); while [ \"$(date +%s)\" -lt $end ]; do"
                + " for i in 1 2 3 4 5 6 7 8 9; do : >\"$0/$i\"; done; done 2>/dev/null";
        Process writer = Commands.builder(plan.user().command("sh", "-c", writing, home.toString()))
                .start();
        try {
            Sandbox.await("its files", () -> Files.exists(home.resolve("9")));

            new SharedHome(home, plan.user()).remove(plan.seed().keeper());

            assertThat(home).doesNotExist();
        } finally {
            writer.destroyForcibly();
        }
    }

    @Test
    void butAProcessThatGotAUsedProcessIdLives() throws Exception {
        ServerUser user = sandbox.plan().user();
        Path left = sandbox.place().resolve("1-1-left");
        Process stranger = Commands.builder(user.command("sleep", "60")).start();
        try {
            String file = "mkdir -p \"$0/data\" && echo \"$1\" > \"$0/data/postmaster.pid\"";
            Commands.run(user.command("sh", "-c", file, left.toString(), "" + stranger.pid()), Sandbox.LIMIT);
            assertThat(left).exists();

            sandbox.find().close();

            assertThat(left).doesNotExist();
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void butTheServerOfAnotherJvmLives() throws Exception {
        try (ChildJvm child = ChildJvm.start(sandbox)) {
            child.port();
            List<Path> homes = sandbox.homes();

            sandbox.find().close();

            assertThat(sandbox.homes()).isEqualTo(homes);
            assertThat(sandbox.server().isAlive()).isTrue();
            child.kill();
            sandbox.awaitNothingLeft();
        }
    }
}
