package org.pgtestdb4j.liquibase;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers hashes in files, so that a run whose files have not changed need not load Liquibase to parse them.
 *
 * <p>An entry is written beside its place and then moved there, so whoever reads sees a whole one or none. Whatever goes wrong here means
 * that there is no entry. Safe for use by several threads and processes.
 */
final class HashCache {

    private static final Logger log = LoggerFactory.getLogger(HashCache.class);

    private static final String NAME = "pgtestdb4j-liquibase";
    private static final String ENTRY = ".hash";
    private static final String UNFINISHED = ".unfinished";
    private static final Duration LIFE = Duration.ofDays(7);

    private final Path directory;

    HashCache(Path directory) {
        this.directory = directory;
    }

    /** Returns the cache among the caches of the user. */
    static HashCache ofUser() {
        Path xdg = Path.of(Optional.ofNullable(System.getenv("XDG_CACHE_HOME")).orElse(""));
        boolean mac = System.getProperty("os.name", "").startsWith("Mac");
        Path caches = xdg.isAbsolute()
                ? xdg
                : Path.of(System.getProperty("user.home", "")).resolve(mac ? "Library/Caches" : ".cache");
        return new HashCache(caches.resolve(NAME));
    }

    /** Returns an entry whose inputs are still what they were. */
    Optional<HashEntry> find(String key, Inputs inputs) {
        try {
            Path file = directory.resolve(key + ENTRY);
            if (!isOurs() || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                return Optional.empty();
            }
            Optional<HashEntry> found = HashEntry.read(Files.readString(file)).filter(entry -> entry.isOf(inputs));
            if (found.isPresent()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            }
            return found;
        } catch (IOException | RuntimeException e) {
            log.debug("No remembered hash: {}", e.toString());
            return Optional.empty();
        }
    }

    void put(String key, Supplier<Optional<HashEntry>> entry) {
        try {
            createDirectory();
            if (isOurs()) {
                Optional<HashEntry> sure = entry.get();
                if (sure.isPresent()) {
                    write(directory.resolve(key + ENTRY), sure.get());
                    removeOld();
                }
            }
        } catch (IOException | RuntimeException e) {
            log.debug("The hash is not remembered: {}", e.toString());
        }
    }

    private void createDirectory() throws IOException {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(directory);
            if (isPosix()) {
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            }
        }
    }

    /** Whoever else could write here could make tests run on a template that is not of their changelogs. */
    private boolean isOurs() throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        if (!isPosix()) {
            return true;
        }
        PosixFileAttributes attributes =
                Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return attributes.owner().equals(self())
                && !attributes.permissions().contains(PosixFilePermission.GROUP_WRITE)
                && !attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE);
    }

    private Object self() throws IOException {
        return directory
                .getFileSystem()
                .getUserPrincipalLookupService()
                .lookupPrincipalByName(System.getProperty("user.name"));
    }

    private boolean isPosix() {
        return directory.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private void write(Path file, HashEntry entry) throws IOException {
        Path unfinished = Files.createTempFile(directory, "", UNFINISHED);
        try {
            Files.write(unfinished, entry.toText().getBytes(StandardCharsets.UTF_8));
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /** Another process may remove the same. */
    private void removeOld() throws IOException {
        FileTime limit = FileTime.from(Instant.now().minus(LIFE));
        List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = all.filter(file ->
                            file.toString().endsWith(ENTRY) || file.toString().endsWith(UNFINISHED))
                    .toList();
        }
        for (Path file : files) {
            if (Files.exists(file) && Files.getLastModifiedTime(file).compareTo(limit) < 0) {
                Files.deleteIfExists(file);
            }
        }
    }
}
