package org.pgtestdb4j.sqldir.internal.format;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pgtestdb4j.sqldir.internal.files.FileTree;
import org.pgtestdb4j.sqldir.internal.files.SourceFile;
import org.pgtestdb4j.sqldir.internal.run.Command;
import org.pgtestdb4j.sqldir.internal.run.ScriptReader;
import org.pgtestdb4j.sqldir.internal.run.Transaction;

/** The folder {@code supabase}: {@code config.toml}, {@code migrations/20240131120000_name.sql}, and then {@code seed.sql}. */
final class SupabaseLayout implements Layout {

    private static final String TOOL = "supabase";
    private static final String NAME = "migrations/\\d+_[^/]*\\.sql";
    private static final String SEED = "seed.sql";

    @Override
    public String id() {
        return TOOL;
    }

    @Override
    public Optional<Sign> sign(FileTree tree) {
        return tree.has("config.toml") && tree.paths().stream().anyMatch(path -> path.matches(NAME))
                ? Optional.of(Sign.sentinel("config.toml beside migrations"))
                : Optional.empty();
    }

    @Override
    public Plan plan(FileTree tree, boolean history) {
        PlanBuilder plan = PlanBuilder.withHistory(
                history,
                "CREATE SCHEMA IF NOT EXISTS supabase_migrations",
                "CREATE TABLE IF NOT EXISTS supabase_migrations.schema_migrations (version text NOT NULL PRIMARY KEY, statements text[], name text)");
        List<String> paths = Files.byNumber(Files.sql(tree).filter(path -> path.matches(NAME)));
        Files.requireSome(Files.requireNumbersOnce(paths, TOOL), tree, TOOL, "file migrations/20240131120000_name.sql")
                .stream()
                .map(tree::read)
                .forEach(file -> {
                    List<Command> commands = ScriptReader.asServer(file);
                    plan.add(file, commands, Transaction.AS_ONE_QUERY, noted(file, commands));
                });
        if (tree.has(SEED)) {
            SourceFile seed = tree.read(SEED);
            plan.add(seed, ScriptReader.asServer(seed), Transaction.AS_ONE_QUERY);
        }
        return plan.build();
    }

    private static String noted(SourceFile file, List<Command> commands) {
        String version = Files.digits(file.name());
        String name = Files.withoutSuffix(file.name(), ".sql").substring(version.length() + 1);
        String statements = commands.stream()
                .map(command -> Literals.text(command.sql()))
                .collect(Collectors.joining(", ", "ARRAY[", "]::text[]"));
        return "INSERT INTO supabase_migrations.schema_migrations (version, statements, name) VALUES (%s, %s, %s)"
                .formatted(Literals.text(version), statements, Literals.text(name));
    }
}
