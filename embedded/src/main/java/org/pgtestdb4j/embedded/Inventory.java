package org.pgtestdb4j.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A list of how many entries each directory of a tree has. It lies in the tree and is written last, so it says that the tree was completed,
 * and it shows at the cost of a millisecond if a cleaner of old files took some away.
 */
final class Inventory {

    private static final String NAME = "complete";

    private Inventory() {}

    /** True if everything is there that was there when the inventory was written. */
    static boolean isWhole(Path root) throws IOException {
        try {
            List<String> lines = Files.readAllLines(root.resolve(NAME));
            return !lines.isEmpty()
                    && lines.stream().allMatch(line -> line.equals(line(root, line.substring(line.indexOf(' ') + 1))));
        } catch (NoSuchFileException | CharacterCodingException e) {
            return false;
        }
    }

    static void write(Path root) throws IOException {
        Path inventory = Files.createFile(root.resolve(NAME));
        List<String> lines = new ArrayList<>();
        try (Stream<Path> directories = Files.walk(root)) {
            directories
                    .filter(Files::isDirectory)
                    .forEach(directory ->
                            lines.add(line(root, root.relativize(directory).toString())));
        }
        Files.write(inventory, lines);
    }

    /** {@link File} asks the system once per directory and not once per file, and any nonsense may be the name of one. */
    private static String line(Path root, String directory) {
        String[] entries = new File(root.toFile(), directory).list();
        return (entries == null ? -1 : entries.length) + " " + directory;
    }
}
