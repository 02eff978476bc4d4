package org.pgtestdb4j.sqldir.internal.format;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pgtestdb4j.sqldir.internal.files.FileTree;
import org.pgtestdb4j.sqldir.internal.files.SourceFile;
import org.pgtestdb4j.sqldir.internal.run.Script;
import org.pgtestdb4j.sqldir.internal.run.Transaction;

/** {@code 001_name.sql}, with what leads down below {@code ---- create above / drop below ----}. */
final class TernLayout implements Layout {

    private static final String TOOL = "tern";
    private static final String CONFIGURATION = "tern.conf";
    private static final Pattern NO_TRANSACTION =
            Pattern.compile("^----[ \\t]*tern:[ \\t]*disable-tx[ \\t]*----", Pattern.MULTILINE);
    private static final Pattern TEMPLATE = Pattern.compile("\\{\\{[^\\r\\n]*");

    @Override
    public String id() {
        return TOOL;
    }

    @Override
    public Optional<Sign> sign(FileTree tree) {
        if (Files.anyHas(Marker.TERN, Files.topSql(tree), tree)) {
            return Optional.of(Sign.marker("lines \"---- create above / drop below ----\""));
        }
        return tree.has(CONFIGURATION) && Files.topSql(tree).findAny().isPresent()
                ? Optional.of(Sign.sentinel(CONFIGURATION))
                : Optional.empty();
    }

    @Override
    public Plan plan(FileTree tree, boolean history) {
        PlanBuilder plan = PlanBuilder.withHistory(
                history,
                "CREATE TABLE IF NOT EXISTS " + Script.SCHEMA + ".schema_version (version int4 NOT NULL PRIMARY KEY)",
                "INSERT INTO " + Script.SCHEMA + ".schema_version (version) VALUES (0)");
        List<String> paths = Files.byNumber(Files.topSql(tree).filter(path -> path.matches("\\d+_.*")));
        int expected = 0;
        for (String path : Files.requireSome(paths, tree, TOOL, "file 001_name.sql")) {
            expected++;
            if (!NaturalOrder.withoutZeros(Files.digits(path)).equals(Integer.toString(expected))) {
                throw Files.refused(
                        path, TOOL, "the migrations are numbered without gaps, so it should be number " + expected);
            }
            SourceFile file = tree.read(path);
            Section up = up(file);
            plan.add(
                    file,
                    up.commands(file),
                    NO_TRANSACTION.matcher(up.text()).find() ? Transaction.OWN : Transaction.AROUND,
                    "UPDATE %s.schema_version SET version = %d".formatted(Script.SCHEMA, expected));
        }
        return plan.build();
    }

    private static Section up(SourceFile file) {
        Files.refuseAny(TEMPLATE, file, TOOL, "is a Go template, which is not understood");
        return Marker.TERN.split(file).get(0);
    }
}
