package org.pgtestdb4j.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The files of a home that say how its server is doing; see {@code keeper.sh}.
 *
 * @param directory the home
 */
record HomeFiles(Path directory) {

    private static final int STATUS_LINE = 7;

    ServerLog log() {
        return new ServerLog(directory.resolve("server.log"));
    }

    Path data() {
        return directory.resolve("data");
    }

    /** The server's own file. */
    Path serverFile() {
        return data().resolve("postmaster.pid");
    }

    /** True as soon as the server's own file says that it has its port. Without this look, another server on that port might answer. */
    boolean saysReady() {
        try {
            List<String> lines = Files.readAllLines(serverFile());
            return lines.size() > STATUS_LINE && lines.get(STATUS_LINE).startsWith("ready");
        } catch (IOException e) {
            return false;
        }
    }

    boolean hasServer() {
        return Files.exists(serverFile()) && !hasEnded();
    }

    /** True as soon as the keeper saw the server end. */
    boolean hasEnded() {
        return Files.exists(directory.resolve("ended"));
    }

    @Override
    public String toString() {
        return directory.toString();
    }
}
