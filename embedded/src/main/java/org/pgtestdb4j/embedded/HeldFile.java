package org.pgtestdb4j.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A file that a process holds a lock on, of the kind that is passed on to the processes which it starts. The kernel frees it with the last of
 * them. Java cannot ask for that kind, so a program does.
 *
 * @param path the file
 */
record HeldFile(Path path) {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int HELD = 1;

    boolean exists() {
        return Files.exists(path);
    }

    /** Asks for a lock that any number of others may ask for at the same time. */
    boolean isHeld() {
        return Commands.run(List.of("flock", "-s", "-n", path.toString(), "true"), LIMIT)
                        .status()
                == HELD;
    }
}
