package org.pgtestdb4j.sqldir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.DatabaseDiff;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.sqldir.internal.lexer.Dialect;
import org.pgtestdb4j.sqldir.internal.lexer.Piece.Statement;
import org.pgtestdb4j.sqldir.internal.lexer.RandomSql;
import org.pgtestdb4j.sqldir.internal.lexer.SqlLexer;

/** An addition to what is tested everywhere: the same as psql itself, where one is installed. */
class PsqlComparisonIT extends OnAServer {

    private static final int SEEDS = 300;

    /** psql prints every query that it sends, with its semicolon and a line break, and with block comments above it. */
    @Test
    void splitsAsPsqlDoes() throws Exception {
        requirePsql();
        List<String> statements = new ArrayList<>();
        StringBuilder script = new StringBuilder();
        for (long seed = 0; seed < SEEDS; seed++) {
            RandomSql sql = new RandomSql(seed);
            for (String statement : sql.statements()) {
                statements.add(statement);
                script.append(sql.gap()).append(statement).append(" ; ");
            }
        }
        Path file = write("random.sql", script.toString());
        String echoed;
        try (TestDatabase database = pg().database(Migrator.none())) {
            echoed = withoutBlankLines(
                    psql(database, "--echo-queries", "--quiet", "--output=/dev/null", "--file=" + file));
        }

        assertThat(SqlLexer.split(script.toString(), 1, Dialect.PSQL))
                .extracting(piece -> ((Statement) piece).text())
                .isEqualTo(statements);
        int position = 0;
        for (String each : statements) {
            String statement = withoutBlankLines(each);
            int start = echoed.indexOf(statement + " ;\n", position);
            assertThat(start).as("place of %s", statement).isNotNegative();
            assertThat(SqlLexer.split(echoed.substring(position, start), 1, Dialect.PSQL))
                    .as("before %s", statement)
                    .isEmpty();
            position = start + statement.length() + " ;\n".length();
        }
        assertThat(echoed.substring(position)).isBlank();
    }

    /** psql sends none outside of quotes. */
    private static String withoutBlankLines(String text) {
        return text.replaceAll("\n\n+", "\n");
    }

    @Test
    void buildsWhatPsqlBuilds() throws Exception {
        requirePsql();
        Path all = write("1_all.sql", """
                \\set name '''it''''s'''
                CREATE TABLE item (id int PRIMARY KEY, name text);
                COPY item FROM stdin;
                1\ta;b
                2\t\\N
                \\.
                INSERT INTO item VALUES (3, :name), (4, $$ ; $$), (5, E'\\';');
                CREATE FUNCTION twice(a int) RETURNS int LANGUAGE sql BEGIN ATOMIC
                    SELECT 1;
                    SELECT CASE WHEN a > 1 THEN 2 * a END;
                END;
                \\ir parts/view.sql
                BEGIN; LOCK TABLE item; COMMIT;
                CREATE INDEX CONCURRENTLY item_name ON item (name);
                """);
        write("parts/view.sql", "CREATE VIEW named AS SELECT /* ; */ id, -- ;\n name FROM item");
        try (TestDatabase ofPsql = pg().database(Migrator.none());
                TestDatabase ours = pg().database(Migrator.none())) {
            psql(ofPsql, "--set=ON_ERROR_STOP=1", "--quiet", "--file=" + all);
            SqlDirMigrator.of(all).migrate(ours.url());

            assertThat(DatabaseDiff.between(ours.dataSource(), ofPsql.dataSource())
                            .differences())
                    .isEmpty();
        }
    }

    private String psql(TestDatabase database, String... options) throws IOException, InterruptedException {
        List<String> command = Stream.concat(
                        Stream.of("psql", "--no-psqlrc", "--dbname=" + database.libpqUri()), Stream.of(options))
                .toList();
        Path errors = Files.createTempFile(directory, "psql", ".err");
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
        return printed;
    }

    private static void requirePsql() {
        boolean installed = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "psql")));
        assumeTrue(installed, "psql is not installed");
    }
}
