package org.pgtestdb4j.sqldir.internal.run;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.sqldir.internal.files.FileTree;
import org.pgtestdb4j.sqldir.internal.files.SourceFile;
import org.pgtestdb4j.sqldir.internal.lexer.Dialect;
import org.pgtestdb4j.sqldir.internal.lexer.Piece;
import org.pgtestdb4j.sqldir.internal.lexer.Piece.MetaCommand;
import org.pgtestdb4j.sqldir.internal.lexer.Piece.Statement;
import org.pgtestdb4j.sqldir.internal.lexer.SqlLexer;
import org.pgtestdb4j.sqldir.internal.lexer.SqlSyntaxException;

/**
 * Reads files as psql would, without a server: follows {@code \i} and {@code \ir}, puts in variables, and refuses the commands that it does
 * not know before anything is applied. Good for one file and what it includes; not safe for use by several threads.
 */
public final class ScriptReader {

    private static final Pattern OTHER_ENCODING = Pattern.compile(
            "SET\\s+(?:SESSION\\s+|LOCAL\\s+)?(?:client_encoding\\s*(?:=|\\bTO\\b)|NAMES)\\s*'?(?!utf-?8\\b|unicode\\b|default\\b)[\\w-]+'?",
            Pattern.CASE_INSENSITIVE);

    private final FileTree tree;
    private final String place;
    private final Variables variables = new Variables();
    private final Deque<String> reading = new ArrayDeque<>();
    private final Set<String> included = new LinkedHashSet<>();
    private final List<Command> commands = new ArrayList<>();

    private ScriptReader(FileTree tree, String place) {
        this.tree = tree;
        this.place = place;
    }

    /**
     * What a file comes to.
     *
     * @param commands its statements, those of included files among them
     * @param included the paths of the files that it includes
     */
    public record Content(List<Command> commands, Set<String> included) {}

    /** Reads a whole file as psql would when it is called in the directory. */
    public static Content asPsql(SourceFile file, FileTree tree) {
        return asPsql(file, tree, "");
    }

    /**
     * Reads a whole file as psql would when it is called at the root of a file system in which the directory has a known place.
     *
     * @param place the place, without a slash at either end
     */
    public static Content asPsql(SourceFile file, FileTree tree, String place) {
        ScriptReader reader = new ScriptReader(tree, place);
        reader.read(file);
        return new Content(List.copyOf(reader.commands), Set.copyOf(reader.included));
    }

    /**
     * Reads a part of a file for the server alone.
     *
     * @param text the part
     * @param firstLine the line on which it begins
     */
    public static List<Command> asServer(SourceFile file, String text, int firstLine) {
        return split(file, text, firstLine, Dialect.SERVER).stream()
                .map(Statement.class::cast)
                .map(statement -> command(file, statement, statement.text()))
                .toList();
    }

    /** Reads a whole file for the server alone. */
    public static List<Command> asServer(SourceFile file) {
        return asServer(file, file.text(), 1);
    }

    private static List<Piece> split(SourceFile file, String text, int firstLine, Dialect dialect) {
        try {
            return SqlLexer.split(text, firstLine, dialect);
        } catch (SqlSyntaxException e) {
            throw new ConfigurationException("%s, line %d: %s".formatted(file.path(), e.line(), e.getMessage()), e);
        }
    }

    private static Command command(SourceFile file, Statement statement, String sql) {
        if (OTHER_ENCODING.matcher(sql).matches()) {
            throw refused(file, statement.line(), sql, "only files in UTF-8 are read");
        }
        return new Command(file.path(), statement.line(), sql, statement.kind(), statement.data());
    }

    private void read(SourceFile file) {
        reading.push(file.path());
        for (Piece piece : split(file, file.text(), 1, Dialect.PSQL)) {
            if (piece instanceof Statement statement) {
                commands.add(command(file, statement, variables.resolve(file, statement)));
            } else if (piece instanceof MetaCommand meta) {
                obey(file, meta);
            }
        }
        reading.pop();
    }

    private void obey(SourceFile file, MetaCommand meta) {
        switch (meta.name()) {
            case "set" -> variables.set(file, meta);
            case "unset" -> variables.unset(file, meta);
            case "i", "include" -> include(file, meta, "");
            case "ir", "include_relative" -> include(file, meta, place + "/" + file.folder());
            case "encoding" -> {
                if (!meta.arguments().matches("(?i)'?(utf-?8|unicode)?'?")) {
                    throw refused(file, meta, "only files in UTF-8 are read");
                }
            }
            default -> {
                if (!PsqlCommands.isHarmless(meta.name()) || hasSecondCommand(meta)) {
                    throw refused(file, meta, "this command of psql is not understood");
                }
            }
        }
    }

    /** psql goes on with a command behind a backslash on the same line. */
    private static boolean hasSecondCommand(MetaCommand meta) {
        return meta.arguments().replaceAll("'(?:[^'\\\\]|\\\\.)*'", "").contains("\\");
    }

    private void include(SourceFile file, MetaCommand meta, String folder) {
        List<String> arguments = Variables.arguments(meta.arguments());
        if (arguments.size() != 1 || meta.insideStatement()) {
            throw refused(file, meta, "one file is expected, between two statements");
        }
        String path = pathOf(arguments.get(0), folder);
        if (path == null || !tree.has(path)) {
            throw refused(
                    file,
                    meta,
                    "there is no such file in %s, and files outside of it are not read".formatted(tree.name()));
        }
        if (reading.contains(path)) {
            throw refused(file, meta, "the file would include itself");
        }
        included.add(path);
        read(tree.read(path));
    }

    /** Returns what psql would open, as the tree names it, or null if that lies elsewhere. */
    private @Nullable String pathOf(String written, String folder) {
        if (place.isEmpty()) {
            return Paths.resolve(folder, written);
        }
        String path =
                written.startsWith("/") ? Paths.resolve("", written.substring(1)) : Paths.resolve(folder, written);
        return path != null && path.startsWith(place + "/") ? path.substring(place.length() + 1) : null;
    }

    private static ConfigurationException refused(SourceFile file, MetaCommand meta, String why) {
        return refused(file, meta.line(), ("\\" + meta.name() + " " + meta.arguments()).strip(), why);
    }

    static ConfigurationException refused(SourceFile file, int line, String what, String why) {
        return new ConfigurationException(
                "%s, line %d: \"%s\" is refused: %s. Nothing was applied.".formatted(file.path(), line, what, why));
    }
}
