package org.pgtestdb4j.internal.pool;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a place for data holds, in bytes.
 *
 * @param free how much more can be written
 * @param total how much there is in all
 */
record Room(long free, long total) {

    private static final int KEPT_FREE = 4;
    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final Pattern LINE = Pattern.compile("(MemAvailable|MemTotal): +(\\d+) kB");

    /** Looks at the place of a directory; where that is memory, at the machine's memory too. */
    static Room of(Path directory) throws IOException {
        FileStore store = Files.getFileStore(directory);
        Room room = new Room(store.getUsableSpace(), store.getTotalSpace());
        if (store.type().equals("tmpfs") && Files.isReadable(MEMORY)) {
            Room memory = ofMemory(Files.readAllLines(MEMORY));
            return memory.spare() < room.spare() ? memory : room;
        }
        return room;
    }

    /** Reads what Linux says about the machine's memory. */
    static Room ofMemory(List<String> lines) {
        long free = 0;
        long total = 0;
        for (String line : lines) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                long bytes = Long.parseLong(matcher.group(2)) * 1024;
                if (matcher.group(1).equals("MemTotal")) {
                    total = bytes;
                } else {
                    free = bytes;
                }
            }
        }
        return new Room(free, total);
    }

    /** Tells whether enough stays free when some more is written. */
    boolean leavesEnough(long bytes) {
        return spare() >= bytes;
    }

    private long spare() {
        return free - total / KEPT_FREE;
    }
}
