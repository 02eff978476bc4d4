package org.pgtestdb4j.sqldir.internal.format;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pgtestdb4j.sqldir.internal.files.FileTree;
import org.pgtestdb4j.sqldir.internal.run.ScriptReader;
import org.pgtestdb4j.sqldir.internal.run.Transaction;

/**
 * {@code 1706702400000_name/up.sql} and {@code down.sql}, in the folder of one database. Hasura's server runs each in a transaction, and
 * notes what it applied where it has its metadata.
 */
final class HasuraLayout implements Layout {

    private static final String TOOL = "hasura";
    private static final Pattern NO_TRANSACTION = Pattern.compile("[ \\t]*-- hasura:no-transaction[ \\t]*(\\R|\\z)");

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
                        Folders.paths("up.sql", tree).stream().filter(path -> path.matches("\\d+_.*")),
                        Files.topSql(tree).filter(path -> path.matches("\\d+_.*\\.up\\.sql")))
                .sorted(Comparator.comparing(Files::digits, NaturalOrder::compareNumbers)
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        requireVersionsOnce(Files.requireSome(paths, tree, TOOL, "folder with up.sql"));
        paths.stream().map(tree::read).forEach(file -> {
            boolean alone = NO_TRANSACTION.matcher(file.text()).lookingAt();
            plan.add(file, ScriptReader.asServer(file), alone ? Transaction.AS_ONE_QUERY : Transaction.AROUND);
        });
        return plan.build();
    }

    private static void requireVersionsOnce(List<String> sorted) {
        for (int i = 1; i < sorted.size(); i++) {
            String before = sorted.get(i - 1);
            if (NaturalOrder.compareNumbers(Files.digits(before), Files.digits(sorted.get(i))) == 0) {
                throw Files.refused(sorted.get(i), TOOL, "it has the same version as " + before);
            }
        }
    }
}
