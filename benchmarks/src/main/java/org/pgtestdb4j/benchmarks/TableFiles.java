package org.pgtestdb4j.benchmarks;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A schema to measure with: 100 tables in one chain of foreign keys, each with two indexes besides its key, in 50 files whose names begin with
 * a number. All have 20 rows, but for the last three, which are for what tests write.
 */
public final class TableFiles {

    /** How many tables there are. */
    public static final int TABLES = 100;

    private static final int TABLES_IN_A_FILE = 2;
    private static final int WITHOUT_ROWS = 3;

    private TableFiles() {}

    /**
     * Writes the files.
     *
     * @param directory where to; made if it is not there
     * @param pattern how the tool names its files, with the number for {@code %d}, such as {@code V%d__tables.sql}
     * @return the directory
     * @throws IOException if they cannot be written
     */
    public static Path write(Path directory, String pattern) throws IOException {
        Files.createDirectories(directory);
        for (int file = 0; file < TABLES / TABLES_IN_A_FILE; file++) {
            String sql = tables(file * TABLES_IN_A_FILE, (file + 1) * TABLES_IN_A_FILE, TABLES);
            Files.writeString(directory.resolve(pattern.formatted(file + 1)), sql);
        }
        return directory;
    }

    /**
     * Returns what makes a schema of another size.
     *
     * @param tables how many there are in the chain
     * @return several statements
     */
    public static String chainOf(int tables) {
        return tables(0, tables, tables);
    }

    /**
     * Returns what a test writes.
     *
     * @param tables how many there are in the chain
     * @return a statement for each of the last three
     */
    public static List<String> insertsInto(int tables) {
        return IntStream.range(tables - WITHOUT_ROWS, tables)
                .mapToObj(number -> "INSERT INTO item_" + number + " (name, price) VALUES ('new', 1)")
                .toList();
    }

    private static String tables(int from, int to, int all) {
        return IntStream.range(from, to)
                .mapToObj(number -> table(number) + (number < all - WITHOUT_ROWS ? rows(number) : ""))
                .collect(joining());
    }

    private static String rows(int number) {
        return """
                INSERT INTO item_%d (parent, name, price)
                SELECT i, 'item ' || i, i FROM generate_series(1, 20) AS i;
                """.formatted(number);
    }

    private static String table(int number) {
        String previous = number == 0 ? "" : "REFERENCES item_" + (number - 1);
        return """
                CREATE TABLE item_%1$d (
                    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                    parent bigint %2$s,
                    name text NOT NULL,
                    price numeric(12, 2) NOT NULL CHECK (price >= 0),
                    changed timestamptz NOT NULL DEFAULT now());
                CREATE INDEX item_%1$d_parent ON item_%1$d (parent);
                CREATE INDEX item_%1$d_name ON item_%1$d (name);
                """.formatted(number, previous);
    }
}
