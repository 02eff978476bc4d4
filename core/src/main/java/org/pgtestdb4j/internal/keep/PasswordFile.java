package org.pgtestdb4j.internal.keep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.pgtestdb4j.internal.jdbc.JdbcUrl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file for libpq's {@code PGPASSFILE}, readable for its owner alone: so that a line which is printed works, and yet shows no password of a
 * server that is not ours.
 */
final class PasswordFile {

    private static final Logger log = LoggerFactory.getLogger(PasswordFile.class);

    private PasswordFile() {}

    /** Writes the file for one login on all databases of a server; nothing where that cannot be done safely. */
    static Optional<Path> write(JdbcUrl url) {
        try {
            Path file = Files.createTempFile(
                    "pgtestdb4j-",
                    ".pgpass",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(
                    file,
                    String.join(
                                    ":",
                                    escape(url.host()),
                                    Integer.toString(url.port()),
                                    "*",
                                    escape(url.user()),
                                    escape(url.password()))
                            + System.lineSeparator());
            return Optional.of(file);
        } catch (IOException | UnsupportedOperationException e) {
            log.debug("No password file for {}", url.host(), e);
            return Optional.empty();
        }
    }

    private static String escape(String field) {
        return field.replace("\\", "\\\\").replace(":", "\\:");
    }
}
