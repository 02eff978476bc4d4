package org.pgtestdb4j.sqldir.internal.format;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pgtestdb4j.sqldir.internal.files.FileTree;
import org.pgtestdb4j.sqldir.internal.files.SourceFile;
import org.pgtestdb4j.sqldir.internal.run.ScriptReader;
import org.pgtestdb4j.sqldir.internal.run.Transaction;

/** {@code 20240131120000_name.sql} beside {@code atlas.sum}. Atlas's table of revisions is not made. */
final class AtlasLayout implements Layout {

    private static final String TOOL = "atlas";
    private static final String SUM = "atlas.sum";
    private static final Pattern NO_TRANSACTION = directive("txmode[ \\t]+none");
    private static final Pattern CHECKPOINT = directive("checkpoint\\b.*");
    private static final Pattern UNKNOWN = directive("(?!txmode|checkpoint|nolint|lint|sum)\\w+.*");

    private static Pattern directive(String words) {
        return Pattern.compile("^--[ \\t]*atlas:" + words + "[ \\t]*\\r?$", Pattern.MULTILINE);
    }

    @Override
    public String id() {
        return TOOL;
    }

    /** Atlas can keep the sums of other tools' directories, too. */
    @Override
    public Optional<Sign> sign(FileTree tree) {
        return tree.has(SUM) && Files.topSql(tree).noneMatch(path -> path.endsWith(".down.sql"))
                ? Optional.of(Sign.sentinel(SUM))
                : Optional.empty();
    }

    @Override
    public Plan plan(FileTree tree, boolean history) {
        List<SourceFile> files = Files.read(Files.topSql(tree), tree).toList();
        Files.requireSome(files, tree, TOOL, "file .sql");
        PlanBuilder plan = PlanBuilder.withoutHistory();
        if (tree.has(SUM)) {
            requireSums(files, tree.read(SUM));
            plan.counts(tree.read(SUM));
        }
        for (SourceFile file : fromLastCheckpoint(files)) {
            if (file.name().endsWith(".down.sql")) {
                throw Files.refused(
                        file.path(), TOOL, "by its name it undoes another one. Name the layout of its tool");
            }
            Files.refuseAny(UNKNOWN, file, TOOL, "is not understood");
            boolean alone = NO_TRANSACTION.matcher(file.text()).find();
            plan.add(file, ScriptReader.asServer(file), alone ? Transaction.OWN : Transaction.AROUND);
        }
        return plan.build();
    }

    /** Files and sums must be the same set, or the directory is not what Atlas would take. */
    private static void requireSums(List<SourceFile> files, SourceFile sum) {
        List<String> named = sum.text()
                .lines()
                .filter(line -> line.contains(" h1:"))
                .map(line -> line.substring(0, line.indexOf(" h1:")))
                .toList();
        files.stream().filter(file -> !named.contains(file.name())).findFirst().ifPresent(file -> {
            throw Files.refused(file.path(), TOOL, "it is not in atlas.sum; run \"atlas migrate hash\"");
        });
        named.stream()
                .filter(name -> files.stream().noneMatch(file -> file.name().equals(name)))
                .findFirst()
                .ifPresent(name -> {
                    throw Files.refused(SUM, TOOL, "it names %s, which is not there".formatted(name));
                });
    }

    /** An empty database begins at the last checkpoint. */
    private static List<SourceFile> fromLastCheckpoint(List<SourceFile> files) {
        int first = 0;
        for (int i = 0; i < files.size(); i++) {
            if (CHECKPOINT.matcher(files.get(i).text()).find()) {
                first = i;
            }
        }
        return files.subList(first, files.size());
    }
}
