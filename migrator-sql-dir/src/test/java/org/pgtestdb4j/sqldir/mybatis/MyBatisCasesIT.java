package org.pgtestdb4j.sqldir.mybatis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.util.List;
import java.util.Properties;
import org.apache.ibatis.migration.JavaMigrationLoader;
import org.apache.ibatis.migration.MigrationScript;
import org.apache.ibatis.migration.operations.UpOperation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.MigrationException;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.sqldir.OnAServer;
import org.postgresql.Driver;

/** What real repositories of MyBatis Migrations have in them. */
class MyBatisCasesIT extends OnAServer {

    private static final String FUNCTION =
            "CREATE FUNCTION two() RETURNS int LANGUAGE plpgsql AS $$\nBEGIN\n  PERFORM 1;\n  RETURN 2;\nEND\n$$";

    @BeforeEach
    void writeRepository() throws IOException {
        environment("");
        write(
                "scripts/20240101000000_changelog.sql",
                "CREATE TABLE ${changelog} (ID NUMERIC(20) PRIMARY KEY, APPLIED_AT VARCHAR(25), DESCRIPTION VARCHAR(255));\n");
    }

    private void environment(String more) throws IOException {
        write(
                "environments/development.properties",
                "changelog=CHANGELOG\nscript_char_set=UTF-8\nurl=jdbc:postgresql://production.invalid/x\npassword=secret\n"
                        + more);
    }

    private void script(String name, String content) throws IOException {
        write("scripts/" + name, content);
    }

    private MyBatisMigrator mybatis() {
        return MyBatisMigrator.of(directory);
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "true"})
    void runsScriptsSplitOrWhole(String whole) throws Exception {
        environment("send_full_script=" + whole);
        script(
                "20240102000000_item.sql",
                "CREATE TABLE item (id int);\nINSERT INTO item VALUES (1);\nINSERT INTO item VALUES (2);\n");

        assertThat(filled(mybatis(), "SELECT id FROM item ORDER BY 1")).containsExactly("1", "2");
    }

    @Test
    void saysThatALastStatementHasNoDelimiter() throws Exception {
        script("20240102000000_item.sql", "CREATE TABLE item (id int);\nINSERT INTO item VALUES (1)\n");
        assertThat(failure(mybatis()))
                .hasMessageContaining("20240102000000_item.sql")
                .hasMessageContaining("missing end-of-line terminator (;)");

        environment("send_full_script=true");
        assertThat(filled(mybatis(), "SELECT id FROM item")).containsExactly("1");
    }

    @Test
    void takesNoticesForErrorsOnlyIfTheEnvironmentSaysSo() throws Exception {
        script("20240102000000_item.sql", "DROP TABLE IF EXISTS item;\nCREATE TABLE item (id int);\n");
        assertThat(filled(mybatis(), "SELECT count(*) FROM item")).containsExactly("0");

        environment("ignore_warnings=false");
        assertThat(failure(mybatis()))
                .hasMessageContaining("20240102000000_item.sql")
                .hasMessageContaining("does not exist, skipping");
    }

    @Test
    void ordersIdsOfAnyLengthAsNumbers() throws Exception {
        script("020240102000000_b.sql", "CREATE TABLE seen (name text);\n");
        script("20240103_short.sql", "CREATE TABLE short ();\n");
        script("2024010300000000_long.sql", "INSERT INTO seen VALUES ('long');\n");
        script("20240102000001_c.sql", "INSERT INTO seen VALUES ('c');\n");
        write("scripts/1_changelog.sql", "CREATE TABLE early ();\n");

        assertThat(failure(mybatis())).hasMessageContaining("1_changelog.sql").hasMessageContaining("changelog");
        Files.delete(directory.resolve("scripts/1_changelog.sql"));
        Files.delete(directory.resolve("scripts/20240103_short.sql"));
        assertThat(filled(mybatis(), "SELECT id, description FROM changelog ORDER BY id"))
                .containsExactly(
                        "20240101000000 changelog", "20240102000000 b", "20240102000001 c", "2024010300000000 long");
    }

    /** On an empty database, up and pending come to the same: nothing is older than what was applied. */
    @Test
    void appliesAnOlderScriptThatWasAddedLater() throws Exception {
        script("20240103000000_new.sql", "CREATE TABLE newer ();\n");
        String before = mybatis().hash();
        script("20240102000000_old.sql", "CREATE TABLE older ();\n");

        assertThat(mybatis().hash()).isNotEqualTo(before);
        assertThat(filled(mybatis(), "SELECT count(*) FROM changelog")).containsExactly("3");
    }

    @Test
    void mergesFolders() throws Exception {
        for (int i = 5; i > 1; i--) {
            write(
                    "more" + i + "/2024010" + i + "000000_item.sql",
                    "CREATE TABLE item" + i + (i == 2 ? " ()" : " AS TABLE item" + (i - 1)) + ";\n");
        }
        MyBatisMigrator merged = mybatis()
                .scripts(directory.resolve("more5"), directory.resolve("more2"))
                .scripts(directory.resolve("more4"), directory.resolve("more3"));

        assertThat(filled(merged, "SELECT to_regclass('item5')")).containsExactly("item5");

        write("more2/20240101000000_changelog.sql", "SELECT 1;\n");
        assertThatThrownBy(merged::hash)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("20240101000000_changelog.sql is in two folders");
    }

    @Test
    void takesOddNamesAndLeavesOutWhatIsNoScript() throws Exception {
        script("20240102000000_it's_[a]_(b),_c d: e.sql", "CREATE TABLE item ();\n");
        script("20240103000000_no_suffix", "DROP TABLE item;\n");
        script("README.md", "DROP TABLE item;\n");

        assertThat(filled(
                        mybatis(),
                        "SELECT description FROM changelog WHERE to_regclass('item') IS NOT NULL ORDER BY id"))
                .containsExactly("changelog", "it's [a] (b), c d: e");
    }

    @Test
    void replacesItsVariablesAndLeavesOthers() throws Exception {
        environment("space=pg_default\n");
        script(
                "20240102000000_item.sql",
                "CREATE TABLE item (a text) TABLESPACE ${space};\nINSERT INTO item VALUES ('${unknown} {{b}} ${changelog}');\n");

        assertThat(filled(mybatis(), "SELECT a FROM item")).containsExactly("${unknown} {{b}} CHANGELOG");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-- //@UNDO", "--  //  @UNDO", "--\t//\t@UNDO", "--//@UNDO  ", "  -- //@UNDO and more"})
    void neverRunsTheUndoSide(String marker) throws Exception {
        script("20240102000000_item.sql", "CREATE TABLE item (a text);\n" + marker + "\nDROP TABLE item;\n");
        script("20240103000000_text.sql", "INSERT INTO item VALUES ('a //@UNDO b');\n");

        assertThat(filled(mybatis(), "SELECT a FROM item")).containsExactly("a //@UNDO b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-- //@undo", "--\t//@Undo", "---- //@UNDO", "-- @UNDO"})
    void refusesLinesThatOnlyLookLikeTheUndoSide(String marker) throws Exception {
        script("20240102000000_item.sql", "CREATE TABLE item (a text);\n" + marker + "\nDROP TABLE item;\n");

        assertThatThrownBy(mybatis()::hash)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("20240102000000_item.sql, line 2")
                .hasMessageContaining(marker);
    }

    @Test
    void followsDelimiters() throws Exception {
        script(
                "20240102000000_line.sql",
                "-- @DELIMITER |\n" + FUNCTION + "|\n-- @DELIMITER ;\nCREATE TABLE item AS SELECT two() AS id;\n");
        assertThat(filled(mybatis(), "SELECT id FROM item")).containsExactly("2");

        environment("delimiter=/\nfull_line_delimiter=true\n");
        script(
                "20240101000000_changelog.sql",
                "CREATE TABLE ${changelog} (ID NUMERIC(20) PRIMARY KEY, APPLIED_AT VARCHAR(25), DESCRIPTION VARCHAR(255))\n/\n");
        script("20240102000000_line.sql", FUNCTION + "\n/\nCREATE TABLE item AS SELECT two() AS id\n/\n");
        assertThat(filled(mybatis(), "SELECT id FROM item")).containsExactly("2");
    }

    @Test
    void saysThatABodyWasCutAtItsSemicolons() throws Exception {
        script("20240102000000_function.sql", FUNCTION + ";\n");
        assertThat(failure(mybatis()))
                .hasMessageContaining("20240102000000_function.sql")
                .hasMessageContaining("unterminated dollar-quoted string");

        environment("send_full_script=true");
        assertThat(filled(mybatis(), "SELECT two()")).containsExactly("2");
    }

    @Test
    void runsBootstrapOnlyIfToldAndOnabortNot() throws Exception {
        script("bootstrap.sql", "CREATE TABLE boot ();\n");
        script("onabort.sql", "CREATE TABLE aborted ();\n");
        String withoutIt = mybatis().hash();

        assertThat(mybatis().bootstrap().hash()).isNotEqualTo(withoutIt);
        assertThat(filled(mybatis(), "SELECT to_regclass('boot'), to_regclass('aborted')"))
                .containsExactly("null null");
        assertThat(filled(mybatis().bootstrap(), "SELECT to_regclass('boot'), to_regclass('aborted')"))
                .containsExactly("boot null");
    }

    @Test
    void runsHooksOfUp() throws Exception {
        environment(
                "hook_before_up=SQL:before.sql:name=b\nhook_after_each_up=SQL:each.sql\nhook_before_down=SQL:down.sql\n");
        write("hooks/before.sql", "CREATE TABLE seen (name text);\nINSERT INTO seen VALUES ('${name}');\n");
        write("hooks/each.sql", "INSERT INTO seen VALUES ('each');\n");
        write("hooks/down.sql", "DROP TABLE seen;\n");
        String before = mybatis().hash();

        assertThat(filled(mybatis(), "SELECT name FROM seen")).containsExactly("b", "each");
        write("hooks/each.sql", "INSERT INTO seen VALUES ('other');\n");
        assertThat(mybatis().hash()).isNotEqualTo(before);
    }

    @Test
    void runsHooksInTheOrderOfTheTool() throws Exception {
        StringBuilder settings = new StringBuilder();
        for (String hook : List.of("before", "before_each", "after_each", "after")) {
            settings.append("hook_%s_up=SQL:%s.sql\n".formatted(hook, hook));
            write("hooks/" + hook + ".sql", "INSERT INTO seen (name) VALUES ('" + hook + "');\n");
        }
        environment(settings.toString());
        script("bootstrap.sql", "CREATE TABLE seen (id serial, name text);\n");
        script("20240102000000_item.sql", "INSERT INTO seen (name) VALUES ('item');\n");

        assertThat(filled(mybatis().bootstrap(), "SELECT name FROM seen ORDER BY id"))
                .containsExactly("before", "before_each", "after_each", "before_each", "item", "after_each", "after");
    }

    /** It would work on a database that is thrown away, and its own failure would hide what went wrong. */
    @Test
    void tellsTheFailureOfTheScriptAndNotThatOfOnabort() throws Exception {
        script("20240102000000_item.sql", "SELECT * FROM none;\n");
        script("onabort.sql", "DROP TABLE never_there;\n");

        assertThat(failure(mybatis()))
                .hasMessageContaining("20240102000000_item.sql")
                .hasMessageContaining("\"none\" does not exist")
                .hasMessageNotContaining("never_there");
    }

    @Test
    void countsTheEnvironmentButNotWhereTheDatabaseIs() throws Exception {
        String before = mybatis().hash();

        environment("url=jdbc:postgresql://other.invalid/y\nusername=me\ndriver=x\n");
        assertThat(mybatis().hash()).isEqualTo(before);
        environment("name=value\n");
        assertThat(mybatis().hash()).isNotEqualTo(before);
        write("environments/test.properties", "changelog=CHANGELOG\nscript_char_set=UTF-8\nauto_commit=true\n");
        assertThat(mybatis().environment("test").hash()).isNotEqualTo(before);
    }

    @Test
    void countsWhatOverridesTheEnvironment() throws Exception {
        environment("name=file\n");
        script("20240102000000_item.sql", "CREATE TABLE ${name} ();\n");
        String before = mybatis().hash();
        System.setProperty("MIGRATIONS_NAME", "property");
        try {
            assertThat(mybatis().hash()).isNotEqualTo(before);
            assertThat(filled(mybatis(), "SELECT to_regclass('property'), to_regclass('file')"))
                    .containsExactly("property null");
        } finally {
            System.clearProperty("MIGRATIONS_NAME");
        }
        assertThat(mybatis().hash()).isEqualTo(before);
    }

    @Test
    void buildsIndexesConcurrentlyWithAutoCommit() throws Exception {
        environment("auto_commit=true");
        script(
                "20240102000000_item.sql",
                "CREATE TABLE item (id int);\nCREATE INDEX CONCURRENTLY item_id ON item (id);\n");

        assertThat(filled(mybatis(), "SELECT indisvalid FROM pg_index WHERE indexrelid = 'item_id'::regclass"))
                .containsExactly("t");
    }

    @Test
    void makesNoTemplateOfAFailureHalfWay() throws Exception {
        environment("auto_commit=true");
        script("20240102000000_item.sql", "CREATE TABLE item (id int);\nSELECT * FROM none;\n");
        Migrator migrator = mybatis();

        assertThatThrownBy(() -> pg().template(migrator))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("20240102000000_item.sql")
                .hasMessageContaining("\"none\" does not exist");
    }

    @ParameterizedTest
    @ValueSource(strings = {"changelog", "ChangeLog", "history.changes"})
    void keepsItsChangelogWhereTheEnvironmentSays(String table) throws Exception {
        environment("changelog=" + table + "\n");
        script("bootstrap.sql", "CREATE SCHEMA history;\n");

        assertThat(filled(mybatis().bootstrap(), "SELECT id FROM " + table)).containsExactly("20240101000000");
    }

    /** A repository has no Java; what an application runs by the tool's API is a step in code. */
    @Test
    void runsMigrationsInJavaAsAStepInCode() throws Exception {
        Migrator inJava = Migrator.of(
                "java-1",
                url -> new UpOperation()
                        .operate(
                                () -> new Driver().connect(url, new Properties()),
                                new JavaMigrationLoader(MyBatisCasesIT.class.getPackageName()),
                                null,
                                null));

        try (TestDatabase database = pg().database(inJava)) {
            assertThat(rows(database, "SELECT description FROM changelog")).containsExactly("In Java");
        }
    }

    /** Found by its package. */
    public static final class InJava implements MigrationScript {

        @Override
        public BigDecimal getId() {
            return BigDecimal.ONE;
        }

        @Override
        public String getDescription() {
            return "In Java";
        }

        @Override
        public String getUpScript() {
            return "CREATE TABLE changelog (id numeric(20), applied_at varchar(25), description varchar(255));";
        }

        @Override
        public String getDownScript() {
            return "";
        }
    }
}
