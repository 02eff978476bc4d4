package org.pgtestdb4j.sqldir.internal.lexer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pgtestdb4j.sqldir.internal.lexer.Piece.Statement;

/** A failure names its seed; {@code check…(seed)} replays it. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SqlLexerFuzzTest {

    private static final int SEEDS = 10_000;

    @Test
    void splitsWhereItWasJoined() {
        for (long seed = 0; seed < SEEDS; seed++) {
            checkSplit(seed);
        }
    }

    private static void checkSplit(long seed) {
        RandomSql sql = new RandomSql(seed);
        List<String> expected = sql.statements();
        StringBuilder text = new StringBuilder(sql.gap());
        expected.forEach(statement ->
                text.append(statement).append(sql.gap()).append(';').append(sql.gap()));

        for (Dialect dialect : Dialect.values()) {
            List<Piece> pieces = SqlLexer.split(text.toString(), 1, dialect);
            assertThat(pieces)
                    .as("seed %d, %s, of:%n%s", seed, dialect, text)
                    .extracting(piece -> ((Statement) piece).text())
                    .isEqualTo(expected);
            checkPlaces(text.toString(), pieces, seed);
        }
    }

    @Test
    void endsWhereverTheTextIsCut() {
        for (long seed = 0; seed < SEEDS; seed++) {
            checkCut(seed);
        }
    }

    /** What comes before the cut stays as it was, and the rest is either one piece more or refused. */
    private static void checkCut(long seed) {
        RandomSql sql = new RandomSql(seed);
        List<String> whole = sql.statements();
        String text = String.join(";", whole);
        String cut = text.substring(0, sql.upTo(text.length()));
        int complete = completeStatements(whole, cut.length());
        try {
            List<Piece> pieces = SqlLexer.split(cut, 1, Dialect.SERVER);
            assertThat(pieces).as("seed %d, cut at %d", seed, cut.length()).hasSizeBetween(complete, complete + 1);
            checkPlaces(cut, pieces, seed);
            assertThat(pieces.subList(0, complete))
                    .as("seed %d, cut at %d", seed, cut.length())
                    .extracting(piece -> ((Statement) piece).text())
                    .isEqualTo(whole.subList(0, complete));
        } catch (SqlSyntaxException e) {
            assertThat(e.line()).as("seed %d", seed).isBetween(1, 1 + lineBreaks(cut));
        }
    }

    private static int completeStatements(List<String> statements, int length) {
        int complete = 0;
        int end = 0;
        for (String statement : statements) {
            end += statement.length();
            if (end > length) {
                break;
            }
            complete++;
            end++;
        }
        return complete;
    }

    @Test
    void endsWhateverTheTextIs() {
        for (long seed = 0; seed < SEEDS; seed++) {
            checkNoise(seed);
        }
    }

    private static void checkNoise(long seed) {
        RandomSql sql = new RandomSql(seed);
        StringBuilder noise = new StringBuilder(String.join(";", sql.statements()));
        String characters = ";'\"$\\-/*()[]:Ee\n\r copyCOPYfromstdin\0é";
        for (int i = 0; i < 10; i++) {
            int at = sql.upTo(noise.length() - 1);
            noise.setCharAt(at, characters.charAt(sql.upTo(characters.length() - 1)));
        }
        String text = noise.toString();
        for (Dialect dialect : Dialect.values()) {
            try {
                checkPlaces(text, SqlLexer.split(text, 1, dialect), seed);
            } catch (SqlSyntaxException e) {
                assertThat(e.line()).as("seed %d", seed).isBetween(1, 1 + lineBreaks(text));
            }
        }
    }

    /** Every statement stands in the text, behind the one before and on the line that it names. */
    private static void checkPlaces(String text, List<Piece> pieces, long seed) {
        int position = 0;
        for (Piece piece : pieces) {
            if (piece instanceof Statement statement) {
                int start = text.indexOf(statement.text(), position);
                assertThat(start).as("seed %d, place of %s", seed, statement).isNotNegative();
                while (1 + lineBreaks(text.substring(0, start)) < statement.line()) {
                    start = text.indexOf(statement.text(), start + 1);
                    assertThat(start).as("seed %d, line of %s", seed, statement).isNotNegative();
                }
                assertThat(1 + lineBreaks(text.substring(0, start)))
                        .as("seed %d, line of %s", seed, statement)
                        .isEqualTo(statement.line());
                position = start + statement.text().length();
            }
        }
    }

    private static int lineBreaks(String text) {
        return (int) text.chars().filter(c -> c == '\n').count();
    }
}
