package org.pgtestdb4j.guide.adapter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.spi.Fingerprint;

/** The snippet of docs/write-an-adapter.md: runs the scripts of a directory in the order of their names. */
record ScriptsMigrator(Path directory) implements Migrator {

    @Override
    public String hash() {
        Fingerprint fingerprint = Fingerprint.create().text("tool", "scripts 1");
        fingerprint.directory(directory);
        return fingerprint.toHex();
    }

    @Override
    public void migrate(String url) throws Exception {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (Path script : scripts()) {
                try {
                    statement.execute(Files.readString(script));
                } catch (SQLException e) {
                    throw new SQLException("In " + script + ": " + e.getMessage(), e);
                }
            }
        }
    }

    private List<Path> scripts() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }
}
