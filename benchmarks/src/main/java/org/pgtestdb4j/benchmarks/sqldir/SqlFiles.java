package org.pgtestdb4j.benchmarks.sqldir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Five hundred small files: each makes a table with an index, puts a few rows in, and every tenth makes a function. */
final class SqlFiles {

    static final int FILES = 500;

    private SqlFiles() {}

    static Path write(Path directory) throws IOException {
        Files.createDirectories(directory);
        for (int i = 1; i <= FILES; i++) {
            Files.writeString(directory.resolve(name(i)), content(i));
        }
        return directory;
    }

    static String name(int number) {
        return "%04d_item.sql".formatted(number);
    }

    private static String content(int number) {
        String table = """
                -- Number %1$d; with a comment
                CREATE TABLE item_%1$d (id int PRIMARY KEY, name text NOT NULL, price numeric CHECK (price >= 0));
                CREATE INDEX ON item_%1$d (name);
                INSERT INTO item_%1$d VALUES (1, 'tea; green', 2.5), (2, 'it''s', 0);
                """.formatted(number);
        String function = """
                CREATE FUNCTION cheapest_%1$d() RETURNS text LANGUAGE plpgsql AS $$
                BEGIN
                    RETURN (SELECT name FROM item_%1$d ORDER BY price LIMIT 1);
                END $$;
                """.formatted(number);
        return number % 10 == 0 ? table + function : table;
    }
}
