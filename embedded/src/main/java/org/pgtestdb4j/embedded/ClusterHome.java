package org.pgtestdb4j.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of one cluster. As long as its file {@code lock} is locked, a JVM uses it; the kernel frees the lock with that JVM.
 */
final class ClusterHome implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterHome.class);
    private static final String LOCK = "lock";
    private static final Duration REMOVE_LIMIT = Duration.ofSeconds(30);

    private final Path directory;
    private final ServerUser user;
    private final FileChannel held;
    private final boolean stays;

    private ClusterHome(Path directory, ServerUser user, FileChannel held, boolean stays) {
        this.directory = directory;
        this.user = user;
        this.held = held;
        this.stays = stays;
    }

    static ClusterHome create(Path directory, ServerUser user) throws IOException {
        OwnDirectory.claim(directory, user.account(), Permissions.OWNER_ONLY_DIRECTORY);
        return tryHold(directory, user).orElseThrow(() -> new IOException("Cannot lock " + directory));
    }

    /**
     * Takes a directory that somebody has named.
     *
     * @param stays whether it stays when the cluster has ended
     */
    static ClusterHome at(Path directory, ServerUser user, boolean stays) throws IOException {
        if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            if (isEmpty(directory)) {
                OwnDirectory.hand(directory, user.account());
            } else if (!stays || !Files.exists(directory.resolve("secret"))) {
                throw new IOException(directory + " is not empty" + (stays ? " and has no data that was kept" : ""));
            }
        }
        OwnDirectory.claim(directory, user.account(), Permissions.OWNER_ONLY_DIRECTORY);
        if (user.isOther()
                && !Commands.run(user.command("ls", directory.toString()), REMOVE_LIMIT)
                        .succeeded()) {
            if (isEmpty(directory)) {
                Files.delete(directory);
            }
            throw new IOException("It cannot be reached by " + user.name() + ", who runs the server for root");
        }
        ClusterHome home = tryHold(directory.toRealPath(), user, stays)
                .orElseThrow(() -> new IOException("A server uses " + directory + " already"));
        home.forgetLastServer();
        return home;
    }

    private void forgetLastServer() throws IOException {
        for (String note : List.of("over", "paused", "down", "ended", "expired", "server.pid")) {
            Files.deleteIfExists(directory.resolve(note));
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        }
    }

    /** Empty if the home is in use, or cannot be looked at. */
    static Optional<ClusterHome> tryHold(Path directory, ServerUser user) {
        return tryHold(directory, user, false);
    }

    private static Optional<ClusterHome> tryHold(Path directory, ServerUser user, boolean stays) {
        try {
            FileChannel channel = FileChannel.open(
                    directory.resolve(LOCK),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    LinkOption.NOFOLLOW_LINKS);
            ClusterHome home = new ClusterHome(directory, user, channel, stays);
            if (home.tryLock()) {
                return Optional.of(home);
            }
        } catch (IOException e) {
            LOG.debug("Cannot open the lock of {}", directory, e);
        }
        return Optional.empty();
    }

    private boolean tryLock() {
        try {
            if (held.tryLock() != null) {
                return true;
            }
        } catch (IOException | OverlappingFileLockException e) {
            LOG.debug("Cannot lock {}", directory, e);
        }
        close();
        return false;
    }

    Path directory() {
        return directory;
    }

    /** True if the data is not thrown away in the end. */
    boolean stays() {
        return stays;
    }

    /** Writes a file for the server's account. */
    void write(String name, String content) throws IOException {
        Path file = directory.resolve(name);
        Files.deleteIfExists(file);
        OwnFile.write(file, content, Permissions.OWNER_ONLY_FILE);
        OwnDirectory.hand(file, user.account());
    }

    HomeFiles files() {
        return new HomeFiles(directory);
    }

    boolean exists() {
        return Files.exists(directory);
    }

    /** Ends a server that still runs here, and removes everything. */
    void remove(Path keeper) throws IOException {
        OwnDirectory.handIfThere(directory, user.account());
        Commands.Result result =
                Commands.run(user.command("sh", keeper.toString(), "remove", directory.toString()), REMOVE_LIMIT);
        // A directory that somebody has named may lie where the server's account cannot remove it.
        boolean gone = exists() && isEmpty(directory) && Files.deleteIfExists(directory);
        if (!result.succeeded() && !gone) {
            throw new IOException("Cannot remove " + directory + ": " + result.output());
        }
    }

    /** Removes a home that nothing was put into, and frees its lock. */
    void discard() {
        try (this) {
            if (stays) {
                return;
            }
            Files.deleteIfExists(directory.resolve(LOCK));
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            LOG.debug("Cannot remove {}", directory, e);
        }
    }

    /** Frees the lock, and so leaves what is still there to the next start. */
    @Override
    public void close() {
        try {
            held.close();
        } catch (IOException e) {
            LOG.debug("Cannot close the lock of {}", directory, e);
        }
    }

    @Override
    public String toString() {
        return directory.toString();
    }
}
