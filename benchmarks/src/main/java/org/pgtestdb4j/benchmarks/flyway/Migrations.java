package org.pgtestdb4j.benchmarks.flyway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.pgtestdb4j.benchmarks.TableFiles;

/** Directories with the same migrations, and such that differ by a comment, which makes another template. */
final class Migrations {

    private static final String PATTERN = "V%d__tables.sql";

    private final Path directory;
    private int seen;

    Migrations(String directory) {
        this.directory = Path.of(directory);
    }

    String same() throws IOException {
        return TableFiles.write(directory.resolve("same"), PATTERN).toString();
    }

    String nobodyHasSeen() throws IOException {
        Path created = TableFiles.write(directory.resolve(Integer.toString(seen++)), PATTERN);
        Files.writeString(created.resolve(PATTERN.formatted(TableFiles.TABLES)), "-- " + created + "\nSELECT 1;\n");
        return created.toString();
    }
}
