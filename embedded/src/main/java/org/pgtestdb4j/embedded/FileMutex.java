package org.pgtestdb4j.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.pgtestdb4j.ServerException;

/**
 * Lets one thread of one JVM at a time do something, as long as all use the same lock file. The kernel frees it when a JVM dies.
 *
 * <p>Closing a file frees all locks that the process has on it, whoever took them. So within the JVM only one thread at a time may have
 * the file open, and a monitor ensures that. It is an interned string because that is the same object for all class loaders.
 */
final class FileMutex {

    /** Work that may fail to read or write. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException;
    }

    private static final Duration LIMIT = Duration.ofMinutes(5);

    private FileMutex() {}

    static <T> T hold(Path directory, Work<T> work) throws IOException {
        Path file = directory.toRealPath().resolve("lock");
        synchronized (("org.pgtestdb4j.embedded:" + file).intern()) {
            try (FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
                lock(channel, file);
                return work.run();
            }
        }
    }

    private static void lock(FileChannel channel, Path file) throws IOException {
        Deadline deadline = Deadline.in(LIMIT);
        FileLock lock = channel.tryLock();
        while (lock == null) {
            if (deadline.isOver()) {
                throw new ServerException("Another process has held the lock " + file + " for " + LIMIT.toMinutes()
                        + " minutes. If it hangs, end it.");
            }
            deadline.pause("the lock " + file);
            lock = channel.tryLock();
        }
    }
}
