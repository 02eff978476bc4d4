package org.pgtestdb4j.sqldir.internal.format;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.sqldir.internal.files.FileTree;
import org.pgtestdb4j.sqldir.internal.files.SourceFile;
import org.pgtestdb4j.sqldir.internal.run.ScriptReader;
import org.pgtestdb4j.sqldir.internal.run.ScriptReader.Content;
import org.pgtestdb4j.sqldir.internal.run.Transaction;

/** SQL and CSV files in the order of their names, of no tool: each as {@code psql -v ON_ERROR_STOP=1 -f} would run it. */
final class PlainLayout implements Layout {

    private static final Pattern DOWN = Pattern.compile(
            "(?i)(.*/)?(downs?|undos?|rollbacks?|reverts?)/.*|(.*[/._-])?(down|undo|rollback|revert)\\.sql|.*[._-]down\\.[^/]*sql");
    private static final Pattern FLYWAY = Pattern.compile("(.*/)?([VUB]\\d[\\d._]*|R)__[^/]*\\.sql");

    @Override
    public String id() {
        return "plain";
    }

    @Override
    public Optional<Sign> sign(FileTree tree) {
        long sql = Files.sql(tree).count();
        long csv = csv(tree).count();
        return sql + csv == 0
                ? Optional.empty()
                : Optional.of(new Sign(
                        Sign.Strength.NOTHING_ELSE,
                        "%d SQL and %d CSV files without a sign of any tool".formatted(sql, csv)));
    }

    private static Stream<String> csv(FileTree tree) {
        return tree.paths().stream().filter(path -> path.endsWith(".csv"));
    }

    @Override
    public Plan plan(FileTree tree, boolean history) {
        List<String> paths = Files.requireSome(
                Stream.concat(Files.sql(tree), csv(tree))
                        .sorted(NaturalOrder.PATHS)
                        .toList(),
                tree,
                "plain SQL",
                "file .sql or .csv");
        Map<String, Content> contents = new LinkedHashMap<>();
        Map<String, ConfigurationException> refused = new LinkedHashMap<>();
        Set<String> included = new HashSet<>();
        for (String path : paths) {
            refuseOtherTools(path, tree);
            try {
                Content content = contentOf(tree.read(path), tree);
                contents.put(path, content);
                included.addAll(content.included());
            } catch (ConfigurationException e) {
                refused.put(path, e); // it may need what a file sets that includes it
            }
        }
        refused.keySet().removeAll(included);
        for (ConfigurationException failure : refused.values()) {
            throw failure;
        }
        PlanBuilder plan = PlanBuilder.withoutHistory();
        included.stream().sorted().forEach(path -> plan.counts(tree.read(path)));
        contents.forEach((path, content) -> {
            if (!included.contains(path)) {
                plan.add(tree.read(path), content.commands(), Transaction.OWN);
            }
        });
        return plan.build();
    }

    private static Content contentOf(SourceFile file, FileTree tree) {
        return file.path().endsWith(".csv")
                ? new Content(List.of(CsvRows.of(file)), Set.of())
                : ScriptReader.asPsql(file, tree);
    }

    /** To run a file that undoes another is the worst that can happen, so it is refused even if this layout was asked for. */
    private static void refuseOtherTools(String path, FileTree tree) {
        if (DOWN.matcher(path).matches()) {
            throw Files.refused(
                    path,
                    "plain SQL",
                    "by its name it undoes another one. Name the layout of its tool, or keep it elsewhere");
        }
        if (FLYWAY.matcher(path).matches()) {
            throw Files.refused(
                    path, "plain SQL", "its name is one of Flyway. Use pgtestdb4j-migrator-flyway and flyway:…");
        }
        if (path.endsWith(".sql")) {
            SourceFile file = tree.read(path);
            Marker.anyIn(file).ifPresent(marker -> {
                throw Files.refused(
                        file,
                        marker.offset(),
                        "plain SQL",
                        "\"%s\" is a line of %s, and what follows may undo what comes before. Name the directory of its migrations, or its layout"
                                .formatted(marker.text(), marker.tool()));
            });
        }
    }
}
