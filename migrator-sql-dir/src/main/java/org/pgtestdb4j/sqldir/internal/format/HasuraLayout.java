package org.pgtestdb4j.sqldir.internal.format;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pgtestdb4j.sqldir.internal.files.FileTree;
import org.pgtestdb4j.sqldir.internal.run.ScriptReader;
import org.pgtestdb4j.sqldir.internal.run.Transaction;

/** {@code 1706702400000_name/up.sql} and {@code down.sql}, in the folder of one database. Hasura notes what it applied elsewhere. */
final class HasuraLayout implements Layout {

    private static final String TOOL = "hasura";

    @Override
    public String id() {
        return TOOL;
    }

    @Override
    public Optional<Sign> sign(FileTree tree) {
        return Folders.with("up.sql", tree).anyMatch(folder -> folder.matches("\\d{13}_.*"))
                ? Optional.of(Sign.names("folders named 1706702400000_name with up.sql"))
                : Optional.empty();
    }

    @Override
    public Plan plan(FileTree tree, boolean history) {
        tree.paths().stream()
                .filter(path -> path.matches("(.*/|.*\\.)up\\.ya?ml"))
                .findFirst()
                .ifPresent(path -> {
                    throw Files.refused(path, TOOL, "it is YAML, for Hasura itself");
                });
        PlanBuilder plan = PlanBuilder.withoutHistory();
        List<String> paths = Stream.concat(
                        Folders.paths("up.sql", tree).stream(),
                        Files.topSql(tree).filter(path -> path.matches("\\d+_.*\\.up\\.sql")))
                .sorted(NaturalOrder.PATHS)
                .toList();
        Files.requireSome(paths, tree, TOOL, "folder with up.sql").stream()
                .map(tree::read)
                .forEach(file -> plan.add(file, ScriptReader.asServer(file), Transaction.AS_ONE_QUERY));
        return plan.build();
    }
}
