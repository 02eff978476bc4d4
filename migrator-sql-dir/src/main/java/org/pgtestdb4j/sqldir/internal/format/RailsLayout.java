package org.pgtestdb4j.sqldir.internal.format;

import java.util.Optional;
import org.pgtestdb4j.sqldir.internal.files.FileTree;
import org.pgtestdb4j.sqldir.internal.files.SourceFile;
import org.pgtestdb4j.sqldir.internal.run.ScriptReader;
import org.pgtestdb4j.sqldir.internal.run.Transaction;

/** {@code structure.sql}, a dump that fills the history itself. */
final class RailsLayout implements Layout {

    private static final String TOOL = "rails";
    private static final String STRUCTURE = "structure.sql";

    @Override
    public String id() {
        return TOOL;
    }

    @Override
    public Optional<Sign> sign(FileTree tree) {
        return tree.paths().contains(STRUCTURE) ? Optional.of(Sign.sentinel(STRUCTURE)) : Optional.empty();
    }

    @Override
    public Plan plan(FileTree tree, boolean history) {
        if (!tree.has(STRUCTURE)) {
            throw Files.refused(tree.name(), TOOL, "there is no structure.sql");
        }
        SourceFile file = tree.read(STRUCTURE);
        return PlanBuilder.withoutHistory()
                .add(file, ScriptReader.asPsql(file, tree).commands(), Transaction.OWN)
                .build();
    }
}
