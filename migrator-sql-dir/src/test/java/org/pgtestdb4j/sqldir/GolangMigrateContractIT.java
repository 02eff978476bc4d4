package org.pgtestdb4j.sqldir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.testkit.MigrationFile;
import org.pgtestdb4j.testkit.MigratorContract;
import org.postgresql.Driver;

class GolangMigrateContractIT extends MigratorContract {

    @Override
    protected Migrator migratorOf(Path directory) {
        return SqlDirMigrator.of(directory);
    }

    /** What golang-migrate sends: each file as one query, and its note of the version. */
    @Override
    protected void migrateWithTheToolAlone(Path directory, String url) throws Exception {
        Properties simple = new Properties();
        simple.setProperty("preferQueryMode", "simple");
        try (Connection connection = new Driver().connect(url, simple);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE schema_migrations (version bigint not null primary key, dirty boolean not null)");
            for (MigrationFile file : files()) {
                statement.execute(Files.readString(directory.resolve(file.path())));
            }
            statement.execute("INSERT INTO schema_migrations VALUES (10, false)");
        }
    }

    @Override
    protected Map<String, Migrator> otherwiseConfigured(Path directory) {
        return Map.of("no history", SqlDirMigrator.of(directory).withoutHistory());
    }

    @Override
    protected Optional<Migrator> migratorOnClassPath(String root, ClassLoader classLoader) {
        return Optional.of(SqlDirMigrator.of("classpath:" + root, classLoader));
    }

    @Override
    protected List<MigrationFile> files() {
        return List.of(
                new MigrationFile(
                        "0001_item.up.sql",
                        "CREATE TABLE contract_item (id int PRIMARY KEY);\nLOCK TABLE contract_item;\n"),
                new MigrationFile(
                        "0002_unlocked.up.sql", "CREATE INDEX CONCURRENTLY item_again ON contract_item (id);\n"),
                new MigrationFile("10_rows.up.sql", "BEGIN;\nINSERT INTO contract_item VALUES (1);\nCOMMIT;\n"));
    }

    @Override
    protected MigrationFile oneMore() {
        return new MigrationFile("11_more.up.sql", "CREATE TABLE contract_more (id int);\n");
    }

    @Override
    protected String renamed(String path) {
        return path.replace(".up.sql", "_renamed.up.sql");
    }

    @Override
    protected MigrationFile broken() {
        return new MigrationFile("12_broken.up.sql", "SELECT 1;\n\nSELECT *\nFROM contract_none;\n");
    }
}
