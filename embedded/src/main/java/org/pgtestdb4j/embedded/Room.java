package org.pgtestdb4j.embedded;

import java.nio.file.Path;
import org.pgtestdb4j.ServerException;

/**
 * The room where the data of a server lies. In memory that is a part of everybody's memory, and in a container often little.
 *
 * @param directory a directory there
 */
record Room(Path directory) {

    /** What a server needs to go on: its log of changes, files for sorting, and a database or two. */
    private static final long NEEDED_MEGABYTES = 64;

    /** Throws if a server had better not create another database. */
    void check() {
        check(directory.toFile().getUsableSpace() >> 20);
    }

    /** A directory that is gone has no room either, but then the server has other things to say. */
    void check(long megabytes) {
        if (megabytes < NEEDED_MEGABYTES && directory.toFile().exists()) {
            throw new ServerException("Only " + megabytes
                    + " MB are left where the data of the embedded server lies, in "
                    + directory + ", and " + NEEDED_MEGABYTES
                    + " MB are needed to go on. Make room, by dropping kept databases"
                    + " (their names begin with pgtestdb4j_c_) or by using fewer at a time; give a container more shared memory"
                    + " (docker run --shm-size); or name a place on a disk with " + EmbeddedSettings.DATA + ".");
        }
    }
}
