package org.pgtestdb4j.sqldir.internal.format;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pgtestdb4j.sqldir.internal.files.FileTree;
import org.pgtestdb4j.sqldir.internal.files.SourceFile;
import org.pgtestdb4j.sqldir.internal.run.ScriptReader;
import org.pgtestdb4j.sqldir.internal.run.Transaction;

/** {@code committed/000001.sql}, and then {@code current.sql}. */
final class GraphileMigrateLayout implements Layout {

    private static final String TOOL = "graphile-migrate";
    private static final String CURRENT = "current.sql";
    private static final Pattern PREVIOUS = header("Previous");
    private static final Pattern HASH = header("Hash");
    private static final Pattern PLACEHOLDER = Pattern.compile("(?<!:):DATABASE_(?:NAME|OWNER)\\b");
    private static final Pattern INCLUDE = Pattern.compile("^--!\\s*include\\b.*", Pattern.MULTILINE);
    private static final Pattern NO_TRANSACTION = Pattern.compile("^--!\\s*no-transaction\\b", Pattern.MULTILINE);

    private static Pattern header(String name) {
        return Pattern.compile("^--! " + name + ": (\\S+)", Pattern.MULTILINE);
    }

    @Override
    public String id() {
        return TOOL;
    }

    @Override
    public Optional<Sign> sign(FileTree tree) {
        return committed(tree).stream()
                        .map(tree::read)
                        .anyMatch(file -> PREVIOUS.matcher(file.text()).find())
                ? Optional.of(Sign.marker("lines \"--! Previous:\" in committed"))
                : Optional.empty();
    }

    private static List<String> committed(FileTree tree) {
        return Files.byNumber(Files.sql(tree).filter(path -> path.matches("committed/\\d+[^/]*\\.sql")));
    }

    @Override
    public Plan plan(FileTree tree, boolean history) {
        PlanBuilder plan = PlanBuilder.withHistory(
                history,
                "CREATE SCHEMA IF NOT EXISTS graphile_migrate",
                "CREATE TABLE IF NOT EXISTS graphile_migrate.migrations (hash text PRIMARY KEY,"
                        + " previous_hash text REFERENCES graphile_migrate.migrations, filename text NOT NULL,"
                        + " date timestamptz NOT NULL DEFAULT now())",
                "CREATE TABLE IF NOT EXISTS graphile_migrate.current (filename text PRIMARY KEY DEFAULT 'current.sql',"
                        + " content text NOT NULL, date timestamptz NOT NULL DEFAULT now())");
        Files.requireSome(committed(tree), tree, TOOL, "file committed/000001.sql").stream()
                .map(tree::read)
                .forEach(file -> add(file, plan, noted(file)));
        if (tree.has(CURRENT)) {
            add(tree.read(CURRENT), plan);
        }
        return plan.build();
    }

    private static void add(SourceFile file, PlanBuilder plan, String... noted) {
        refuse(file, PLACEHOLDER, "is a placeholder whose value is not known here");
        refuse(file, INCLUDE, "is not followed");
        boolean alone = NO_TRANSACTION.matcher(file.text()).find();
        plan.add(file, ScriptReader.asServer(file), alone ? Transaction.OWN : Transaction.AROUND, noted);
    }

    private static void refuse(SourceFile file, Pattern pattern, String why) {
        pattern.matcher(file.text()).results().findFirst().ifPresent(found -> {
            throw Files.refused(
                    file.path(), TOOL, "\"%s\" %s".formatted(found.group().strip(), why));
        });
    }

    private static String noted(SourceFile file) {
        String previous = value(PREVIOUS, file);
        return "INSERT INTO graphile_migrate.migrations (hash, previous_hash, filename) VALUES (%s, %s, %s)"
                .formatted(
                        Literals.text(value(HASH, file)),
                        previous.equals("-") ? "NULL" : Literals.text(previous),
                        Literals.text(file.name()));
    }

    private static String value(Pattern header, SourceFile file) {
        Matcher found = header.matcher(file.text());
        if (!found.find()) {
            throw Files.refused(file.path(), TOOL, "it has no line \"--! Hash:\" or \"--! Previous:\"");
        }
        return found.group(1);
    }
}
