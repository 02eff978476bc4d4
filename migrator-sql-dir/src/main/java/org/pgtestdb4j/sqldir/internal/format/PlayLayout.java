package org.pgtestdb4j.sqldir.internal.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pgtestdb4j.sqldir.internal.files.FileTree;
import org.pgtestdb4j.sqldir.internal.files.SourceFile;
import org.pgtestdb4j.sqldir.internal.lexer.Piece.Kind;
import org.pgtestdb4j.sqldir.internal.run.Command;
import org.pgtestdb4j.sqldir.internal.run.Script;
import org.pgtestdb4j.sqldir.internal.run.ScriptReader;
import org.pgtestdb4j.sqldir.internal.run.Transaction;

/** {@code 1.sql}, {@code 2.sql} … with {@code # --- !Ups} and {@code # --- !Downs}; a semicolon that does not end a statement is doubled. */
final class PlayLayout implements Layout {

    private static final String TOOL = "play-evolutions";
    private static final String NAME = "\\d+\\.sql";
    private static final Pattern END = Pattern.compile("(?<!;);(?!;)");
    private static final Pattern VARIABLE =
            Pattern.compile("\\$evolutions\\{\\{\\{[^\\r\\n}]*", Pattern.CASE_INSENSITIVE);

    @Override
    public String id() {
        return TOOL;
    }

    @Override
    public Optional<Sign> sign(FileTree tree) {
        return Files.anyHas(Marker.PLAY, Files.topSql(tree).filter(path -> path.matches(NAME)), tree)
                ? Optional.of(Sign.marker("lines \"# --- !Ups\""))
                : Optional.empty();
    }

    @Override
    public Plan plan(FileTree tree, boolean history) {
        PlanBuilder plan = PlanBuilder.withHistory(
                history,
                "CREATE TABLE " + Script.SCHEMA
                        + ".play_evolutions (id int NOT NULL PRIMARY KEY, hash varchar(255) NOT NULL, applied_at timestamp NOT NULL,"
                        + " apply_script text, revert_script text, state varchar(255), last_problem text)");
        List<String> paths = Files.byNumber(Files.topSql(tree).filter(path -> path.matches(NAME)));
        int expected = 0;
        for (String path : Files.requireSome(paths, tree, TOOL, "file 1.sql")) {
            expected++;
            if (!NaturalOrder.withoutZeros(Files.digits(path)).equals(Integer.toString(expected))) {
                throw Files.refused(path, TOOL, "Play would end at the gap: there is no evolution " + expected);
            }
            SourceFile file = tree.read(path);
            Files.refuseAny(VARIABLE, file, TOOL, "is a variable whose value is not known here");
            List<Section> sections = Marker.PLAY.split(file);
            plan.add(file, up(file, sections), Transaction.OWN, noted(expected, sections));
        }
        return plan.build();
    }

    private static List<Command> up(SourceFile file, List<Section> sections) {
        List<Command> commands = new ArrayList<>();
        sections.stream().filter(each -> each.words().equals("ups")).forEach(section -> {
            String text = trimmed(section).collect(Collectors.joining("\n"));
            int start = 0;
            Matcher end = END.matcher(text);
            while (end.find()) {
                add(file, section.firstLine(), text, start, end.start(), commands);
                start = end.end();
            }
            add(file, section.firstLine(), text, start, text.length(), commands);
        });
        return commands;
    }

    /** What lies between two ends is sent as it is, if there is more in it than comments. */
    private static void add(SourceFile file, int firstLine, String ups, int start, int end, List<Command> commands) {
        String text = ups.substring(start, end).replace(";;", ";");
        int line = firstLine + Section.lineAt(start, ups) - 1;
        List<Command> found = ScriptReader.asServer(file, text, line);
        if (!found.isEmpty()) {
            int first = found.get(0).line();
            String lines = text.lines().skip(first - line).collect(Collectors.joining("\n"));
            commands.add(new Command(file.path(), first, lines.strip(), Kind.QUERY, null));
        }
    }

    private static String noted(int id, List<Section> sections) {
        String ups = joined("ups", sections);
        String downs = joined("downs", sections);
        return "INSERT INTO %s.play_evolutions (id, hash, applied_at, apply_script, revert_script, state, last_problem) VALUES (%d, '%s', now(), %s, %s, 'applied', '')"
                .formatted(
                        Script.SCHEMA,
                        id,
                        Literals.hash("SHA-1", downs + ups),
                        Literals.text(ups),
                        Literals.text(downs));
    }

    private static String joined(String direction, List<Section> sections) {
        return sections.stream()
                .filter(each -> each.words().equals(direction))
                .flatMap(each -> trimmed(each).skip(1)) // the rest of the marker's line
                .collect(Collectors.joining("\n"))
                .strip();
    }

    /** Play knows no indentation, inside of literals neither. */
    private static Stream<String> trimmed(Section section) {
        return section.text().lines().map(String::trim);
    }
}
