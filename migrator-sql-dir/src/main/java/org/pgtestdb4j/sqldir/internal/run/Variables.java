package org.pgtestdb4j.sqldir.internal.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.sqldir.internal.files.SourceFile;
import org.pgtestdb4j.sqldir.internal.lexer.Dialect;
import org.pgtestdb4j.sqldir.internal.lexer.Piece.MetaCommand;
import org.pgtestdb4j.sqldir.internal.lexer.Piece.Reference;
import org.pgtestdb4j.sqldir.internal.lexer.Piece.Statement;
import org.pgtestdb4j.sqldir.internal.lexer.SqlLexer;
import org.pgtestdb4j.sqldir.internal.lexer.SqlSyntaxException;

/** psql's variables, as far as a file sets them itself. Not safe for use by several threads. */
final class Variables {

    /** Blanks between, and quotes around: {@code ''} is a quote inside of quotes, and joined parts are one argument. */
    private static final Pattern ARGUMENT = Pattern.compile("(?:'(?:[^'\\\\]|''|\\\\.)*'|[^\\s'])+");

    private static final Pattern PART = Pattern.compile("'((?:[^'\\\\]|''|\\\\.)*)'|([^\\s'])");

    private static final Pattern ON =
            Pattern.compile("on|t(?:r(?:u(?:e)?)?)?|y(?:e(?:s)?)?|1", Pattern.CASE_INSENSITIVE);

    private final Map<String, String> values = new HashMap<>();

    void set(SourceFile file, MetaCommand meta) {
        List<String> arguments = arguments(meta.arguments());
        String text = meta.arguments();
        if (text.contains("`") || text.contains("\\") || text.matches("(?s).*(^|\\s):[\\w'\"{].*")) {
            throw ScriptReader.refused(
                    file, meta.line(), "\\set " + text, "only plain text and quoted text can be set");
        }
        if (changesWhatStatementsDo(arguments)) {
            throw ScriptReader.refused(
                    file, meta.line(), "\\set " + text, "statements end at semicolons, and are committed one by one");
        }
        if (!arguments.isEmpty()) {
            values.put(arguments.get(0), String.join("", arguments.subList(1, arguments.size())));
        }
    }

    /** Two variables are settings of psql that change what a file comes to. */
    private static boolean changesWhatStatementsDo(List<String> arguments) {
        String name = arguments.isEmpty() ? "" : arguments.get(0);
        boolean on = arguments.size() < 2 || ON.matcher(arguments.get(1)).matches();
        return on ? name.equals("SINGLELINE") : name.equals("AUTOCOMMIT");
    }

    /** To psql, that means off for a variable that is a setting. */
    void unset(SourceFile file, MetaCommand meta) {
        List<String> arguments = arguments(meta.arguments());
        if (arguments.contains("AUTOCOMMIT")) {
            throw ScriptReader.refused(
                    file, meta.line(), "\\unset " + meta.arguments(), "statements are committed one by one");
        }
        arguments.forEach(values::remove);
    }

    static List<String> arguments(String text) {
        List<String> arguments = new ArrayList<>();
        Matcher argument = ARGUMENT.matcher(text);
        while (argument.find()) {
            StringBuilder plain = new StringBuilder();
            Matcher part = PART.matcher(argument.group());
            while (part.find()) {
                plain.append(
                        part.group(2) != null ? part.group(2) : part.group(1).replace("''", "'"));
            }
            arguments.add(plain.toString());
        }
        return arguments;
    }

    /** Puts values in, and leaves a colon that may be the server's. */
    String resolve(SourceFile file, Statement statement) {
        StringBuilder resolved = new StringBuilder();
        int copied = 0;
        for (Reference reference : statement.references()) {
            String value = valueOf(reference, file, statement);
            if (value != null) {
                resolved.append(statement.text(), copied, reference.start()).append(value);
                copied = reference.end();
            }
        }
        return resolved.append(statement.text().substring(copied)).toString();
    }

    private @Nullable String valueOf(Reference reference, SourceFile file, Statement statement) {
        String value = values.get(reference.name());
        String written = statement.text().substring(reference.start(), reference.end());
        if (value == null) {
            if (reference.maybeColon()) {
                return null;
            }
            throw ScriptReader.refused(
                    file, reference.line(), written, "the variable is not set in the file; write \\set above it");
        }
        if (reference.quote() == ' ' && !isPartOfAStatement(value)) {
            throw ScriptReader.refused(
                    file, reference.line(), written, "its value must not begin or end a statement or a quote");
        }
        return switch (reference.quote()) {
            case '\'' -> "'" + value.replace("'", "''") + "'";
            case '"' -> "\"" + value.replace("\"", "\"\"") + "\"";
            default -> value;
        };
    }

    private static boolean isPartOfAStatement(String value) {
        try {
            return !value.contains("--")
                    && value.chars().filter(c -> c == '(').count()
                            == value.chars().filter(c -> c == ')').count()
                    && SqlLexer.split("x " + value + " x", 1, Dialect.PSQL).stream()
                            .allMatch(piece -> piece instanceof Statement only
                                    && only.text().equals("x " + value + " x"));
        } catch (SqlSyntaxException e) {
            return false;
        }
    }
}
