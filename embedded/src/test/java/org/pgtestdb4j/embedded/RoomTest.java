package org.pgtestdb4j.embedded;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgtestdb4j.ServerException;

class RoomTest {

    @TempDir
    private Path directory;

    @Test
    void isThereWhereADatabaseFits() {
        assertThatCode(() -> new Room(directory).check(64)).doesNotThrowAnyException();
    }

    @Test
    void isMissedBeforeItIsUsedUp() {
        assertThatThrownBy(() -> new Room(directory).check(63))
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("Only 63 MB are left")
                .hasMessageContaining(directory.toString())
                .hasMessageContaining(EmbeddedSettings.DATA)
                .hasMessageContaining("--shm-size");
    }

    @Test
    void isNotMissedWhereTheServerIsGone() {
        assertThatCode(() -> new Room(directory.resolve("gone")).check()).doesNotThrowAnyException();
    }
}
