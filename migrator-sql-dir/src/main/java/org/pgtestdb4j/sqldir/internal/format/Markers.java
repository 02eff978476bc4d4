package org.pgtestdb4j.sqldir.internal.format;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pgtestdb4j.sqldir.internal.files.SourceFile;

/** The lines by which tools tell in a file what leads up and what leads down. */
final class Markers {

    static final Pattern GOOSE = lines("--[ \\t]*\\+goose[ \\t]+([^\\r\\n]+)");
    static final Pattern SQL_MIGRATE = lines("--[ \\t]*\\+migrate[ \\t]+([^\\r\\n]+)");
    static final Pattern DBMATE = lines("--[ \\t]*migrate:((?:up|down)\\b[^\\r\\n]*)");
    static final Pattern NODE_PG_MIGRATE = lines("[ \\t]*--[ \\t-]*((?:up|down)[ \\t]+migration)\\b[^\\r\\n]*");
    static final Pattern MYBATIS = lines("[ \\t]*--[ \\t]*//[ \\t]*(@undo)\\b[^\\r\\n]*");
    static final Pattern TERN = lines("----[ \\t]*(create above[ \\t]*/[ \\t]*drop below)[ \\t]*----[ \\t]*");
    static final Pattern PLAY = lines("(?:#|--)[^\\r\\n]*!((?:ups|downs))\\b[^\\r\\n]*");
    static final Pattern LIQUIBASE = lines("[ \\t]*--[ \\t]*(liquibase formatted sql|rollback\\b)[^\\r\\n]*");

    private static final Map<String, Pattern> ALL = new TreeMap<>(Map.of(
            "goose", GOOSE,
            "sql-migrate", SQL_MIGRATE,
            "dbmate", DBMATE,
            "node-pg-migrate", NODE_PG_MIGRATE,
            "MyBatis Migrations", MYBATIS,
            "tern", TERN,
            "Play evolutions", PLAY,
            "Liquibase", LIQUIBASE));

    private Markers() {}

    private static Pattern lines(String line) {
        return Pattern.compile("^" + line + "$", Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);
    }

    /**
     * A marker in a file.
     *
     * @param tool whose
     * @param text what the line says
     * @param line its number
     */
    record Found(String tool, String text, int line) {}

    static Optional<Found> find(SourceFile file) {
        String text = file.text();
        for (Map.Entry<String, Pattern> tool : ALL.entrySet()) {
            Matcher marker = tool.getValue().matcher(text);
            if (marker.find()) {
                long above = text.substring(0, marker.start())
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
                return Optional.of(new Found(tool.getKey(), marker.group().strip(), (int) above + 1));
            }
        }
        return Optional.empty();
    }
}
