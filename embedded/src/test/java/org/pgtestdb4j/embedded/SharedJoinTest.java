package org.pgtestdb4j.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedJoinTest {

    @TempDir
    Path directory;

    private final Deadline over = Deadline.in(Duration.ZERO);
    private final Deadline farAway = Deadline.in(Duration.ofHours(1));
    private HomeFiles home;

    @BeforeEach
    void create() {
        home = new HomeFiles(directory);
    }

    @Test
    void givesUpOnAServerThatDoesNotAnswerInTime() {
        assertThat(SharedJoin.isStuck(home, farAway, farAway)).isFalse();
        assertThat(SharedJoin.isStuck(home, over, farAway)).isTrue();
    }

    @Test
    void waitsForTheDataOfOneThatHasEndedForLonger() throws IOException {
        Files.createFile(directory.resolve("ended"));

        assertThat(SharedJoin.isStuck(home, over, farAway)).isFalse();
        assertThat(SharedJoin.isStuck(home, over, over)).isTrue();
    }
}
