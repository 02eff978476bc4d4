package org.pgtestdb4j.liquibase;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import liquibase.Scope;
import liquibase.UpdateSummaryEnum;
import liquibase.command.CommandScope;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.logging.core.NoOpLogService;
import liquibase.resource.DirectoryResourceAccessor;
import liquibase.ui.LoggerUIService;
import org.pgtestdb4j.DatabaseDiff;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.testkit.MigrationFile;
import org.pgtestdb4j.testkit.MigratorContract;

class LiquibaseMigratorContractIT extends MigratorContract {

    private static final String MASTER = "master.xml";

    private static LiquibaseMigratorBuilder in(Path directory) {
        return LiquibaseMigrator.builder().searchPath(directory);
    }

    @Override
    protected Migrator migratorOf(Path directory) {
        return in(directory).changelog(MASTER).build();
    }

    @Override
    protected void migrateWithTheToolAlone(Path directory, String url) throws Exception {
        Map<String, Object> scope = Map.of(
                Scope.Attr.resourceAccessor.name(),
                new DirectoryResourceAccessor(directory),
                Scope.Attr.logService.name(),
                new NoOpLogService(),
                Scope.Attr.ui.name(),
                new LoggerUIService(),
                "liquibase.analytics.enabled",
                false);
        try (Connection connection = DriverManager.getConnection(url)) {
            Database database =
                    DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
            Scope.child(
                    scope,
                    () -> new CommandScope("update")
                            .addArgumentValue("database", database)
                            .addArgumentValue("changelogFile", MASTER)
                            .addArgumentValue("showSummary", UpdateSummaryEnum.OFF)
                            .execute());
        }
    }

    @Override
    protected void ignore(DatabaseDiff.Builder diff) {
        diff.ignoreColumns("public.databasechangelog", "dateexecuted", "deployment_id");
    }

    @Override
    protected Map<String, Migrator> otherwiseConfigured(Path directory) {
        return Map.ofEntries(
                Map.entry(
                        "contexts",
                        in(directory).changelog(MASTER).contexts("test").build()),
                Map.entry(
                        "other contexts",
                        in(directory).changelog(MASTER).contexts("prod").build()),
                Map.entry(
                        "labels", in(directory).changelog(MASTER).labels("test").build()),
                Map.entry(
                        "parameter",
                        in(directory).changelog(MASTER).parameter("a", "b").build()),
                Map.entry(
                        "other value",
                        in(directory).changelog(MASTER).parameter("a", "c").build()),
                Map.entry(
                        "default schema",
                        in(directory).changelog(MASTER).defaultSchema("s").build()),
                Map.entry(
                        "Liquibase's schema",
                        in(directory).changelog(MASTER).liquibaseSchema("s").build()),
                Map.entry(
                        "changelog table",
                        in(directory).changelog(MASTER).changelogTable("t").build()),
                Map.entry(
                        "lock table",
                        in(directory).changelog(MASTER).lockTable("t").build()),
                Map.entry(
                        "another changelog",
                        in(directory).changelog("parts/view.yaml").build()),
                Map.entry(
                        "two updates",
                        in(directory)
                                .changelog(MASTER)
                                .changelog("parts/view.yaml")
                                .build()),
                Map.entry(
                        "two updates the other way",
                        in(directory)
                                .changelog("parts/view.yaml")
                                .changelog(MASTER)
                                .build()),
                Map.entry("text", in(directory).changelog(MASTER).build().withFingerprint("1")));
    }

    @Override
    protected Optional<Migrator> migratorOnClassPath(String root, ClassLoader classLoader) {
        return Optional.of(LiquibaseMigrator.of(List.of(root + "/" + MASTER), classLoader));
    }

    @Override
    protected Optional<MigrationFile> otherVersion() {
        return Optional.of(new MigrationFile("liquibase.build.properties", "build.version=99.0.0\n"));
    }

    @Override
    protected List<MigrationFile> files() {
        return List.of(
                new MigrationFile(MASTER, """
                        <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
                            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                            xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog
                                http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
                          <property file="values.properties" relativeToChangelogFile="true"/>
                          <changeSet id="1" author="us">
                            <createTable tableName="contract_item">
                              <column name="id" type="int"><constraints primaryKey="true"/></column>
                              <column name="name" type="text"/>
                            </createTable>
                          </changeSet>
                          <changeSet id="2" author="us" runInTransaction="false">
                            <sql>CREATE INDEX CONCURRENTLY ON contract_item (name);</sql>
                          </changeSet>
                          <changeSet id="3" author="us">
                            <loadData tableName="contract_item" file="items.csv" relativeToChangelogFile="true">
                              <column name="id" type="numeric"/>
                              <column name="name" type="string"/>
                            </loadData>
                            <sqlFile path="${script}" relativeToChangelogFile="true" splitStatements="false"/>
                          </changeSet>
                          <includeAll path="parts" relativeToChangelogFile="true"/>
                        </databaseChangeLog>
                        """),
                new MigrationFile("values.properties", "# which script\nscript=f.sql\n"),
                new MigrationFile("items.csv", "id,name\n1,one\n2,two\n"),
                new MigrationFile(
                        "f.sql", "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$;\n"),
                new MigrationFile("parts/view.yaml", """
                        databaseChangeLog:
                          - changeSet:
                              id: view
                              author: us
                              runOnChange: true
                              changes:
                                - createView:
                                    viewName: all_items
                                    replaceIfExists: true
                                    selectQuery: SELECT * FROM contract_item
                        """),
                new MigrationFile("parts/words.sql", """
                        --liquibase formatted sql

                        --changeset us:words
                        CREATE TABLE word (word text);

                        --changeset us:often runAlways:true
                        INSERT INTO word VALUES ('once');
                        """),
                new MigrationFile("parts/keys.json", """
                        {"databaseChangeLog": [{"changeSet": {"id": "keys", "author": "us", "changes": [
                          {"addNotNullConstraint": {"tableName": "contract_item", "columnName": "name"}}]}}]}
                        """));
    }

    @Override
    protected MigrationFile oneMore() {
        return new MigrationFile(
                "parts/more.sql",
                "--liquibase formatted sql\n--changeset us:more\nCREATE TABLE contract_more (id int);\n");
    }

    @Override
    protected MigrationFile broken() {
        return new MigrationFile(
                "parts/zz-broken.sql",
                "--liquibase formatted sql\n--changeset us:broken\nSELECT 1;\nSELECT * FROM contract_none;\n");
    }

    /** A change set has a name, and no line. */
    @Override
    protected boolean namesTheLine() {
        return false;
    }
}
