package org.pgtestdb4j.sqldir.internal.format;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.pgtestdb4j.sqldir.internal.files.FileTree;
import org.pgtestdb4j.sqldir.internal.files.SourceFile;
import org.pgtestdb4j.sqldir.internal.run.Command;
import org.pgtestdb4j.sqldir.internal.run.Script;
import org.pgtestdb4j.sqldir.internal.run.Transaction;

/** Files with {@code -- +migrate Up} and {@code -- +migrate Down} inside, in any number. */
final class SqlMigrateLayout implements Layout {

    private static final String TOOL = "sql-migrate";

    /** Numbered files first, by number. */
    private static final Comparator<String> ORDER = Comparator.<String, Boolean>comparing(
                    path -> Files.digits(path).isEmpty())
            .thenComparing(Files::digits, NaturalOrder::compareNumbers)
            .thenComparing(Comparator.naturalOrder());

    @Override
    public String id() {
        return TOOL;
    }

    @Override
    public Optional<Sign> sign(FileTree tree) {
        return Files.anyHas(Marker.SQL_MIGRATE, Files.topSql(tree), tree)
                ? Optional.of(Sign.marker("lines \"-- +migrate Up\""))
                : Optional.empty();
    }

    @Override
    public Plan plan(FileTree tree, boolean history) {
        PlanBuilder plan = PlanBuilder.withHistory(
                history,
                "CREATE TABLE IF NOT EXISTS " + Script.SCHEMA
                        + ".gorp_migrations (id text NOT NULL PRIMARY KEY, applied_at timestamptz)");
        List<String> paths = Files.requireSome(Files.topSql(tree).sorted(ORDER).toList(), tree, TOOL, "file .sql");
        paths.stream().map(tree::read).forEach(file -> {
            List<Section> sections = Marker.SQL_MIGRATE.split(file);
            plan.add(
                    file,
                    up(file, sections),
                    transaction(sections),
                    "INSERT INTO %s.gorp_migrations (id, applied_at) VALUES (%s, now())"
                            .formatted(Script.SCHEMA, Literals.text(file.name())));
        });
        return plan.build();
    }

    /** One part without a transaction is enough for the whole file. */
    private static Transaction transaction(List<Section> sections) {
        return sections.stream().anyMatch(each -> each.words().matches("up\\b.*\\bnotransaction\\b.*"))
                ? Transaction.OWN
                : Transaction.AROUND;
    }

    private static List<Command> up(SourceFile file, List<Section> sections) {
        List<Command> commands = new ArrayList<>();
        boolean up = false;
        for (Section section : sections) {
            String word = section.words().replaceFirst("\\s.*", "");
            switch (word) {
                case "up" -> up = true;
                case "down" -> up = false;
                case "" -> requireNothing(file, section);
                case "statementbegin", "statementend" -> {}
                default ->
                    throw Files.refused(
                            file.path(),
                            section.firstLine(),
                            TOOL,
                            "\"+migrate %s\" is not understood".formatted(word));
            }
            if (up) {
                commands.addAll(section.commands(file));
            }
        }
        return commands;
    }

    private static void requireNothing(SourceFile file, Section section) {
        List<Command> commands = section.commands(file);
        if (!commands.isEmpty()) {
            throw Files.refused(file.path(), commands.get(0).line(), TOOL, "there is no \"-- +migrate Up\" above it");
        }
    }
}
