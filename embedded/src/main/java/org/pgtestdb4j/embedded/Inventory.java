package org.pgtestdb4j.embedded;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * How many files a directory holds, and how many bytes: enough to notice what a cleaner of old files, a full disk or a power cut took away.
 *
 * @param files the number of files, links included
 * @param bytes their sizes added up
 */
record Inventory(long files, long bytes) {

    private static final String NAME = "complete";

    /** True if everything is there that was there when the inventory was written. */
    static boolean isWhole(Path directory) throws IOException {
        try {
            return Files.readString(directory.resolve(NAME))
                    .equals(of(directory).toString());
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    static void write(Path directory) throws IOException {
        Files.writeString(directory.resolve(NAME), of(directory).toString());
    }

    private static Inventory of(Path directory) throws IOException {
        Counter counter = new Counter();
        Files.walkFileTree(directory, counter);
        return new Inventory(counter.files, counter.bytes);
    }

    private static final class Counter extends SimpleFileVisitor<Path> {

        private long files;
        private long bytes;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (!file.endsWith(NAME)) {
                files++;
                bytes += attributes.size();
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
