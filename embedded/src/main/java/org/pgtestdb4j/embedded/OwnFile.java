package org.pgtestdb4j.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A small text file that has its permissions before it has its content. */
final class OwnFile {

    private OwnFile() {}

    static Path write(Path file, String content, Set<PosixFilePermission> permissions) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(Permissions.OWNER_ONLY_FILE));
        Files.setPosixFilePermissions(file, permissions);
        return Files.writeString(file, content);
    }
}
