package org.pgtestdb4j.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pgtestdb4j.ServerException;

class LeavingRootIT {

    private UserPrincipal root;

    @BeforeEach
    void onlyAsRoot() throws Exception {
        root = Files.getOwner(Path.of("/"));
        assumeTrue(ProcessHandle.current().info().user().equals(Optional.of("root")), "not root");
    }

    @Test
    void prefersWhatIsSet() {
        assertThat(LeavingRoot.as(root, Optional.of("nobody")).name()).isEqualTo("nobody");
    }

    @Test
    void missesAnUnknownUser() {
        assertThatThrownBy(() -> LeavingRoot.as(root, Optional.of("no-such-user")))
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("no user no-such-user")
                .hasMessageContaining(EmbeddedSettings.USER)
                .hasMessageContaining("pgtestdb4j.url");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void everyWayPassesArgumentsAndInputOnAndLeavesTheGroupToo(List<String> way) {
        assumeTrue(Commands.run(List.of("sh", "-c", "command -v " + way.get(0)), Sandbox.LIMIT)
                .succeeded());
        List<String> command = new ArrayList<>(way);
        command.addAll(
                List.of("sh", "-c", "id -un; id -g; printf '%s|' \"$@\"; cat", "sh", "-a", "b  c", "$d'e\"", "--"));

        Commands.Result result = Commands.run(command, "input", Sandbox.LIMIT);

        assertThat(result.output()).matches("nobody\n[1-9][0-9]*\n\\Q-a|b  c|$d'e\"|--|input\\E");
    }

    static List<List<String>> ways() {
        return LeavingRoot.waysTo("nobody");
    }
}
