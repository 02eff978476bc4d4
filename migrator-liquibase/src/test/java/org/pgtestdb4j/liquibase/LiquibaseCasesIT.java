package org.pgtestdb4j.liquibase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pgtestdb4j.liquibase.Sources.classPath;
import static org.pgtestdb4j.liquibase.Sources.write;

import java.net.URLClassLoader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import liquibase.resource.DirectoryResourceAccessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.MigrationException;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.TestDatabase;

/** What real projects do with Liquibase, seen in the clones. */
class LiquibaseCasesIT {

    private static final String FORMATTED = "--liquibase formatted sql\n";

    @TempDir
    Path temporary;

    private PgTestDb pg;

    @BeforeEach
    void open() {
        pg = PgTestDb.open();
    }

    @AfterEach
    void close() {
        pg.close();
    }

    private LiquibaseMigratorBuilder here() {
        return LiquibaseMigrator.builder().searchPath(temporary);
    }

    private Migrator of(String changelog) {
        return here().changelog(changelog).build();
    }

    /** Writes a changelog in formatted SQL. */
    private void sql(String path, String content) {
        write(temporary, path, FORMATTED + content);
    }

    /** Writes a changelog in XML. */
    private void xml(String path, String content) {
        write(temporary, path, """
                <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
                    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                    xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog
                        http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
                %s
                </databaseChangeLog>
                """.formatted(content));
    }

    /** Returns what a query says in a clone. */
    private String in(Migrator migrator, String sql) throws SQLException {
        try (TestDatabase database = pg.database(migrator)) {
            return value(database, sql);
        }
    }

    private static String value(TestDatabase database, String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    void twoPassesWithDifferentContextsBuildOneTemplate() throws Exception {
        sql("all.sql", """
                --changeset us:1 context:schema
                CREATE TABLE item (id int);
                --changeset us:2 context:data
                INSERT INTO item VALUES (7);
                --changeset us:3 context:never
                INSERT INTO item VALUES (9);
                """);
        Migrator twoPasses = LiquibaseMigrator.builder()
                .searchPath(temporary)
                .changelog("all.sql", "schema", "")
                .changelog("all.sql", "data", "")
                .build();
        long before = pg.report().templatesBuilt();

        assertThat(in(twoPasses, "SELECT sum(id) FROM item")).isEqualTo("7");
        assertThat(pg.report().templatesBuilt() - before).isEqualTo(1);
        assertThat(twoPasses.layers()).hasSize(1);
        assertThat(in(of("all.sql"), "SELECT sum(id) FROM item")).isEqualTo("16");
    }

    @Test
    void labelsChooseChangeSets() throws Exception {
        sql("all.sql", """
                --changeset us:1 labels:v1
                CREATE TABLE item AS SELECT 1 AS id;
                --changeset us:2 labels:v2
                INSERT INTO item VALUES (2);
                --changeset us:3 labels:v3
                INSERT INTO item VALUES (4);
                """);

        assertThat(in(here().changelog("all.sql").labels("v1 or v3").build(), "SELECT sum(id) FROM item"))
                .isEqualTo("5");
        assertThat(in(
                        here().changelog("all.sql", "", "v1")
                                .changelog("all.sql", "", "v2")
                                .build(),
                        "SELECT sum(id) FROM item"))
                .isEqualTo("3");
    }

    @Test
    void whatAnAccessorOfTheUsersFindsIsRun() throws Exception {
        sql("hidden/all.sql", "--changeset us:1\nCREATE TABLE item AS SELECT 3 AS id;");
        Migrator migrator = LiquibaseMigrator.builder()
                .resourceAccessor(new DirectoryResourceAccessor(temporary.resolve("hidden")))
                .changelog("all.sql")
                .build();

        assertThat(in(migrator, "SELECT id FROM item")).isEqualTo("3");
    }

    @Test
    void whatAPreconditionMarksAsRanIsNotRun() throws Exception {
        sql("all.sql", """
                --changeset us:1
                CREATE TABLE item AS SELECT 1 AS id;
                --changeset us:2
                --preconditions onFail:MARK_RAN
                --precondition-sql-check expectedResult:0 SELECT count(*) FROM item
                INSERT INTO item VALUES (100);
                --changeset us:3
                --preconditions onFail:MARK_RAN
                --precondition-sql-check expectedResult:1 SELECT count(*) FROM item
                INSERT INTO item VALUES (2);
                """);

        assertThat(in(of("all.sql"), "SELECT sum(id) FROM item")).isEqualTo("3");
        assertThat(in(of("all.sql"), "SELECT string_agg(exectype, ' ' ORDER BY orderexecuted) FROM databasechangelog"))
                .isEqualTo("EXECUTED MARK_RAN EXECUTED");
    }

    @Test
    void aChangeThatMayFailDoesNotStopTheNext() throws Exception {
        xml("all.xml", """
                <changeSet id="1" author="us"><sql>CREATE TABLE item (id int)</sql></changeSet>
                <changeSet id="2" author="us" failOnError="false">
                  <sql>ALTER TABLE item MODIFY id bigint</sql>
                </changeSet>
                <changeSet id="3" author="us"><sql>INSERT INTO item VALUES (1)</sql></changeSet>
                """);

        assertThat(in(of("all.xml"), "SELECT sum(id) FROM item")).isEqualTo("1");
        assertThat(in(of("all.xml"), "SELECT string_agg(id, ' ' ORDER BY id) FROM databasechangelog"))
                .isEqualTo("1 3");
    }

    @Test
    void aMissingClassIsNamedWithItsChangelog() {
        xml("parts/custom.xml", """
                <changeSet id="1" author="us" context="test"><customChange class="com.example.Missing"/></changeSet>
                """);
        xml("all.xml", "<include file=\"parts/custom.xml\"/>");

        assertThatThrownBy(here().changelog("all.xml").contexts("test").build()::hash)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("parts/custom.xml")
                .hasMessageContaining("com.example.Missing");
    }

    /** From version 5 on, Liquibase leaves alone what does not run. */
    @Test
    void aMissingClassIsNamedAlsoInAContextThatDoesNotRun() throws Exception {
        xml("parts/custom.xml", """
                <changeSet id="1" author="us" context="never"><customChange class="com.example.Missing"/></changeSet>
                """);
        xml("all.xml", """
                <include file="parts/custom.xml"/>
                <changeSet id="1" author="us"><sql>CREATE TABLE item (id int)</sql></changeSet>
                """);
        Migrator migrator = here().changelog("all.xml").contexts("test").build();

        if (LiquibaseOnClassPath.version().startsWith("4.")) {
            assertThatThrownBy(migrator::hash)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("parts/custom.xml")
                    .hasMessageContaining("com.example.Missing");
        } else {
            assertThat(in(migrator, "SELECT to_regclass('item')")).isEqualTo("item");
        }
    }

    @Test
    void aMissingFolderIsNamed() {
        xml("all.xml", "<includeAll path=\"parts\"/>");

        assertThatThrownBy(of("all.xml")::hash)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("all.xml")
                .hasMessageContaining("parts");
    }

    @Test
    void aFolderIsReadInOrderAndANewFileInItIsNoticed() throws Exception {
        xml("all.xml", "<includeAll path=\"parts\"/>");
        sql("parts/a 1.sql", "--changeset us:1\nCREATE TABLE item (id int);");
        sql("parts/b.sql", "--changeset us:1\nINSERT INTO item VALUES (1);");
        String before = of("all.xml").hash();
        assertThat(in(of("all.xml"), "SELECT string_agg(filename, ',' ORDER BY orderexecuted) FROM databasechangelog"))
                .isEqualTo("parts/a 1.sql,parts/b.sql");

        sql("parts/a 2.sql", "--changeset us:1\nINSERT INTO item VALUES (10);");

        assertThat(of("all.xml").hash()).isNotEqualTo(before);
        // With a parameter: the hash of an equal migrator is not asked again
        assertThat(in(here().changelog("all.xml").parameter("x", "y").build(), "SELECT sum(id) FROM item"))
                .isEqualTo("11");
    }

    @Test
    void aFolderThatMayBeMissingIsNoticedWhenItComes() {
        xml("all.xml", """
                <includeAll path="parts" errorIfMissingOrEmpty="false"/>
                <changeSet id="1" author="us"><sql>CREATE TABLE item (id int)</sql></changeSet>
                """);
        String before = of("all.xml").hash();

        sql("parts/b.sql", "--changeset us:1\nCREATE TABLE more (id int);");

        assertThat(of("all.xml").hash()).isNotEqualTo(before);
    }

    @Test
    void parametersHaveValuesByDatabaseAndNamesWithDotsAndDashes() throws Exception {
        xml("all.xml", """
                <property name="type" value="number(10)" dbms="oracle"/>
                <property name="type" value="bigint" dbms="postgresql"/>
                <changeSet id="1" author="us">
                  <sql>CREATE SCHEMA ${a.b.schema-name}; CREATE TABLE ${a.b.schema-name}.item (id ${type})</sql>
                </changeSet>
                """);
        Migrator one =
                here().changelog("all.xml").parameter("a.b.schema-name", "one").build();
        Migrator two =
                here().changelog("all.xml").parameter("a.b.schema-name", "two").build();

        assertThat(in(one, "SELECT to_regclass('one.item')")).isEqualTo("one.item");
        assertThat(in(two, "SELECT to_regclass('two.item')")).isEqualTo("two.item");
        assertThat(
                        in(
                                one,
                                "SELECT atttypid::regtype FROM pg_attribute WHERE attrelid = 'one.item'::regclass AND attname = 'id'"))
                .isEqualTo("bigint");
        assertThat(one.hash()).isNotEqualTo(two.hash());
    }

    @Test
    void formattedSqlIsSplitAsItSays() throws Exception {
        sql("all.sql", """
                --changeset us:1 splitStatements:false
                CREATE TABLE item (id int);
                CREATE FUNCTION one() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    NEW.id := NEW.id + 1;
                    RETURN NEW;
                END $$;
                --changeset us:2 endDelimiter:/
                CREATE TRIGGER one BEFORE INSERT ON item FOR EACH ROW EXECUTE FUNCTION one()
                /
                INSERT INTO item VALUES (1)
                /
                --changeset us:3 runOnChange:true
                CREATE OR REPLACE FUNCTION two() RETURNS int LANGUAGE plpgsql AS $body$ BEGIN RETURN 2; END $body$;
                --changeset us:4 runAlways:true
                INSERT INTO item VALUES (10);
                """);
        Migrator migrator = of("all.sql");

        for (int clone = 0; clone < 3; clone++) {
            assertThat(in(migrator, "SELECT sum(id) + two() FROM item")).isEqualTo("15");
        }
    }

    @Test
    void whatRunsAlwaysRunsOnceForAllClones() throws Exception {
        sql("all.sql", """
                --changeset us:1
                CREATE TABLE item (id int);
                --changeset us:2 runAlways:true
                INSERT INTO item VALUES (1);
                """);

        for (int clone = 0; clone < 3; clone++) {
            assertThat(in(of("all.sql"), "SELECT count(*) FROM item")).isEqualTo("1");
        }
    }

    @Test
    void anIndexIsBuiltConcurrentlyAndIsValid() throws Exception {
        sql("all.sql", """
                --changeset us:1
                CREATE TABLE item (id int);
                --changeset us:2 runInTransaction:false
                CREATE INDEX CONCURRENTLY item_id ON item (id);
                """);

        assertThat(in(of("all.sql"), "SELECT indisvalid FROM pg_index WHERE indexrelid = 'item_id'::regclass"))
                .isEqualTo("t");
    }

    @Test
    void aFileIsTheSameByWhateverPathItIsIncluded() throws Exception {
        sql("db/part.sql", "--changeset us:1\nCREATE TABLE item (id int);");
        xml("db/one.xml", "<include file=\"db/part.sql\"/>");
        xml("db/two.xml", "<include file=\"classpath:db/part.sql\"/>");
        xml("db/three.xml", "<include file=\"part.sql\" relativeToChangelogFile=\"true\"/>");
        try (URLClassLoader classPath = classPath(temporary)) {
            Migrator migrator = LiquibaseMigrator.of(
                    List.of("db/one.xml", "classpath:db/two.xml", "classpath:/db/three.xml", "/db/three.xml"),
                    classPath);

            assertThat(in(migrator, "SELECT string_agg(filename, ' ') FROM databasechangelog"))
                    .isEqualTo("db/part.sql");
        }
    }

    @Test
    void aFileThatWasMovedKeepsItsName() throws Exception {
        sql("db/moved.sql", "--changeset us:1\nCREATE TABLE item (id int);");
        xml("db/other.xml", "<include file=\"db/moved.sql\" logicalFilePath=\"db/before.sql\"/>");
        sql("db/before.sql", "--changeset us:1\nCREATE TABLE item (id int);");

        assertThat(in(
                        here().changelog("db/other.xml")
                                .changelog("db/before.sql")
                                .build(),
                        "SELECT string_agg(filename, ' ') FROM databasechangelog"))
                .isEqualTo("db/before.sql");
    }

    @Test
    void theHistoryHasAnotherNameInAnotherSchema() throws Exception {
        sql("all.sql", """
                --changeset us:1
                CREATE TABLE item (id int GENERATED ALWAYS AS IDENTITY, name text);
                INSERT INTO item (name) VALUES ('one'), ('two'), ('three');
                """);
        Migrator schemas = Migrator.of("schemas-1", url -> {
            try (Connection connection = new org.postgresql.Driver().connect(url, new java.util.Properties());
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE SCHEMA shop; CREATE SCHEMA history");
            }
        });
        Migrator migrator = schemas.then(here().changelog("all.sql")
                .defaultSchema("shop")
                .liquibaseSchema("history")
                .changelogTable("changes")
                .lockTable("changes_lock")
                .build());

        assertThat(in(migrator, "SELECT count(*) FROM history.changes")).isEqualTo("1");
        assertThat(in(migrator, "SELECT locked FROM history.changes_lock")).isEqualTo("f");
        assertThat(in(migrator, "SELECT to_regclass('public.databasechangelog')"))
                .isNull();
        for (int clone = 0; clone < 2; clone++) {
            assertThat(in(migrator, "INSERT INTO shop.item (name) VALUES ('four') RETURNING id"))
                    .isEqualTo("4");
        }
    }

    @Test
    void aFailureNamesTheChangelogAndTheChangeSet() {
        sql("parts/part.sql", """
                --changeset us:first
                CREATE TABLE item (id int);
                --changeset us:second
                INSERT INTO nowhere VALUES (1);
                """);
        xml("all.xml", "<include file=\"parts/part.sql\"/>");

        assertThatThrownBy(() -> pg.template(of("all.xml")))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("parts/part.sql::second::us")
                .hasMessageContaining("relation \"nowhere\" does not exist");
    }
}
