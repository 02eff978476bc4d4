package org.pgtestdb4j.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.ServerException;
import org.pgtestdb4j.spi.PostgresServer;

/** What another user of the machine can do about a shared server: nothing. */
class SharedServerSecrecyIT {

    private Sandbox sandbox;
    private ServerUser stranger;

    @BeforeEach
    void create() throws Exception {
        assumeTrue(ProcessHandle.current().info().user().equals(Optional.of("root")), "only root can be somebody else");
        sandbox = Sandbox.withOwnState().shareFor("0");
        stranger = LeavingRoot.as(Files.getOwner(Path.of("/")), Optional.of("daemon"));
    }

    @AfterEach
    void remove() {
        if (sandbox != null) {
            sandbox.close();
        }
    }

    @Test
    void nobodyElseReadsOrPlantsAnything() throws Exception {
        try (PostgresServer server = sandbox.find()) {
            SharedPlan plan = sandbox.sharedPlan();
            SharedState state = SharedState.of(plan);
            Path secret = plan.seed().directory().resolve("secret");

            assertThat(Files.readString(secret)).isEqualTo(server.password());
            assertThat(Files.getPosixFilePermissions(secret)).isEqualTo(Permissions.OWNER_ONLY_FILE);
            assertThat(as(stranger, "cat", secret.toString())).isFalse();
            assertThat(as(plan.user(), "cat", secret.toString())).isFalse();
            for (Path directory : List.of(sandbox.sharedPlace(), sandbox.home(), state.store())) {
                assertThat(as(stranger, "ls", directory.toString())).isFalse();
            }
            for (Path directory :
                    List.of(plan.cache().directory(), state.directory(), state.store(), sandbox.sharedPlace())) {
                assertThat(as(stranger, "touch", directory.resolve("planted").toString()))
                        .isFalse();
                assertThat(as(
                                stranger,
                                "ln",
                                "-s",
                                "/",
                                directory.resolve("planted").toString()))
                        .isFalse();
            }
        }
        sandbox.awaitNothingLeft();
    }

    /** In a directory that is everybody's, as /dev/shm is. */
    @ParameterizedTest
    @ValueSource(strings = {"mkdir \"$0\"", "mkdir -m 777 \"$0\"", "ln -s /tmp \"$0\"", ": > \"$0\""})
    void whatSomebodyElsePlantedIsNotUsed(String planting) throws Exception {
        Path common = Files.createDirectory(sandbox.sharedPlace().getParent());
        Commands.run(List.of("chmod", "1777", common.toString()), Sandbox.LIMIT);
        assertThat(as(stranger, "sh", "-c", planting, sandbox.sharedPlace().toString()))
                .isTrue();

        assertThatThrownBy(() -> sandbox.find())
                .isInstanceOf(ServerException.class)
                .hasMessageContaining(sandbox.sharedPlace().toString())
                .hasMessageContaining(EmbeddedSettings.DATA);
        assertThat(sandbox.processes()).isEmpty();
    }

    /** It waits on the port of a server that has ended, and asks whoever comes for the password. */
    @Test
    void whoListensOnItsPortIsNotToldThePassword() throws Exception {
        SharedPlan plan = sandbox.sharedPlan();
        Path home = sandbox.sharedPlace().resolve(plan.keyHere() + "-stale");
        DataPlace.ofSharedServers(plan.settings(), plan.user(), plan.cache(), 0);
        as(
                plan.user(),
                "sh",
                "-c",
                "mkdir -p \"$0/data\" && printf '1\\n2\\n3\\n4\\n5\\n6\\n7\\nready\\n' > \"$0/data/postmaster.pid\"",
                home.toString());
        assertThat(new SharedHome(home, plan.user()).files().saysReady()).isTrue();
        try (Impostor impostor = Impostor.listen()) {
            SharedState.of(plan).remember(new SharedState.Current(home, impostor.port()));

            try (PostgresServer server = sandbox.find()) {
                assertThat(impostor.heard()).doesNotContain(server.password());
            }
        }
        sandbox.awaitNothingLeft();
    }

    private static boolean as(ServerUser user, String... command) {
        return Commands.run(user.command(command), Sandbox.LIMIT).succeeded();
    }
}
