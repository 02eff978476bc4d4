package org.pgtestdb4j.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.pgtestdb4j.ServerException;

/**
 * What all JVMs know of their shared server: a directory in the cache. Only we write there, and the server's account can read the one file
 * that is meant for it.
 *
 * @param directory where that is
 * @param store a directory of the server's account, where its data is kept while no server runs
 */
record SharedState(Path directory, Path store) {

    private static final String CURRENT = "current";
    private static final String VISIT = "visit";
    private static final int HIGHEST_PORT = 65_535;

    /**
     * The server that was started last; it may be gone.
     *
     * @param home where it runs
     * @param port where it listens
     */
    record Current(Path home, int port) {}

    static SharedState of(SharedPlan plan) {
        Path cache = plan.cache().directory();
        ServerUser user = plan.user();
        try {
            Path directory = OwnDirectory.claim(
                    cache.resolve("shared-" + plan.keyHere()),
                    user.self(),
                    user.isOther() ? Permissions.READABLE_DIRECTORY : Permissions.OWNER_ONLY_DIRECTORY);
            Path store = OwnDirectory.claim(
                    cache.resolve("store-" + plan.key()), user.account(), Permissions.OWNER_ONLY_DIRECTORY);
            return new SharedState(directory, store);
        } catch (IOException e) {
            throw new ServerException("Cannot remember the embedded server in " + cache + ": " + e, e);
        }
    }

    Path visit() {
        return directory.resolve(VISIT);
    }

    /** Nonsense counts as nothing. */
    Optional<Current> current() {
        try {
            List<String> lines = Files.readAllLines(directory.resolve(CURRENT));
            if (lines.size() != 2) {
                return Optional.empty();
            }
            Path home = Path.of(lines.get(0));
            int port = Integer.parseInt(lines.get(1));
            return home.isAbsolute() && port > 0 && port <= HIGHEST_PORT
                    ? Optional.of(new Current(home, port))
                    : Optional.empty();
        } catch (IOException | NumberFormatException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    void remember(Current current) throws IOException {
        replace(CURRENT, current.home() + "\n" + current.port() + "\n");
    }

    /** Tells the keeper that somebody comes or goes, and for how long the server shall stay after the last. */
    void announceVisit(Idle idle) throws IOException {
        replace(VISIT, idle.inWords() + " " + word() + "\n");
    }

    /** In one step, so that nobody reads a half. */
    private void replace(String name, String content) throws IOException {
        Path next = directory.resolve(name + "." + word());
        try {
            OwnFile.write(next, content, Permissions.READABLE_FILE);
            Files.move(next, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(next);
        }
    }

    private static String word() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }

    boolean hasStored() {
        return Files.exists(store.resolve("data"));
    }

    /** The size of what is kept, as the keeper has noted it. */
    long storedBytes() {
        try {
            return hasStored()
                    ? Long.parseLong(
                                    Files.readString(store.resolve("kilobytes")).strip())
                            << 10
                    : 0;
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }

    <T> T underLock(FileMutex.Work<T> work) throws IOException {
        return FileMutex.hold(directory, work);
    }
}
