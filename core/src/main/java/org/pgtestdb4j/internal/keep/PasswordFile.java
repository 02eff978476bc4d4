package org.pgtestdb4j.internal.keep;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.pgtestdb4j.internal.jdbc.JdbcUrl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file for libpq's {@code PGPASSFILE}, readable for its owner alone: so that a line which is printed works, and yet shows no password of a
 * server that is not ours.
 *
 * <p>There is one for each login on each server, which later runs use again. It is renewed with every database that is kept; one that was
 * not for longer than databases are kept is of no use any more, and the next that is written removes it.
 */
final class PasswordFile {

    private static final Logger log = LoggerFactory.getLogger(PasswordFile.class);
    private static final String SUFFIX = ".pgpass";

    private PasswordFile() {}

    /**
     * Writes the file for one login on all databases of a server; nothing where that cannot be done safely.
     *
     * @param directory is made if it is not there
     * @param age how long databases are kept
     */
    static Optional<Path> write(JdbcUrl url, Path directory, Duration age) {
        try {
            Files.createDirectories(directory, ownerOnly("rwx------"));
            removeOlderThan(age, directory);
            return Optional.of(replace(directory.resolve(nameFor(url)), lineFor(url)));
        } catch (IOException | UnsupportedOperationException e) {
            log.debug("No password file for {} in {}", url.host(), directory, e);
            return Optional.empty();
        }
    }

    private static FileAttribute<?> ownerOnly(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }

    private static void removeOlderThan(Duration age, Path directory) throws IOException {
        Instant oldest = Instant.now().minus(age);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (Path file : files) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(oldest)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** In one step, since somebody may just be reading it. */
    private static Path replace(Path file, String line) throws IOException {
        Path next = Files.createTempFile(file.getParent(), "next-", SUFFIX, ownerOnly("rw-------"));
        try {
            Files.writeString(next, line);
            Files.setLastModifiedTime(next, FileTime.from(Instant.now()));
            return Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(next);
        }
    }

    /** Begins with what people look for; the digest tells apart what must not stand in a file's name. */
    private static String nameFor(JdbcUrl url) {
        String login = url.host() + ":" + url.port() + ":" + url.user();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(login.getBytes(StandardCharsets.UTF_8));
            return url.host().replaceAll("[^A-Za-z0-9.-]", "_") + "_" + url.port() + "_"
                    + HexFormat.of().formatHex(digest, 0, 4) + SUFFIX;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static String lineFor(JdbcUrl url) {
        return String.join(
                        ":",
                        escape(url.host()),
                        Integer.toString(url.port()),
                        "*",
                        escape(url.user()),
                        escape(url.password()))
                + System.lineSeparator();
    }

    private static String escape(String field) {
        return field.replace("\\", "\\\\").replace(":", "\\:");
    }
}
