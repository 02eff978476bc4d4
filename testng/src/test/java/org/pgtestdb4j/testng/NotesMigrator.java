package org.pgtestdb4j.testng;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.pgtestdb4j.Migrator;

/** A table of notes, with as many rows as it is told; without any when TestNG's annotation names it. */
record NotesMigrator(int rows) implements Migrator {

    NotesMigrator() {
        this(0);
    }

    @Override
    public String hash() {
        return "notes-" + rows;
    }

    @Override
    public void migrate(String url) throws Exception {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    CREATE TABLE IF NOT EXISTS note (
                        id   integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                        text text    NOT NULL
                    )
                    """);
            statement.execute("INSERT INTO note (text) SELECT 'migrated' FROM generate_series(1, " + rows + ")");
        }
    }
}
