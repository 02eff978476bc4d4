package org.pgtestdb4j.sqldir.internal.format;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pgtestdb4j.sqldir.internal.files.FileTree;
import org.pgtestdb4j.sqldir.internal.run.ScriptReader;
import org.pgtestdb4j.sqldir.internal.run.Transaction;

/** The files that PostgreSQL's Docker image runs when it makes a server: {@code *.sql} in the order of their names. */
final class InitdbLayout implements Layout {

    private static final String TOOL = "docker-entrypoint-initdb";
    private static final Set<String> NOT_RUN = Set.of("sh", "gz", "xz", "zst");

    @Override
    public String id() {
        return TOOL;
    }

    @Override
    public Optional<Sign> sign(FileTree tree) {
        return tree.name().replace('\\', '/').endsWith("/docker-entrypoint-initdb.d")
                ? Optional.of(Sign.sentinel("its name"))
                : Optional.empty();
    }

    @Override
    public Plan plan(FileTree tree, boolean history) {
        List<String> top =
                tree.paths().stream().filter(path -> !path.contains("/")).toList();
        top.stream().filter(path -> NOT_RUN.contains(suffix(path))).findFirst().ifPresent(path -> {
            throw Files.refused(
                    path,
                    TOOL,
                    "it is no plain SQL. Unpack it, or put what it does into a file .sql or a step in code");
        });
        PlanBuilder plan = PlanBuilder.withoutHistory();
        List<String> paths = top.stream().filter(path -> path.endsWith(".sql")).toList();
        for (String path : Files.requireSome(paths, tree, TOOL, "file .sql")) {
            ScriptReader.Content content = ScriptReader.asPsql(tree.read(path), tree);
            content.included().stream().sorted().forEach(included -> plan.counts(tree.read(included)));
            plan.add(tree.read(path), content.commands(), Transaction.OWN);
        }
        return plan.build();
    }

    private static String suffix(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }
}
