package org.pgtestdb4j.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.pgtestdb4j.ServerException;

/**
 * A directory of things that are expensive to make. Each is made once, by whoever needs it first, and never changes afterwards.
 *
 * @param directory where they lie, one directory each
 * @param strict whether to look at the content of files, and not only for whether they are there
 */
record Cache(Path directory, boolean strict) {

    /** Makes an entry in an empty directory. */
    @FunctionalInterface
    interface Maker {
        void make(Path directory) throws IOException;
    }

    /** Changes when older and newer versions of this library would not understand each other's entries. */
    private static final String FORMAT = "-v2";

    private static final String UNFINISHED = ".unfinished";
    private static final Duration REMOVE_LIMIT = Duration.ofMinutes(1);

    /** What this JVM has looked at. */
    private static final Set<Path> CHECKED = ConcurrentHashMap.newKeySet();

    Cache(Path directory) {
        this(directory, false);
    }

    /** Returns the same for those who are about to run what lies there. */
    Cache strictly() {
        return new Cache(directory, true);
    }

    /** Returns an entry, and makes it if it is not there or not whole. */
    Path get(String name, Maker maker) {
        Path entry = directory.resolve(name + FORMAT);
        try {
            if (!isWhole(entry)) {
                FileMutex.hold(directory, () -> {
                    if (!isWhole(entry)) {
                        make(entry, maker);
                    }
                    return entry;
                });
            }
            return entry;
        } catch (IOException e) {
            throw new ServerException(
                    "Cannot make " + entry + ": " + e
                            + ". A cache takes about 100 MB. Make room, or name another place with "
                            + EmbeddedSettings.CACHE + ".",
                    e);
        }
    }

    private boolean isWhole(Path entry) throws IOException {
        return Inventory.isWhole(entry) && (!strict || CHECKED.contains(entry) || isIntact(entry));
    }

    private static boolean isIntact(Path entry) throws IOException {
        boolean intact = new ContentCheck(entry).passes();
        if (intact) {
            CHECKED.add(entry);
        }
        return intact;
    }

    /** The rename is what makes an entry visible. What a killed JVM left unfinished is removed here, under the lock. */
    private void make(Path entry, Maker maker) throws IOException {
        Path unfinished = directory.resolve(entry.getFileName() + UNFINISHED);
        remove(unfinished);
        remove(entry);
        try {
            Files.createDirectory(unfinished);
            Files.setPosixFilePermissions(unfinished, Permissions.READABLE_DIRECTORY);
            maker.make(unfinished);
            Digests.write(unfinished);
            Inventory.write(unfinished);
            ContentCheck check = new ContentCheck(entry);
            check.publish(check.writeNote());
            Files.move(unfinished, entry, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException e) {
            removeQuietly(unfinished, e);
            throw e;
        }
    }

    private static void removeQuietly(Path path, Exception reason) {
        try {
            remove(path);
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    private static void remove(Path path) throws IOException {
        if (Files.exists(path)) {
            Commands.Result result = Commands.run(List.of("rm", "-rf", path.toString()), REMOVE_LIMIT);
            if (!result.succeeded()) {
                throw new IOException("Cannot remove " + path + ": " + result.output());
            }
        }
    }
}
