package org.pgtestdb4j.guide.adapter;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.testkit.MigrationFile;
import org.pgtestdb4j.testkit.MigratorContract;

class ScriptsMigratorContractIT extends MigratorContract {

    @Override
    protected Migrator migratorOf(Path directory) {
        return new ScriptsMigrator(directory);
    }

    @Override
    protected void migrateWithTheToolAlone(Path directory, String url) throws Exception {
        try (Connection connection = DriverManager.getConnection(url)) {
            connection.createStatement().execute(Files.readString(directory.resolve("1.sql")));
        }
    }

    @Override
    protected Map<String, Migrator> otherwiseConfigured(Path directory) {
        return Map.of(); // there is nothing to configure
    }

    @Override
    protected List<MigrationFile> files() {
        return List.of(new MigrationFile("1.sql", "CREATE TABLE contract_item (id int);\n"));
    }

    @Override
    protected MigrationFile oneMore() {
        return new MigrationFile("2.sql", "CREATE TABLE contract_more (id int);\n");
    }

    @Override
    protected MigrationFile broken() {
        return new MigrationFile("3.sql", "SELECT 1;\nSELECT * FROM contract_none;\n");
    }

    @Override
    protected boolean namesTheLine() {
        return false;
    }
}
