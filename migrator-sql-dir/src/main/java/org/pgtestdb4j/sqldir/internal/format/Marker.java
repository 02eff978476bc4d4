package org.pgtestdb4j.sqldir.internal.format;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pgtestdb4j.sqldir.internal.files.SourceFile;

/** The lines by which a tool tells in a file what leads up and what leads down. */
enum Marker {
    GOOSE("goose", "^--[ \\t]*\\+goose[ \\t]+([^\\r\\n]+)$", "^[ \\t]*--[^\\r\\n]*\\+goose\\b"),
    SQL_MIGRATE("sql-migrate", "^--[ \\t]*\\+migrate[ \\t]+([^\\r\\n]+)$", "^[ \\t]*--[ \\t-]*\\+migrate\\b"),
    DBMATE(
            "dbmate",
            "^--[ \\t]*migrate:((?:up|down)\\b[^\\r\\n]*)$",
            "^[ \\t]*--[ \\t-]*migrate[ \\t]*:[ \\t]*(?:up|down)"),
    NODE_PG_MIGRATE("node-pg-migrate", "^[ \\t]*--[ \\t-]*((?:up|down)[ \\t]+migration)[^\\r\\n]*$"),
    MYBATIS("MyBatis Migrations", "^[ \\t]*--+[ \\t]*(?://)?[ \\t]*(@undo)\\b[^\\r\\n]*$"),
    /** The tool finds it within a line, too. */
    TERN(
            "tern",
            "----[ \\t]*(create above[ \\t]*/[ \\t]*drop below)[ \\t]*----",
            "^[ \\t]*--[^\\r\\n]*\\babove\\b[^\\r\\n]*\\bdrop below\\b"),
    PLAY("Play evolutions", "^[ \\t]*(?:#|--)[^\\r\\n]*!(ups|downs)[^\\r\\n]*$"),
    LIQUIBASE("Liquibase", "^[ \\t]*--[ \\t]*(liquibase formatted sql|rollback\\b)[^\\r\\n]*$");

    private static final int FLAGS = Pattern.MULTILINE | Pattern.CASE_INSENSITIVE;

    private final String tool;
    private final Pattern line;
    private final Pattern alike;

    Marker(String tool, String line) {
        this(tool, line, line);
    }

    Marker(String tool, String line, String alike) {
        this.tool = tool;
        this.line = Pattern.compile(line, FLAGS);
        this.alike = Pattern.compile(alike, FLAGS);
    }

    /** Tells whether the tool takes a line of the file for one of its own. */
    boolean isIn(SourceFile file) {
        return line.matcher(file.text()).find();
    }

    /** Splits a file at these lines; what only looks like one is refused, since the tool would run what is below. */
    List<Section> split(SourceFile file) {
        Matcher found = alike.matcher(file.text());
        while (found.find()) {
            String text = lineAt(found.start(), file);
            if (!line.matcher(text).find()) {
                throw Files.refused(
                        file,
                        found.start(),
                        tool,
                        "it does not take \"%s\" for one of its lines".formatted(text.strip()));
            }
        }
        return Section.of(file, line);
    }

    /**
     * A line in a file, of whichever tool.
     *
     * @param tool whose
     * @param text what it says
     * @param offset where it begins
     */
    record Found(String tool, String text, int offset) {}

    static Optional<Found> anyIn(SourceFile file) {
        return Arrays.stream(values())
                .flatMap(marker -> marker.alikeIn(file).stream())
                .findFirst();
    }

    private Optional<Found> alikeIn(SourceFile file) {
        for (Pattern pattern : List.of(line, alike)) {
            Matcher found = pattern.matcher(file.text());
            if (found.find()) {
                return Optional.of(new Found(tool, lineAt(found.start(), file).strip(), found.start()));
            }
        }
        return Optional.empty();
    }

    private static String lineAt(int offset, SourceFile file) {
        return file.text().substring(offset).lines().findFirst().orElse("");
    }
}
