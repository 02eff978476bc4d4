package org.pgtestdb4j.sqldir.internal.format;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pgtestdb4j.sqldir.internal.files.FileTree;
import org.pgtestdb4j.sqldir.internal.files.SourceFile;
import org.pgtestdb4j.sqldir.internal.run.Script;
import org.pgtestdb4j.sqldir.internal.run.ScriptReader;
import org.pgtestdb4j.sqldir.internal.run.Transaction;

/** {@code 1_name.up.sql} and {@code 1_name.down.sql}; a file may be meant for one database product, as in {@code 1_name.postgres.up.sql}. */
final class GolangMigrateLayout implements Layout {

    private static final String TOOL = "golang-migrate";
    private static final Pattern UP = Pattern.compile(
            "(\\d+)_(.*?)(?:\\.(postgres|postgresql|mysql|mariadb|sqlite|sqlite3|cockroach))?\\.up\\.sql");
    private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);

    @Override
    public String id() {
        return TOOL;
    }

    @Override
    public Optional<Sign> sign(FileTree tree) {
        return Files.topSql(tree).anyMatch(path -> UP.matcher(path).matches()) && !SqlxLayout.isRust(tree)
                ? Optional.of(Sign.names("files named 1_name.up.sql"))
                : Optional.empty();
    }

    @Override
    public Plan plan(FileTree tree, boolean history) {
        PlanBuilder plan = PlanBuilder.withHistory(
                history,
                "CREATE TABLE IF NOT EXISTS " + Script.SCHEMA
                        + ".schema_migrations (version bigint NOT NULL PRIMARY KEY, dirty boolean NOT NULL)");
        for (String path : ups(tree)) {
            SourceFile file = tree.read(path);
            String version = NaturalOrder.withoutZeros(Files.digits(path));
            if (history && new BigInteger(version).compareTo(LARGEST) > 0) {
                throw Files.refused(
                        path,
                        TOOL,
                        "its history cannot hold the version " + version + "; to do without, say history=off");
            }
            plan.add(
                    file,
                    ScriptReader.asServer(file),
                    Transaction.AS_ONE_QUERY,
                    noted(version, true),
                    noted(version, false));
        }
        return plan.build();
    }

    /** The history is the one version that was reached. */
    private static List<String> noted(String version, boolean dirty) {
        return List.of(
                "TRUNCATE " + Script.SCHEMA + ".schema_migrations",
                "INSERT INTO %s.schema_migrations (version, dirty) VALUES (%s, %s)"
                        .formatted(Script.SCHEMA, version, dirty));
    }

    private static List<String> ups(FileTree tree) {
        Map<String, String> chosen = new LinkedHashMap<>();
        List<String> candidates = Files.byNumber(
                Files.topSql(tree).filter(path -> UP.matcher(path).matches()));
        candidates.stream().filter(path -> product(path).isEmpty()).forEach(path -> chosen.put(key(path), path));
        candidates.stream()
                .filter(path -> product(path).startsWith("postgres"))
                .forEach(path -> chosen.put(key(path), path));
        return Files.requireSome(
                Files.requireNumbersOnce(Files.byNumber(chosen.values().stream()), TOOL),
                tree,
                TOOL,
                "file 1_name.up.sql");
    }

    private static String product(String path) {
        Matcher name = UP.matcher(path);
        return name.matches() && name.group(3) != null ? name.group(3) : "";
    }

    private static String key(String path) {
        Matcher name = UP.matcher(path);
        return name.matches() ? name.group(1) + "_" + name.group(2) : path;
    }
}
