package org.pgtestdb4j.sqldir.mybatis;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.ibatis.migration.ConnectionProvider;
import org.apache.ibatis.migration.Environment;
import org.apache.ibatis.migration.FileMigrationLoader;
import org.apache.ibatis.migration.operations.UpOperation;
import org.apache.ibatis.migration.options.DatabaseOperationOption;
import org.pgtestdb4j.DatabaseDiff;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.testkit.MigrationFile;
import org.pgtestdb4j.testkit.MigratorContract;
import org.postgresql.Driver;

class MyBatisContractIT extends MigratorContract {

    private static final String CHANGELOG =
            "CREATE TABLE ${changelog} (id numeric(20) PRIMARY KEY, applied_at varchar(25), description varchar(255));\n-- //@UNDO\nDROP TABLE ${changelog};\n";

    @Override
    protected Migrator migratorOf(Path directory) {
        return MyBatisMigrator.of(directory);
    }

    @Override
    protected void migrateWithTheToolAlone(Path directory, String url) {
        Environment environment = new Environment(new File(directory.toFile(), "environments/development.properties"));
        ConnectionProvider connections = () -> new Driver().connect(url, new Properties());
        DatabaseOperationOption option = new DatabaseOperationOption();
        option.setThrowWarning(false);
        option.setChangelogTable("changelog");
        new UpOperation()
                .operate(
                        connections,
                        new FileMigrationLoader(
                                new File(directory.toFile(), "scripts"), "UTF-8", environment.getVariables()),
                        option,
                        null);
    }

    @Override
    protected void ignore(DatabaseDiff.Builder diff) {
        diff.ignoreColumns("public.changelog", "applied_at");
    }

    @Override
    protected Map<String, Migrator> otherwiseConfigured(Path directory) throws IOException {
        Files.writeString(directory.resolve("environments/other.properties"), "changelog=CHANGELOG\n");
        return Map.of(
                "environment", MyBatisMigrator.of(directory).environment("other"),
                "bootstrap", MyBatisMigrator.of(directory).bootstrap());
    }

    @Override
    protected Optional<MigrationFile> otherVersion() {
        return Optional.of(
                new MigrationFile("META-INF/maven/org.mybatis/mybatis-migrations/pom.properties", "version=99.0.0\n"));
    }

    @Override
    protected List<MigrationFile> files() {
        return List.of(
                new MigrationFile(
                        "environments/development.properties", "changelog=changelog\nscript_char_set=UTF-8\n"),
                new MigrationFile("scripts/20240101000000_changelog.sql", CHANGELOG),
                new MigrationFile(
                        "scripts/20240102000000_item.sql",
                        "CREATE TABLE contract_item (id int PRIMARY KEY);\n-- //@UNDO\nDROP TABLE contract_item;\n"));
    }

    @Override
    protected MigrationFile oneMore() {
        return new MigrationFile("scripts/20240103000000_more.sql", "CREATE TABLE contract_more (id int);\n");
    }

    @Override
    protected MigrationFile broken() {
        return new MigrationFile("scripts/20240104000000_broken.sql", "SELECT 1;\n\nSELECT * FROM contract_none;\n");
    }

    /** The tool tells the statement, but not where it stands. */
    @Override
    protected boolean namesTheLine() {
        return false;
    }
}
