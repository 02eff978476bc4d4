package org.pgtestdb4j.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoomTest {

    @Test
    void keepsAQuarterFree() {
        Room room = new Room(300, 1000);

        assertThat(room.leavesEnough(50)).isTrue();
        assertThat(room.leavesEnough(51)).isFalse();
        assertThat(new Room(249, 1000).leavesEnough(0)).isFalse();
    }

    @Test
    void isReadFromWhatLinuxSays() {
        assertThat(Room.ofMemory(List.of(
                        "MemTotal:       24684692 kB",
                        "MemFree:          300000 kB",
                        "MemAvailable:    1200000 kB",
                        "Hugepagesize:       2048 kB")))
                .isEqualTo(new Room(1_200_000L * 1024, 24_684_692L * 1024));
    }

    @Test
    void isThereForEveryDirectory(@TempDir Path directory) throws Exception {
        assertThat(Room.of(directory).total()).isPositive();
    }
}
