package org.pgtestdb4j.sqldir.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.sqldir.internal.files.FileTree;
import org.pgtestdb4j.sqldir.internal.files.FileTrees;
import org.pgtestdb4j.sqldir.internal.run.ScriptReader.Content;

class ScriptReaderTest {

    @TempDir
    Path directory;

    private void write(String path, String content) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private Content read(String path) {
        FileTree tree = FileTrees.of(directory.toString(), getClass().getClassLoader());
        return ScriptReader.asPsql(tree.read(path), tree);
    }

    private Content readAt(String place, String path) {
        FileTree tree = FileTrees.of(directory.toString(), getClass().getClassLoader());
        return ScriptReader.asPsql(tree.read(path), tree, place);
    }

    private Content reading(String content) throws IOException {
        write("a.sql", content);
        return read("a.sql");
    }

    @Test
    void ignoresCommandsThatOnlyPrint() throws Exception {
        assertThat(reading(
                                "\\restrict x\n\\echo 'a;' b\n\\timing on\n\\pset pager off\n\\x\n\\dt+ public.*\n\\d item\n\\encoding UTF8\nSELECT 1;\n\\unrestrict x\n")
                        .commands())
                .extracting(Command::sql)
                .containsExactly("SELECT 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\connect other",
                "\\c",
                "\\gset",
                "\\gexec",
                "\\g",
                "\\if true",
                "\\copy t FROM 'x'",
                "\\! rm -rf x",
                "\\o x",
                "\\w x",
                "\\q",
                "\\encoding LATIN1",
                "\\;",
                "\\cd x",
                "\\prompt x",
                "\\password",
                "\\bind",
                "\\watch",
                "\\echo a \\connect other",
                "\\nonsense",
                "\\set x `date`",
                "\\set x :y",
                "\\set AUTOCOMMIT off",
                "\\unset AUTOCOMMIT",
                "\\unset 'AUTOCOMMIT'",
                "\\set SINGLELINE",
                "\\set SINGLELINE 'on'"
            })
    void refusesOtherCommandsByFileAndLine(String command) {
        assertThatThrownBy(() -> reading("SELECT 1;\n\nSELECT 2\n" + command + "\n;"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("a.sql, line 4")
                .hasMessageContaining(command)
                .hasMessageContaining("Nothing was applied");
    }

    @Test
    void followsIncludes() throws Exception {
        write("main.sql", "SELECT 1;\n\\ir sub/b.sql\n\\i 'sub/c d.sql'\nSELECT 4;");
        write("sub/b.sql", "SELECT 2;\n\\ir ../top.sql\n");
        write("sub/c d.sql", "SELECT\n3");
        write("top.sql", "SELECT 'top';");

        assertThat(read("main.sql").commands())
                .extracting(Command::file, Command::line, Command::sql)
                .containsExactly(
                        tuple("main.sql", 1, "SELECT 1"),
                        tuple("sub/b.sql", 1, "SELECT 2"),
                        tuple("top.sql", 1, "SELECT 'top'"),
                        tuple("sub/c d.sql", 1, "SELECT\n3"),
                        tuple("main.sql", 4, "SELECT 4"));
        assertThat(read("main.sql").included()).containsExactlyInAnyOrder("sub/b.sql", "sub/c d.sql", "top.sql");
    }

    @Test
    void knowsWhereTheDirectoryLiesForPsql() throws Exception {
        write("main.sql", "\\i /scripts/here/sub/b.sql\n\\i scripts/here/c.sql\n\\ir sub/../d.sql\n");
        write("sub/b.sql", "SELECT 'b';\n\\ir ../../here/c.sql\n");
        write("c.sql", "SELECT 'c';");
        write("d.sql", "SELECT 'd';");

        assertThat(readAt("scripts/here", "main.sql").commands())
                .extracting(Command::sql)
                .containsExactly("SELECT 'b'", "SELECT 'c'", "SELECT 'c'", "SELECT 'd'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\\i c.sql", "\\i /c.sql", "\\i /scripts/heres/c.sql", "\\i /scripts/c.sql", "\\ir ../c.sql"})
    void refusesWhatPsqlWouldFindElsewhere(String include) throws Exception {
        write("main.sql", "SELECT 1;\n" + include);
        write("c.sql", "SELECT 'c';");

        assertThatThrownBy(() -> readAt("scripts/here", "main.sql"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("main.sql, line 2")
                .hasMessageContaining(include);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\i none.sql", "\\ir ../outside.sql", "\\i /etc/passwd", "\\ir a.sql", "\\i", "\\i x y"})
    void refusesIncludesThatCannotBe(String include) {
        assertThatThrownBy(() -> reading("\n" + include))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("a.sql, line 2")
                .hasMessageContaining(include);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\\set v item\\nSELECT :v, :'v', :\"v\", :'w:v'|SELECT item, 'item', \"item\", :'w:v'",
                "\\set v 'it''s'\\nSELECT :'v', a::v|SELECT 'it''s', a::v",
                "\\set v 'a\"b' c\\nSELECT :\"v\"|SELECT \"a\"\"bc\"",
                "\\set v '''x'''\\nSELECT :v|SELECT 'x'",
                "\\set v 1\\n\\set v 2\\nSELECT :v|SELECT 2",
                "\\set ON_ERROR_STOP on\\n\\set AUTOCOMMIT\\n\\set AUTOCOMMIT true\\n\\set SINGLELINE off\\nSELECT 1|SELECT 1",
                "\\set n 2\\nSELECT a[1:n], b[1::n], JSON_OBJECT('k':o)|SELECT a[12], b[1::n], JSON_OBJECT('k':o)",
            })
    void putsVariablesIn(String file, String statement) throws Exception {
        assertThat(reading(file.replace("\\n", "\n")).commands())
                .extracting(Command::sql)
                .containsExactly(statement);
    }

    @ParameterizedTest
    @ValueSource(strings = {":v", ":'v'", ":\"v\"", "f(:v)"})
    void refusesVariablesThatAreNotSet(String reference) {
        assertThatThrownBy(() -> reading("\\set v 1\n\\unset v\nSELECT\n  " + reference))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("a.sql, line 4")
                .hasMessageContaining("not set");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'1; SELECT 2'", "''''", "'--'", "'('", "'/*'"})
    void refusesVariablesThatWouldChangeWhereStatementsEnd(String value) {
        assertThatThrownBy(() -> reading("\\set v " + value + "\nSELECT :v;"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("a.sql, line 2");
    }

    @Test
    void refusesWhatNeverEnds() {
        assertThatThrownBy(() -> reading("SELECT 1;\nSELECT 'it's';"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("a.sql, line 2")
                .hasMessageContaining("never closed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"SET client_encoding = 'LATIN1'", "set names 'win1252'", "SET LOCAL client_encoding TO sql_ascii"
            })
    void refusesOtherEncodings(String statement) {
        assertThatThrownBy(() -> reading(statement))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SET client_encoding = 'UTF8'", "SET NAMES 'utf-8'", "SET client_encoding TO DEFAULT"})
    void takesUtf8(String statement) throws Exception {
        assertThat(reading(statement).commands()).hasSize(1);
    }
}
