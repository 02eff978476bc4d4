package org.pgtestdb4j.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of a migration tool, as an adapter gives it to its {@link MigratorContract}.
 *
 * @param path where it lies below the directory of migrations, with slashes
 * @param content its text
 */
public record MigrationFile(String path, String content) {

    void writeTo(Path directory) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    void deleteFrom(Path directory) throws IOException {
        Files.delete(directory.resolve(path));
    }

    MigrationFile withContent(String other) {
        return new MigrationFile(path, other);
    }

    MigrationFile withPath(String other) {
        return new MigrationFile(other, content);
    }

    String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    String suffix() {
        return path.substring(path.lastIndexOf('.') + 1);
    }
}
