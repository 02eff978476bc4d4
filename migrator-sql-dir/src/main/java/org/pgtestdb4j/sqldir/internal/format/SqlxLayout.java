package org.pgtestdb4j.sqldir.internal.format;

import java.util.List;
import java.util.Optional;
import org.pgtestdb4j.sqldir.internal.files.FileTree;
import org.pgtestdb4j.sqldir.internal.files.SourceFile;
import org.pgtestdb4j.sqldir.internal.run.Script;
import org.pgtestdb4j.sqldir.internal.run.ScriptReader;
import org.pgtestdb4j.sqldir.internal.run.Transaction;

/** {@code 1_name.sql}, or {@code 1_name.up.sql} and {@code 1_name.down.sql}, in the {@code migrations} of a Rust crate. */
final class SqlxLayout implements Layout {

    private static final String TOOL = "sqlx";
    private static final String UP = "\\d+_.*\\.sql";

    @Override
    public String id() {
        return TOOL;
    }

    /** The files alone look like those of other tools. */
    static boolean isRust(FileTree tree) {
        return tree.around().contains("Cargo.toml") || tree.around().contains(".sqlx");
    }

    @Override
    public Optional<Sign> sign(FileTree tree) {
        return isRust(tree) && !ups(tree).isEmpty()
                ? Optional.of(Sign.names("files named 1_name.sql or 1_name.up.sql beside a Cargo.toml"))
                : Optional.empty();
    }

    private static List<String> ups(FileTree tree) {
        return Files.byNumber(Files.topSql(tree).filter(path -> path.matches(UP) && !path.endsWith(".down.sql")));
    }

    @Override
    public Plan plan(FileTree tree, boolean history) {
        PlanBuilder plan = PlanBuilder.withHistory(
                history,
                "CREATE TABLE IF NOT EXISTS " + Script.SCHEMA
                        + "._sqlx_migrations (version bigint PRIMARY KEY, description text NOT NULL,"
                        + " installed_on timestamptz NOT NULL DEFAULT now(), success boolean NOT NULL, checksum bytea NOT NULL,"
                        + " execution_time bigint NOT NULL)");
        List<String> paths = Files.requireSome(ups(tree), tree, TOOL, "file 1_name.sql");
        Files.requireNumbersOnce(paths, TOOL).stream().map(tree::read).forEach(file -> {
            boolean alone = file.text().startsWith("-- no-transaction");
            plan.add(
                    file,
                    ScriptReader.asServer(file),
                    alone ? Transaction.AS_ONE_QUERY : Transaction.AROUND,
                    noted(file));
        });
        return plan.build();
    }

    private static String noted(SourceFile file) {
        String version = Files.digits(file.name());
        String description = file.name()
                .substring(version.length() + 1)
                .replaceFirst("(\\.up)?\\.sql$", "")
                .replace('_', ' ');
        return "INSERT INTO %s._sqlx_migrations (version, description, success, checksum, execution_time) VALUES (%s, %s, true, decode('%s', 'hex'), 0)"
                .formatted(
                        Script.SCHEMA,
                        NaturalOrder.withoutZeros(version),
                        Literals.text(description),
                        Literals.hash("SHA-384", file.bytes()));
    }
}
