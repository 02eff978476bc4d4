package org.pgtestdb4j.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
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

    private ClusterHome(Path directory, ServerUser user, FileChannel held) {
        this.directory = directory;
        this.user = user;
        this.held = held;
    }

    static ClusterHome create(Path directory, ServerUser user) throws IOException {
        OwnDirectory.claim(directory, user.account(), Permissions.OWNER_ONLY_DIRECTORY);
        return tryHold(directory, user).orElseThrow(() -> new IOException("Cannot lock " + directory));
    }

    /** Empty if the home is in use, or cannot be looked at. */
    static Optional<ClusterHome> tryHold(Path directory, ServerUser user) {
        try {
            FileChannel channel = FileChannel.open(
                    directory.resolve(LOCK),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    LinkOption.NOFOLLOW_LINKS);
            ClusterHome home = new ClusterHome(directory, user, channel);
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
        } catch (IOException e) {
            LOG.debug("Cannot lock {}", directory, e);
        }
        close();
        return false;
    }

    Path directory() {
        return directory;
    }

    HomeFiles files() {
        return new HomeFiles(directory);
    }

    boolean exists() {
        return Files.exists(directory);
    }

    /** Ends a server that still runs here, and removes everything. */
    void remove(Path keeper) throws IOException {
        Commands.Result result =
                Commands.run(user.command("sh", keeper.toString(), "remove", directory.toString()), REMOVE_LIMIT);
        if (!result.succeeded()) {
            throw new IOException("Cannot remove " + directory + ": " + result.output());
        }
    }

    /** Removes a home that nothing was put into, and frees its lock. */
    void discard() {
        try (this) {
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
