package org.pgtestdb4j.sqldir.internal.format;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.pgtestdb4j.sqldir.internal.files.FileTree;
import org.pgtestdb4j.sqldir.internal.files.SourceFile;
import org.pgtestdb4j.sqldir.internal.run.Command;
import org.pgtestdb4j.sqldir.internal.run.ScriptReader;
import org.pgtestdb4j.sqldir.internal.run.Transaction;

/** The folder {@code supabase}: {@code config.toml}, {@code migrations/20240131120000_name.sql}, and then the {@linkplain SupabaseSeeds seeds}. */
final class SupabaseLayout implements Layout {

    private static final String TOOL = "supabase";
    private static final String NAME = "migrations/\\d+_[^/]*\\.sql";
    private static final Pattern OLD_INIT = Pattern.compile("migrations/(\\d{14})_init\\.sql");
    private static final String FIRST_TO_COUNT = "20211209000000";

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
        List<String> paths = migrations(tree);
        Files.requireSome(Files.requireNumbersOnce(paths, TOOL), tree, TOOL, "file migrations/20240131120000_name.sql")
                .stream()
                .map(tree::read)
                .forEach(file -> {
                    List<Command> commands = ScriptReader.asServer(file);
                    plan.add(file, commands, Transaction.AS_ONE_QUERY, noted(file, commands));
                });
        SupabaseSeeds.of(tree).stream()
                .map(tree::read)
                .forEach(seed ->
                        plan.add(seed, ScriptReader.asServer(seed), Transaction.AS_ONE_QUERY, notedAsSeed(seed)));
        return plan.build();
    }

    /** A first migration that early versions of the tool made up is passed over by the later ones. */
    private static List<String> migrations(FileTree tree) {
        List<String> paths = Files.byNumber(Files.sql(tree).filter(path -> path.matches(NAME)));
        Matcher first = OLD_INIT.matcher(paths.isEmpty() ? "" : paths.get(0));
        boolean old = first.matches() && first.group(1).compareTo(FIRST_TO_COUNT) < 0;
        return old ? paths.subList(1, paths.size()) : paths;
    }

    private static String[] notedAsSeed(SourceFile seed) {
        return new String[] {
            "CREATE TABLE IF NOT EXISTS supabase_migrations.seed_files (path text NOT NULL PRIMARY KEY, hash text NOT NULL)",
            "INSERT INTO supabase_migrations.seed_files (path, hash) VALUES (%s, '%s')"
                    .formatted(Literals.text("supabase/" + seed.path()), Literals.hash("SHA-256", seed.bytes()))
        };
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
