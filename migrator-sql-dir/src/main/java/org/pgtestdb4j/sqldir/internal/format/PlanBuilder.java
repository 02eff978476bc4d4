package org.pgtestdb4j.sqldir.internal.format;

import java.util.ArrayList;
import java.util.List;
import org.pgtestdb4j.sqldir.internal.files.SourceFile;
import org.pgtestdb4j.sqldir.internal.run.Command;
import org.pgtestdb4j.sqldir.internal.run.Script;
import org.pgtestdb4j.sqldir.internal.run.Transaction;

/** Collects a {@link Plan}. Not safe for use by several threads. */
final class PlanBuilder {

    private final boolean history;
    private final List<Script> scripts = new ArrayList<>();
    private final List<SourceFile> files = new ArrayList<>();

    private PlanBuilder(boolean history) {
        this.history = history;
    }

    /** Starts a plan whose tool makes its history by these statements before everything else, if it is wanted. */
    static PlanBuilder withHistory(boolean wanted, String... statements) {
        PlanBuilder builder = new PlanBuilder(wanted);
        if (wanted) {
            builder.scripts.add(
                    new Script("the tool's history", List.of(), Transaction.AROUND, List.of(statements), List.of()));
        }
        return builder;
    }

    static PlanBuilder withoutHistory() {
        return new PlanBuilder(false);
    }

    /** Counts a file that decides what is run, but is not run itself. */
    PlanBuilder counts(SourceFile file) {
        files.add(file);
        return this;
    }

    PlanBuilder add(SourceFile file, List<Command> commands, Transaction transaction, String... noted) {
        return add(file, commands, transaction, List.of(), List.of(noted));
    }

    PlanBuilder add(
            SourceFile file, List<Command> commands, Transaction transaction, List<String> before, List<String> after) {
        files.add(file);
        scripts.add(
                history
                        ? new Script(file.path(), commands, transaction, before, after)
                        : Script.of(file.path(), commands, transaction));
        return this;
    }

    Plan build() {
        return new Plan(List.copyOf(scripts), List.copyOf(files));
    }
}
