package org.pgtestdb4j.sqldir.internal.format;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pgtestdb4j.sqldir.internal.files.FileTree;
import org.pgtestdb4j.sqldir.internal.files.SourceFile;
import org.pgtestdb4j.sqldir.internal.run.ScriptReader;
import org.pgtestdb4j.sqldir.internal.run.Transaction;

/** The files that PostgreSQL's Docker image runs when it makes a server: {@code *.sql} and {@code *.sql.gz} in the order of their names. */
final class InitdbLayout implements Layout {

    private static final String TOOL = "docker-entrypoint-initdb";
    private static final String PLACE = "docker-entrypoint-initdb.d";
    private static final String PACKED = ".sql.gz";

    @Override
    public String id() {
        return TOOL;
    }

    @Override
    public Optional<Sign> sign(FileTree tree) {
        return tree.name().replace('\\', '/').endsWith("/" + PLACE)
                ? Optional.of(Sign.sentinel("its name"))
                : Optional.empty();
    }

    @Override
    public Plan plan(FileTree tree, boolean history) {
        List<String> top =
                tree.paths().stream().filter(path -> !path.contains("/")).toList();
        top.forEach(InitdbLayout::refuseWhatOnlyTheImageCanRun);
        List<String> paths = top.stream()
                .filter(path -> path.endsWith(".sql") || path.endsWith(PACKED))
                .toList();
        Files.requireSome(paths, tree, TOOL, "file .sql");
        requireOneOrder(paths);
        PlanBuilder plan = PlanBuilder.withoutHistory();
        for (String path : paths) {
            SourceFile file = tree.read(path);
            ScriptReader.Content content =
                    ScriptReader.asPsql(path.endsWith(PACKED) ? file.unpacked() : file, tree, PLACE);
            content.included().stream().sorted().forEach(included -> plan.counts(tree.read(included)));
            plan.add(file, content.commands(), Transaction.OWN);
        }
        return plan.build();
    }

    private static void refuseWhatOnlyTheImageCanRun(String path) {
        if (path.endsWith(".sh")) {
            throw Files.refused(
                    path, TOOL, "it is a shell script. Put what it does into a file .sql or a step in code");
        }
        if (path.endsWith(".sql.xz") || path.endsWith(".sql.zst")) {
            throw Files.refused(path, TOOL, "of packed files, only .sql.gz is read. Unpack it");
        }
    }

    /** The image sorts by its locale, which passes over punctuation and case where the C library knows locales at all. */
    private static void requireOneOrder(List<String> paths) {
        for (int i = 1; i < paths.size(); i++) {
            if (collated(paths.get(i - 1)).compareTo(collated(paths.get(i))) >= 0) {
                throw Files.refused(
                        paths.get(i),
                        TOOL,
                        "whether it comes before or after %s depends on the image. Begin the names with numbers of one length, as in 01-schema.sql"
                                .formatted(paths.get(i - 1)));
            }
        }
    }

    private static String collated(String name) {
        return name.replaceAll("[^\\p{L}\\p{N}$]", "").toLowerCase(Locale.ROOT);
    }
}
