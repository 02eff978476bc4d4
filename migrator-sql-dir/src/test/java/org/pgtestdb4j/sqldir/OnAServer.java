package org.pgtestdb4j.sqldir;

import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.TestDatabase;

/** Tests that write a directory, run it and look at what came out. */
public abstract class OnAServer {

    private static PgTestDb pg;

    @TempDir
    protected Path directory;

    @BeforeAll
    static void open() {
        pg = PgTestDb.open();
    }

    @AfterAll
    static void close() {
        pg.close();
    }

    protected final Path write(String path, String content) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    /** Fills an empty database, and returns the rows of a query there, columns separated by blanks. */
    protected final List<String> filled(Migrator migrator, String query) throws Exception {
        try (TestDatabase database = pg.database(Migrator.none())) {
            migrator.migrate(database.url());
            return rows(database, query);
        }
    }

    /** Returns the rows of a query in a clone. */
    protected final List<String> cloned(Migrator migrator, String query) throws SQLException {
        try (TestDatabase database = pg.database(migrator)) {
            return rows(database, query);
        }
    }

    protected final Throwable failure(Migrator migrator) {
        try (TestDatabase database = pg.database(Migrator.none())) {
            return catchThrowable(() -> migrator.migrate(database.url()));
        }
    }

    protected static PgTestDb pg() {
        return pg;
    }

    protected static List<String> rows(TestDatabase database, String query) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            List<String> rows = new ArrayList<>();
            while (row.next()) {
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    columns.add(String.valueOf(row.getString(i)));
                }
                rows.add(String.join(" ", columns));
            }
            return rows;
        }
    }

    protected final SqlDirMigrator migrator() {
        return SqlDirMigrator.of(directory);
    }
}
