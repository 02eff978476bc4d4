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

    static ClusterHomes find(EmbeddedSettings settings, ServerUser user, Cache cache) {
        Path place = settings.data().orElseGet(() -> hasRoom(SHARED_MEMORY) ? SHARED_MEMORY : cache.directory());
        Path directory = place.resolve("pgtestdb4j-" + user.name());
        LOG.debug("Data directories lie in {}", directory);
        try {
            return new ClusterHomes(
                    OwnDirectory.claim(directory, user.account(), Permissions.OWNER_ONLY_DIRECTORY), user);
        } catch (IOException e) {
            throw new ServerException(
                    "Cannot create " + directory + " for the data of the embedded server: " + e
                            + ". Name a writable place with " + EmbeddedSettings.DATA + ".",
                    e);
        }
    }

    private static boolean hasRoom(Path directory) {
        return Files.isWritable(directory) && directory.toFile().getUsableSpace() >= ROOM_NEEDED;
    }
}
