package org.pgtestdb4j.sqldir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.testkit.MigrationFile;
import org.pgtestdb4j.testkit.MigratorContract;
import org.postgresql.Driver;

class PlainContractIT extends MigratorContract {

    @Override
    protected Migrator migratorOf(Path directory) {
        return SqlDirMigrator.of(directory);
    }

    /** The statements one by one, as somebody would who knows what is in the files. */
    @Override
    protected void migrateWithTheToolAlone(Path directory, String url) throws Exception {
        try (Connection connection = new Driver().connect(url, new Properties());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE contract_item (id int PRIMARY KEY)");
            statement.execute("CREATE INDEX CONCURRENTLY contract_item_again ON contract_item (id)");
            statement.execute("INSERT INTO contract_item VALUES (1), (2)");
            run(statement, Files.readString(directory.resolve("2_body.sql")));
            statement.execute("INSERT INTO contract_item VALUES (3), (4)");
        }
    }

    private static void run(Statement statement, String sql) throws SQLException {
        statement.execute(sql);
    }

    @Override
    protected Map<String, Migrator> otherwiseConfigured(Path directory) {
        return Map.of(
                "no history", SqlDirMigrator.of(directory).withoutHistory(),
                "layout", SqlDirMigrator.of(directory).layout("docker-entrypoint-initdb"));
    }

    @Override
    protected Optional<Migrator> migratorOnClassPath(String root, ClassLoader classLoader) {
        return Optional.of(SqlDirMigrator.of("classpath:" + root, classLoader));
    }

    @Override
    protected List<MigrationFile> files() {
        return List.of(
                new MigrationFile("1_item.sql", """
                                \\echo items
                                CREATE TABLE contract_item (id int PRIMARY KEY);
                                CREATE INDEX CONCURRENTLY contract_item_again ON contract_item (id);
                                COPY contract_item FROM stdin;
                                1
                                2
                                \\.
                                """),
                new MigrationFile(
                        "2_body.sql",
                        "CREATE FUNCTION contract_count() RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN RETURN (SELECT count(*) FROM contract_item); END $$;\n"),
                new MigrationFile("10/contract_item.csv", "id\n3\n4\n"));
    }

    @Override
    protected MigrationFile oneMore() {
        return new MigrationFile("11_more.sql", "CREATE TABLE contract_more (id int);\n");
    }

    @Override
    protected MigrationFile broken() {
        return new MigrationFile("12_broken.sql", "SELECT 1;\n\nSELECT *\nFROM contract_none;\n");
    }
}
