package org.pgtestdb4j.sqldir.internal.format;

import java.util.List;
import java.util.Optional;
import org.pgtestdb4j.sqldir.internal.files.FileTree;
import org.pgtestdb4j.sqldir.internal.files.SourceFile;
import org.pgtestdb4j.sqldir.internal.run.Script;
import org.pgtestdb4j.sqldir.internal.run.ScriptReader;
import org.pgtestdb4j.sqldir.internal.run.Transaction;

/** {@code 20240131120000_name/migration.sql} beside {@code migration_lock.toml}. */
final class PrismaLayout implements Layout {

    private static final String TOOL = "prisma";
    private static final String LOCK = "migration_lock.toml";

    @Override
    public String id() {
        return TOOL;
    }

    @Override
    public Optional<Sign> sign(FileTree tree) {
        return tree.has(LOCK) ? Optional.of(Sign.sentinel(LOCK)) : Optional.empty();
    }

    @Override
    public Plan plan(FileTree tree, boolean history) {
        PlanBuilder plan = PlanBuilder.withHistory(
                history,
                "CREATE TABLE " + Script.SCHEMA
                        + "._prisma_migrations (id varchar(36) PRIMARY KEY NOT NULL, checksum varchar(64) NOT NULL,"
                        + " finished_at timestamptz, migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz,"
                        + " started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0)");
        List<String> paths = Folders.paths("migration.sql", tree);
        Files.requireSome(paths, tree, TOOL, "folder with migration.sql").stream()
                .map(tree::read)
                .forEach(file -> plan.add(file, ScriptReader.asServer(file), Transaction.AS_ONE_QUERY, noted(file)));
        return plan.build();
    }

    private static String noted(SourceFile file) {
        return "INSERT INTO %s._prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count) VALUES (gen_random_uuid()::text, '%s', now(), %s, 1)"
                .formatted(Script.SCHEMA, Literals.hash("SHA-256", file.bytes()), Literals.text(file.folder()));
    }
}
