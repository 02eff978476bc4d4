package org.pgtestdb4j.sqldir.internal.lexer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.sqldir.internal.lexer.Piece.Kind;
import org.pgtestdb4j.sqldir.internal.lexer.Piece.MetaCommand;
import org.pgtestdb4j.sqldir.internal.lexer.Piece.Reference;
import org.pgtestdb4j.sqldir.internal.lexer.Piece.Statement;

class SqlLexerTest {

    @Test
    void splitsAtSemicolonsAndKnowsTheLines() {
        assertThat(statements("-- first\n\nSELECT 1;\n /* x */ SELECT\n 2 ; SELECT 3"))
                .extracting(Statement::text, Statement::line)
                .containsExactly(tuple("SELECT 1", 3), tuple("SELECT\n 2", 4), tuple("SELECT 3", 5));
    }

    @Test
    void findsNothingInBlanksCommentsAndLoneSemicolons() {
        assertThat(statements("")).isEmpty();
        assertThat(statements(" \r\n\t;; -- only\n/* this */;")).isEmpty();
    }

    @Test
    void countsLinesFromWhereThePartBegins() {
        assertThat(SqlLexer.split("\nSELECT 1", 41, Dialect.SERVER))
                .extracting(Piece::line)
                .containsExactly(42);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT ';'",
                "SELECT 'it''s; fine'",
                "SELECT E'it\\'s; fine'",
                "SELECT e'\\\\', ';'",
                "SELECT 'C:\\', ';'",
                "SELECT U&'d\\0061t;', U&\"d\\0061;\"",
                "SELECT B'01', X'1F;', N';'",
                "SELECT \"a;\"\"b;\"",
                "SELECT E'a' -- '\n  'b\\';'",
                "SELECT E'a' 'b\\', ';'",
                "SELECT $$;$$",
                "SELECT $a$ $b$ ; $b$ $$ ; $a$",
                "SELECT $ü$;$ü$",
                "SELECT a$b$c, ';'",
                "SELECT $1, $2",
                "SELECT 1$$;$$",
                "SELECT /* ; /* ; */ ; */ 1",
                "SELECT 1 -- ;\n + 2",
                "SELECT 1 -- ' \r + ';'",
                "SELECT 2 */* ; */ 3",
                "SELECT 4 -- ;",
                "SELECT '{\"a;\": [\";\"]}'::jsonb ? 'b;'",
                "SELECT a[1:2], b::text",
                "CREATE RULE r AS ON INSERT TO t DO ALSO (DELETE FROM a; DELETE FROM b;)",
                "CREATE FUNCTION f() RETURNS int RETURN 1",
                "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END",
                "create or replace procedure p(a int) begin atomic insert into t values (a); select case when a > 1 then 2 end; end",
                "CREATE FUNCTION f() RETURNS int BEGIN /* ; */ ATOMIC SELECT CASE a WHEN 1 THEN (CASE WHEN b THEN 1 END) END FROM t; END",
                "CREATE PROCEDURE begin(begin int) LANGUAGE plpgsql AS 'BEGIN NULL; END'",
                "CREATE TABLE function (begin int, atomic int)",
            })
    void seesWhereAStatementEnds(String statement) {
        String next = "SELECT 'next'";
        assertThat(statements(statement + "\n;" + next))
                .extracting(Statement::text)
                .first()
                .isEqualTo(statement.replaceAll(" -- ;$", ""));
        assertThat(statements(statement + "\n;" + next))
                .extracting(Statement::text)
                .hasSize(2)
                .last()
                .isEqualTo(next);
        assertThat(statements(next + ";" + statement)).hasSize(2);
    }

    @Test
    void followsStandardConformingStrings() {
        assertThat(statements("SELECT 'a\\'; SET standard_conforming_strings = off; SELECT 'it\\'s; fine';"
                        + "SET SESSION standard_conforming_strings TO 'on'; SELECT 'b\\'; SELECT 2"))
                .extracting(Statement::text)
                .containsExactly(
                        "SELECT 'a\\'",
                        "SET standard_conforming_strings = off",
                        "SELECT 'it\\'s; fine'",
                        "SET SESSION standard_conforming_strings TO 'on'",
                        "SELECT 'b\\'",
                        "SELECT 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'", "\"", "E'\\'", "/* /* */", "$$", "$a$ $$", "'a'\n'"})
    void refusesWhatNeverEndsAndNamesItsLine(String open) {
        assertThatThrownBy(() -> statements("SELECT 1;\nSELECT " + open + " ; SELECT 2;\n\n"))
                .isInstanceOfSatisfying(
                        SqlSyntaxException.class, e -> assertThat(e.line()).isEqualTo(open.startsWith("'a'") ? 3 : 2))
                .hasMessageContaining("never closed");
    }

    @Test
    void readsTheDataOfACopy() {
        List<Statement> statements = statements(
                "COPY t (a, b) FROM stdin;\n1\tit's;\n\\N\t\"\n\\.\nSELECT 1;\ncopy u from STDIN (FORMAT csv); -- x\r\n1;2\r\n\\.\r\nSELECT 2;");

        assertThat(statements)
                .extracting(Statement::kind)
                .containsExactly(Kind.COPY_IN, Kind.QUERY, Kind.COPY_IN, Kind.QUERY);
        assertThat(statements.get(0).data()).isEqualTo(new Piece.Data("1\tit's;\n\\N\t\"\n", 2));
        assertThat(statements.get(2).data()).isEqualTo(new Piece.Data("1;2\r\n", 7));
        assertThat(statements.get(3).line()).isEqualTo(9);
    }

    @Test
    void readsTheDataOfACopyUpToTheEndOfTheFile() {
        assertThat(statements("COPY t FROM stdin;\n1\n2").get(0).data()).isEqualTo(new Piece.Data("1\n2", 2));
        assertThat(statements("COPY t FROM stdin;").get(0).data()).isEqualTo(new Piece.Data("", 1));
        assertThat(statements("COPY t FROM stdin;\n\\.").get(0).data()).isEqualTo(new Piece.Data("", 2));
    }

    @Test
    void tellsCopiesApart() {
        assertThat(
                        statements(
                                "COPY t TO stdout; COPY (SELECT a FROM stdin) TO '/x'; COPY t FROM '/stdin'; SELECT * FROM stdin; COPY \"from\" (stdin) TO stdout"))
                .extracting(Statement::kind)
                .containsExactly(Kind.COPY_OUT, Kind.QUERY, Kind.QUERY, Kind.QUERY, Kind.COPY_OUT);
    }

    @Test
    void refusesAStatementBehindTheSemicolonOfACopy() {
        assertThatThrownBy(() -> statements("COPY t FROM stdin; SELECT 1;\n1\n\\.\n"))
                .isInstanceOf(SqlSyntaxException.class);
    }

    @Test
    void seesCommandsOfPsql() {
        assertThat(split("\\set a 'b c'\nSELECT '\\x' \\gset p_\n;\\! rm\n\\\\"))
                .containsExactly(
                        new MetaCommand("set", "a 'b c'", 1, false),
                        new MetaCommand("gset", "p_", 2, true),
                        new Statement("SELECT '\\x'", 2, Kind.QUERY, List.of(), null),
                        new MetaCommand("!", "rm", 3, false),
                        new MetaCommand("\\", "", 4, false));
    }

    @Test
    void leavesBackslashesToTheServerWhereThereIsNoPsql() {
        assertThat(SqlLexer.split("SELECT 1 \\set a :b", 1, Dialect.SERVER))
                .containsExactly(new Statement("SELECT 1 \\set a :b", 1, Kind.QUERY, List.of(), null));
    }

    @Test
    void seesVariables() {
        assertThat(statements("SELECT\n:a, :'b', :\"c\", d::text, e := 1, ':f', a[1:g], a[:h(:i)], :'no t', f => 2")
                        .get(0)
                        .references())
                .extracting(Reference::name, Reference::quote, Reference::line, Reference::maybeColon)
                .containsExactly(
                        tuple("a", ' ', 2, false),
                        tuple("b", '\'', 2, false),
                        tuple("c", '"', 2, false),
                        tuple("g", ' ', 2, true),
                        tuple("h", ' ', 2, true),
                        tuple("i", ' ', 2, false));
    }

    @Test
    void knowsThatJsonHasColons() {
        assertThat(statements("SELECT JSON_OBJECT('a':b), f(:c)").get(0).references())
                .extracting(Reference::name, Reference::maybeColon)
                .containsExactly(tuple("b", true), tuple("c", false));
    }

    @Test
    void placesVariablesInTheStatement() {
        Statement statement = statements("  SELECT :'a' + :b").get(0);

        assertThat(statement.references())
                .extracting(reference -> statement.text().substring(reference.start(), reference.end()))
                .containsExactly(":'a'", ":b");
    }

    @Test
    void managesAMegabyteInOneLine() {
        String row = "('" + "x;".repeat(40) + "')";
        String insert = "INSERT INTO t VALUES " + (row + ",").repeat(12_000) + row;

        assertThat(statements(insert + ";SELECT 1")).extracting(Statement::text).containsExactly(insert, "SELECT 1");
    }

    private static List<Statement> statements(String text) {
        return split(text).stream().map(Statement.class::cast).toList();
    }

    private static List<Piece> split(String text) {
        return SqlLexer.split(text, 1, Dialect.PSQL);
    }
}
