package org.pgtestdb4j.sqldir.internal.format;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.pgtestdb4j.sqldir.internal.files.FileTree;
import org.pgtestdb4j.sqldir.internal.run.Script;
import org.pgtestdb4j.sqldir.internal.run.ScriptReader;
import org.pgtestdb4j.sqldir.internal.run.Transaction;

/** {@code 2024-01-31-120000_name/up.sql} and {@code down.sql}. */
final class DieselLayout implements Layout {

    private static final String TOOL = "diesel";

    @Override
    public String id() {
        return TOOL;
    }

    @Override
    public Optional<Sign> sign(FileTree tree) {
        if (Folders.paths("up.sql", tree).isEmpty()) {
            return Optional.empty();
        }
        if (tree.around().contains("diesel.toml")) {
            return Optional.of(Sign.sentinel("diesel.toml beside"));
        }
        return Folders.with("up.sql", tree).anyMatch(DieselLayout::isNamedByDiesel)
                ? Optional.of(Sign.names("folders named 2024-01-31-120000_name with up.sql"))
                : Optional.empty();
    }

    private static boolean isNamedByDiesel(String folder) {
        return folder.matches("\\d{4}-\\d{2}-\\d{2}-.*|0{14}_diesel_.*");
    }

    @Override
    public Plan plan(FileTree tree, boolean history) {
        PlanBuilder plan = PlanBuilder.withHistory(
                history,
                "CREATE TABLE IF NOT EXISTS " + Script.SCHEMA
                        + ".__diesel_schema_migrations (version varchar(50) PRIMARY KEY NOT NULL,"
                        + " run_on timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP)");
        List<String> folders = Folders.with("up.sql", tree)
                .sorted(Comparator.comparing(DieselLayout::version).thenComparing(Comparator.naturalOrder()))
                .toList();
        for (String folder : Files.requireSome(folders, tree, TOOL, "folder with up.sql")) {
            String metadata = folder + "/metadata.toml";
            boolean alone = tree.has(metadata)
                    && tree.read(metadata).text().matches("(?s).*\\brun_in_transaction\\s*=\\s*false\\b.*");
            if (tree.has(metadata)) {
                plan.counts(tree.read(metadata));
            }
            plan.add(
                    tree.read(folder + "/up.sql"),
                    ScriptReader.asServer(tree.read(folder + "/up.sql")),
                    alone ? Transaction.AS_ONE_QUERY : Transaction.AROUND,
                    "INSERT INTO %s.__diesel_schema_migrations (version) VALUES (%s)"
                            .formatted(Script.SCHEMA, Literals.text(version(folder))));
        }
        return plan.build();
    }

    private static String version(String folder) {
        return folder.replaceFirst("_.*", "").replace("-", "");
    }
}
