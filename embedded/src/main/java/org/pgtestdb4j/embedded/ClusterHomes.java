package org.pgtestdb4j.embedded;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.pgtestdb4j.ServerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory in which the homes of all clusters of an account lie, those of other JVMs among them.
 *
 * @param directory where they lie
 * @param user whose they are
 */
record ClusterHomes(Path directory, ServerUser user) {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterHomes.class);

    /** Tells this JVM from all others, also from one that had the same process id before. */
    private static final String THIS_JVM = thisJvm();

    private static String thisJvm() {
        ProcessHandle self = ProcessHandle.current();
        long started = self.info()
                .startInstant()
                .map(instant -> instant.toEpochMilli())
                .orElse(0L);
        return self.pid() + "-" + Long.toHexString(started) + "-";
    }

    /** Creates a home, held by this JVM. */
    ClusterHome create() {
        String name = THIS_JVM
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        try {
            return underLock(() -> ClusterHome.create(directory.resolve(name), user));
        } catch (IOException e) {
            throw new ServerException("Cannot create a directory in " + directory + ": " + e, e);
        }
    }

    /** Removes the homes that nobody holds any more: left behind by killed processes or a power cut. */
    void sweep(Path keeper) {
        try {
            underLock(this::abandoned).forEach(home -> remove(home, keeper));
        } catch (IOException e) {
            LOG.warn("Could not look for abandoned directories in {}", directory, e);
        }
    }

    private static void remove(ClusterHome abandoned, Path keeper) {
        LOG.debug("Removing {}, which a killed process left behind", abandoned);
        try (abandoned) {
            abandoned.remove(keeper);
        } catch (IOException | ServerException e) {
            LOG.warn("Could not remove {}, which a killed process left behind", abandoned, e);
        }
    }

    /**
     * Homes of this JVM are left alone, whatever their state: looking at a lock file would free the lock that another thread has on it.
     */
    private List<ClusterHome> abandoned() throws IOException {
        List<ClusterHome> found = new ArrayList<>();
        try (DirectoryStream<Path> homes = Files.newDirectoryStream(directory, Files::isDirectory)) {
            for (Path home : homes) {
                if (!home.getFileName().toString().startsWith(THIS_JVM)) {
                    Optional<ClusterHome> held = ClusterHome.tryHold(home, user);
                    held.ifPresent(found::add);
                }
            }
        }
        return found;
    }

    /** So that no home is seen between its creation and its locking. */
    private <T> T underLock(FileMutex.Work<T> work) throws IOException {
        return FileMutex.hold(directory, work);
    }
}
