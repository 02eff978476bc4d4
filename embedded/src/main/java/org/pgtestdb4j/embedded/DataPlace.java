package org.pgtestdb4j.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.pgtestdb4j.ServerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses where data directories lie: in memory if there is room, because a disk makes each new database several times slower. */
final class DataPlace {

    private static final Logger LOG = LoggerFactory.getLogger(DataPlace.class);
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    /** The 64 MB of a container without settings are gone after two databases. */
    private static final long ROOM_NEEDED = 512L << 20;

    private DataPlace() {}

    /** Finds the place of private servers. */
    static ClusterHomes find(EmbeddedSettings settings, ServerUser user, Cache cache) {
        return new ClusterHomes(claim(settings, user, cache, "pgtestdb4j-" + user.name(), 0), user);
    }

    /**
     * Finds the place of shared servers.
     *
     * @param bytes what must go there first
     */
    static Path ofSharedServers(EmbeddedSettings settings, ServerUser user, Cache cache, long bytes) {
        return claim(settings, user, cache, "pgtestdb4j-" + user.name() + "-shared", bytes);
    }

    private static Path claim(EmbeddedSettings settings, ServerUser user, Cache cache, String name, long bytes) {
        Path place = settings.data().orElseGet(() -> hasRoom(SHARED_MEMORY, bytes) ? SHARED_MEMORY : cache.directory());
        Path directory = place.resolve(name);
        LOG.debug("Data directories lie in {}", directory);
        try {
            OwnDirectory.claim(directory, user.account(), Permissions.OWNER_ONLY_DIRECTORY);
            return directory.toRealPath();
        } catch (IOException e) {
            throw new ServerException(
                    "Cannot create " + directory + " for the data of the embedded server: " + e
                            + ". Name a writable place with " + EmbeddedSettings.DATA + ".",
                    e);
        }
    }

    private static boolean hasRoom(Path directory, long bytes) {
        return Files.isWritable(directory) && directory.toFile().getUsableSpace() >= ROOM_NEEDED + bytes;
    }
}
