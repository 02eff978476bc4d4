package org.pgtestdb4j.sqldir.internal.format;

import java.util.List;
import java.util.Optional;
import org.pgtestdb4j.sqldir.internal.files.FileTree;
import org.pgtestdb4j.sqldir.internal.files.SourceFile;
import org.pgtestdb4j.sqldir.internal.run.Script;
import org.pgtestdb4j.sqldir.internal.run.Transaction;

/** {@code 20240131120000_name.sql} with {@code -- migrate:up} and {@code -- migrate:down} inside. */
final class DbmateLayout implements Layout {

    private static final String TOOL = "dbmate";

    @Override
    public String id() {
        return TOOL;
    }

    @Override
    public Optional<Sign> sign(FileTree tree) {
        return Files.anyHas(Marker.DBMATE, Files.topSql(tree), tree)
                ? Optional.of(Sign.marker("lines \"-- migrate:up\""))
                : Optional.empty();
    }

    @Override
    public Plan plan(FileTree tree, boolean history) {
        PlanBuilder plan = PlanBuilder.withHistory(
                history,
                "CREATE TABLE IF NOT EXISTS " + Script.SCHEMA + ".schema_migrations (version varchar PRIMARY KEY)");
        List<String> paths = Files.requireSome(
                Files.topSql(tree).filter(path -> path.matches("\\d.*")).toList(), tree, TOOL, "file 1_name.sql");
        Files.requireNumbersOnce(paths, TOOL).stream().map(tree::read).forEach(file -> {
            Section up = up(file);
            plan.add(
                    file,
                    up.commands(file),
                    up.words().contains("transaction:false") ? Transaction.OWN : Transaction.AROUND,
                    "INSERT INTO %s.schema_migrations (version) VALUES (%s)"
                            .formatted(Script.SCHEMA, Literals.text(Files.digits(file.name()))));
        });
        return plan.build();
    }

    private static Section up(SourceFile file) {
        List<Section> sections = Marker.DBMATE.split(file);
        List<Section> ups =
                sections.stream().filter(each -> each.words().startsWith("up")).toList();
        if (ups.size() != 1 || !sections.get(0).commands(file).isEmpty()) {
            throw Files.refused(file.path(), TOOL, "it needs one line \"-- migrate:up\", above all statements");
        }
        return ups.get(0);
    }
}
