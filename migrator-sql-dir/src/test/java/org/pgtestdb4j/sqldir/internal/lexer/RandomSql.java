package org.pgtestdb4j.sqldir.internal.lexer;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Makes up statements whose ends it knows, and that have semicolons and quotes wherever these do not count. */
public final class RandomSql {

    private static final List<String> HARMLESS = List.of(
            "a",
            "b_1",
            "a$b",
            "e",
            "E1",
            "u",
            "x",
            "café",
            "1",
            "2.5",
            "$1",
            "+",
            "<->",
            "::",
            ",",
            "=",
            "?",
            "@>",
            "!~",
            "%",
            "end",
            "case",
            "begin",
            "atomic",
            "from",
            "function",
            "*",
            ".",
            "/",
            "-",
            "|",
            "#");
    private static final List<String> HIDDEN = List.of(
            ";",
            "'",
            "\"",
            "--",
            "/*",
            "*/",
            "$",
            "$$",
            "\\",
            "\\.",
            "a",
            " ",
            "\n",
            "\r\n",
            "(",
            ")",
            "é",
            "E'",
            "BEGIN ATOMIC");

    private final Random random;

    public RandomSql(long seed) {
        this.random = new Random(seed);
    }

    int upTo(int limit) {
        return random.nextInt(limit + 1);
    }

    /** Returns statements without their semicolons, each beginning and ending with a word. */
    public List<String> statements() {
        return IntStream.rangeClosed(1, 1 + upTo(6)).mapToObj(i -> statement()).toList();
    }

    private String statement() {
        return switch (upTo(5)) {
            case 0 ->
                "CREATE" + gap() + oneOf("", "OR" + gap() + "REPLACE" + gap()) + oneOf("FUNCTION", "procedure") + gap()
                        + "f(" + tokens(3) + ")" + gap() + "BEGIN" + gap() + "ATOMIC" + gap() + body() + gap() + "END";
            case 1 ->
                "CREATE RULE r AS ON INSERT TO t DO ALSO (" + tokens(4) + ";" + tokens(4) + gap() + ")" + gap() + "z";
            default -> "SELECT" + gap() + tokens(12) + gap() + "z";
        };
    }

    private String body() {
        return IntStream.rangeClosed(0, upTo(3))
                .mapToObj(i -> "SELECT" + gap() + oneOf("CASE WHEN 1 THEN 2 END", "'x;'", "(a;b)", "2") + gap() + ";")
                .collect(Collectors.joining(" "));
    }

    private String tokens(int limit) {
        return IntStream.rangeClosed(0, upTo(limit)).mapToObj(i -> token()).collect(Collectors.joining(gap()));
    }

    private String token() {
        return switch (upTo(9)) {
            case 0 -> "'" + hidden().replace("'", "''") + "'";
            // A literal on a further line would be read as this one's continuation, backslashes and all
            case 1 -> oneOf("E", "e") + "'" + hidden().replace("\\", "\\\\").replace("'", oneOf("''", "\\'")) + "' ,";
            case 2 -> "\"x" + hidden().replace("\"", "\"\"") + "\"";
            case 3 -> dollarQuoted();
            case 4 -> "(" + tokens(2) + oneOf("", ";") + gap() + ")";
            case 5 -> oneOf("U&", "b", "X", "N") + "'" + hidden().replace("'", "''") + "'";
            default -> HARMLESS.get(upTo(HARMLESS.size() - 1));
        };
    }

    private String dollarQuoted() {
        String tag = oneOf("$$", "$q$", "$_Q1$", "$é$");
        String text = hidden();
        while (text.contains(tag) || (text + "$").endsWith(tag)) {
            text = hidden();
        }
        return tag + text + " " + tag;
    }

    private String hidden() {
        return IntStream.rangeClosed(0, upTo(5))
                .mapToObj(i -> HIDDEN.get(upTo(HIDDEN.size() - 1)))
                .collect(Collectors.joining());
    }

    /** Returns blanks and comments, and at least one blank, since two words must not run together. */
    public String gap() {
        List<String> parts = new ArrayList<>(List.of(" "));
        for (int i = upTo(6); i > 4; i--) {
            parts.add(oneOf(
                    "\n",
                    "\t",
                    "\r\n",
                    "--" + hidden().replaceAll("[\r\n]", "") + "\n",
                    "/*" + hidden().replaceAll("[*/]", "") + "*/",
                    "/* ; /* ' */ ; */"));
        }
        return String.join("", parts) + " ";
    }

    private String oneOf(String... choices) {
        return choices[upTo(choices.length - 1)];
    }
}
