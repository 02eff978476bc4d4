package org.pgtestdb4j.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pgtestdb4j.embedded.Sandbox.query;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.spi.PostgresServer;

/** What a shared server bears: whoever is killed, whenever. */
class SharedServerKillsIT {

    private Sandbox sandbox;

    @BeforeEach
    void create() throws Exception {
        sandbox = Sandbox.withOwnState().shareFor("0");
    }

    @AfterEach
    void remove() {
        sandbox.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {".", "keeper.pid", "data", "data/PG_VERSION", "server.log", "data/postmaster.pid", "started"})
    void itsStarterWhileItStarts(String sign) throws Exception {
        try (ChildJvm starter = ChildJvm.start(sandbox)) {
            Sandbox.await(
                    sign,
                    () -> Sandbox.directories(sandbox.sharedPlace()).stream()
                            .anyMatch(home -> Files.exists(home.resolve(sign))));
            starter.kill();
        }
        try (PostgresServer server = sandbox.find()) {
            assertThat(query(server, "SELECT 1")).isEqualTo("1");
            assertThat(sandbox.homes()).hasSize(1);
        }
        sandbox.awaitNothingLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql-", "seed-"})
    void itsStarterWhileItFillsTheCache(String entry) throws Exception {
        try (Sandbox empty = entry.equals("seed-") ? Sandbox.withCopyOf("postgresql-") : Sandbox.withEmptyCache()) {
            empty.shareFor("0");
            try (ChildJvm starter = ChildJvm.start(empty)) {
                Sandbox.await(
                        entry,
                        () -> Sandbox.directories(empty.cache()).stream()
                                .map(directory -> directory.getFileName().toString())
                                .anyMatch(name -> name.startsWith(entry) && name.endsWith(".unfinished")));
                starter.kill();
            }
            try (PostgresServer server = empty.find()) {
                assertThat(query(server, "SELECT 1")).isEqualTo("1");
            }
            empty.awaitNothingLeft();
        }
    }

    @Test
    void theFirstOfItsKeepers() throws Exception {
        PostgresServer server = sandbox.find();
        SharedServerIT.createTable(server);
        kill(List.of(sandbox.keeper()));
        server.close();
        sandbox.awaitNothingLeft();

        try (PostgresServer next = sandbox.find()) {
            assertThat(SharedServerIT.hasTable(next)).isTrue();
        }
        sandbox.awaitNothingLeft();
    }

    @Test
    void theKeeperThatWatches() throws Exception {
        PostgresServer server = sandbox.find();
        Path started = sandbox.home().resolve("started");
        Sandbox.await("the end of the start", () -> Files.exists(started));
        kill(sandbox.keepers().stream()
                .filter(keeper -> keeper.pid() != sandbox.keeper().pid())
                .toList());
        server.close();
        sandbox.awaitNothingLeft();
    }

    @Test
    void allItsKeepers() throws Exception {
        PostgresServer server = sandbox.find();
        SharedServerIT.createTable(server);
        kill(sandbox.keepers());
        try (ChildJvm child = ChildJvm.start(sandbox)) {
            assertThat(child.port()).isEqualTo(server.port());
            awaitNewKeeper();
            assertThat(query(server, "SELECT 1")).isEqualTo("1");
        }
        server.close();
        sandbox.awaitNothingLeft();

        try (PostgresServer next = sandbox.find()) {
            assertThat(SharedServerIT.hasTable(next)).isTrue();
        }
        sandbox.awaitNothingLeft();
    }

    @Test
    void allItsKeepersAndJvms() throws Exception {
        int port;
        try (ChildJvm child = ChildJvm.start(sandbox)) {
            port = child.port();
            kill(sandbox.keepers());
            child.kill();
        }
        try (PostgresServer server = sandbox.find()) {
            assertThat(server.port()).isEqualTo(port);
            awaitNewKeeper();
        }
        sandbox.awaitNothingLeft();
    }

    /** As on macOS, which has no program for locks of this kind. */
    @Test
    void allItsKeepersWhereThereAreNoLocks() throws Exception {
        try (PostgresServer server = sandbox.find()) {
            for (String lock : List.of("keeper.lock", "server.lock")) {
                Files.delete(sandbox.home().resolve(lock));
            }
            assertThat(sandbox.sharedHome().hasKeeper()).isTrue();
            assertThat(sandbox.sharedHome().hasServer()).isTrue();
            kill(sandbox.keepers());
            assertThat(sandbox.sharedHome().hasKeeper()).isFalse();
            assertThat(sandbox.sharedHome().hasServer()).isTrue();
            SharedServer joined = SharedJoin.of(sandbox.sharedPlan());
            try (PostgresServer same = joined.describe(joined::end)) {
                assertThat(same.port()).isEqualTo(server.port());
            }
        }
        sandbox.awaitNothingLeft();
    }

    @Test
    void everything() throws Exception {
        Path home;
        try (ChildJvm child = ChildJvm.start(sandbox)) {
            child.port();
            home = sandbox.home();
            kill(sandbox.keepers());
            kill(List.of(sandbox.server()));
            child.kill();
        }
        assertThat(home).exists();

        try (PostgresServer server = sandbox.find()) {
            assertThat(query(server, "SELECT 1")).isEqualTo("1");
            assertThat(home).doesNotExist();
        }
        sandbox.awaitNothingLeft();
    }

    @Test
    void itsDataDirectory() throws Exception {
        PostgresServer robbed = sandbox.find();
        Commands.run(List.of("rm", "-rf", sandbox.home().toString()), Sandbox.LIMIT);

        try (PostgresServer server = sandbox.find()) {
            assertThat(query(server, "SELECT 1")).isEqualTo("1");
        }
        robbed.close();
        sandbox.awaitNothingLeft();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "nowhere\n5432\n",
                "/nowhere\n5432\n",
                "/nowhere\n99999\n",
                "/nowhere\nport\n",
                "\0\n1\n"
            })
    void aMemoryThatIsNonsense(String current) throws Exception {
        SharedState state = SharedState.of(sandbox.sharedPlan());
        Files.writeString(state.directory().resolve("current"), current);
        Files.writeString(state.visit(), current);

        try (PostgresServer server = sandbox.find()) {
            assertThat(query(server, "SELECT 1")).isEqualTo("1");
        }
        sandbox.awaitNothingLeft();
    }

    @Test
    void aProcessThatGotAUsedProcessIdWhichLivesOn() throws Exception {
        SharedPlan plan = sandbox.sharedPlan();
        Process stranger = Commands.builder(plan.user().command("sleep", "60")).start();
        try {
            Path place = DataPlace.ofSharedServers(plan.settings(), plan.user(), plan.cache(), 0);
            Path home = place.resolve(plan.keyHere() + "-left");
            String files =
                    "mkdir -p \"$0/data\" && echo \"$1\" | tee \"$0/keeper.pid\" \"$0/watcher.pid\" > \"$0/data/postmaster.pid\"";
            Commands.run(plan.user().command("sh", "-c", files, home.toString(), "" + stranger.pid()), Sandbox.LIMIT);
            SharedState.of(plan).remember(new SharedState.Current(home, 5432));

            try (PostgresServer server = sandbox.find()) {
                assertThat(query(server, "SELECT 1")).isEqualTo("1");
            }
            assertThat(home).doesNotExist();
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
        sandbox.awaitNothingLeft();
    }

    /** All servers of one's own have the same password as the shared one, so that it is not enough that one lets us in. */
    @Test
    void aMemoryOfAPortThatAnotherServerOfOursHas() throws Exception {
        SharedPlan plan = sandbox.sharedPlan();
        Path home = DataPlace.ofSharedServers(plan.settings(), plan.user(), plan.cache(), 0)
                .resolve(plan.keyHere() + "-stale");
        String files =
                "mkdir -p \"$0/data\" && printf '1\\n2\\n3\\n4\\n5\\n6\\n7\\nready\\n' > \"$0/data/postmaster.pid\"";
        Commands.run(plan.user().command("sh", "-c", files, home.toString()), Sandbox.LIMIT);
        assertThat(new HomeFiles(home).saysReady()).isTrue();
        Cluster other = Cluster.start(sandbox.plan());
        try {
            int port = other.describe(limit -> {}).port();
            SharedState.of(plan).remember(new SharedState.Current(home, port));

            try (PostgresServer server = sandbox.find()) {
                assertThat(server.port()).isNotEqualTo(port);
            }
        } finally {
            other.end(Sandbox.LIMIT);
        }
        sandbox.awaitNothingLeft();
    }

    /** The keeper, who has not seen us come, may think better of it or not. */
    @Test
    void aServerThatIsJustToBeShutDown() throws Exception {
        try (PostgresServer server = sandbox.find()) {
            SharedPlan plan = sandbox.sharedPlan();
            Path note = Files.createFile(sandbox.home().resolve("stopping"));
            assertThat(SharedJoin.tryOf(plan)).isEmpty();

            Files.delete(note);
            SharedServer joined = SharedJoin.tryOf(plan).orElseThrow();
            assertThat(joined.port()).isEqualTo(server.port());
            joined.end(Sandbox.LIMIT);
        }
        sandbox.awaitNothingLeft();
    }

    /** Those who join do not wait for it. For a moment it has a child of its own. */
    private void awaitNewKeeper() throws InterruptedException {
        Sandbox.await("a new keeper", () -> sandbox.keepers().size() == 1);
    }

    /** The first before the others, or it would replace them. */
    private static void kill(List<ProcessHandle> processes) throws InterruptedException {
        processes.stream().sorted(Comparator.comparingLong(ProcessHandle::pid)).forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle process : processes) {
            Sandbox.await(
                    "the end of " + process, () -> process.info().commandLine().isEmpty());
        }
    }
}
