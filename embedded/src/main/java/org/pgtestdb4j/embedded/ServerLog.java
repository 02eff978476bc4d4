package org.pgtestdb4j.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a server wrote to its log.
 *
 * @param file the log
 */
record ServerLog(Path file) {

    private static final int LINES = 20;

    boolean saysPortIsTaken() {
        return read().contains("could not bind ");
    }

    String tail() {
        List<String> lines = read().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
    }

    private String read() {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "(no log: " + e + ")";
        }
    }
}
