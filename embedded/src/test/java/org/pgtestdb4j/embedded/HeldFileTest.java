package org.pgtestdb4j.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldFileTest {

    @TempDir
    private Path directory;

    private Path path;
    private HeldFile file;

    @BeforeEach
    void onlyWithFlock() {
        assumeTrue(Commands.run(List.of("sh", "-c", "command -v flock"), Sandbox.LIMIT)
                .succeeded());
        path = directory.resolve("lock");
        file = new HeldFile(path);
    }

    @Test
    void isNotHeldByTheDead() throws Exception {
        Files.createFile(path);

        assertThat(file.exists()).isTrue();
        assertThat(file.isHeld()).isFalse();
    }

    @Test
    void isNotHeldWhereItIsNot() {
        assertThat(file.exists()).isFalse();
        assertThat(new HeldFile(directory.resolve("nowhere/lock")).isHeld()).isFalse();
    }

    @Test
    void isHeldUntilTheLastChildOfItsHolderHasEnded() throws Exception {
        String script = "exec 9>>\"$0\"; flock 9; sleep 60 & echo $!; wait";
        Process holder = new ProcessBuilder("sh", "-c", script, path.toString()).start();
        ProcessHandle child;
        try (var output = holder.inputReader()) {
            child = ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
        }
        assertThat(file.isHeld()).isTrue();

        holder.destroyForcibly().waitFor();
        assertThat(file.isHeld()).isTrue();

        child.destroyForcibly();
        Sandbox.await("its end", () -> !file.isHeld());
    }
}
