package org.pgtestdb4j.sqldir.internal.format;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.pgtestdb4j.sqldir.internal.files.FileTree;
import org.pgtestdb4j.sqldir.internal.files.SourceFile;
import org.pgtestdb4j.sqldir.internal.run.ScriptReader;
import org.pgtestdb4j.sqldir.internal.run.Transaction;

/** {@code committed/000001.sql}, and then {@code current.sql} or what is in the folder {@code current}. */
final class GraphileMigrateLayout implements Layout {

    private static final String TOOL = "graphile-migrate";
    private static final String CURRENT = "current.sql";
    private static final Pattern NAME = Pattern.compile("(?:committed|current)/\\d+(?:-[-_a-zA-Z0-9]*)?\\.sql");
    private static final Pattern PREVIOUS = header("Previous");
    private static final Pattern HASH = header("Hash");
    private static final Pattern HEADERS = Pattern.compile("(?:--! [A-Z]\\w*(?::[^\\n]*)?\\n)*");
    private static final Pattern PLACEHOLDER = Pattern.compile("(?<!:):[A-Z][0-9A-Z_]+\\b");
    private static final Pattern INCLUDE = Pattern.compile("^--![ \\t]*include\\b.*", Pattern.MULTILINE);
    private static final Pattern NO_TRANSACTION = Pattern.compile("--!\\s*no-transaction\\b");

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
        return Files.byNumber(Files.sql(tree)
                .filter(path ->
                        path.startsWith("committed/") && NAME.matcher(path).matches()));
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
            add(tree.read(CURRENT), plan, notedAsCurrent(tree.read(CURRENT).text()));
        }
        addParts(tree, plan);
        return plan.build();
    }

    private static void add(SourceFile file, PlanBuilder plan, String... noted) {
        Files.refuseAny(PLACEHOLDER, file, TOOL, "could be a placeholder, whose value is not known here");
        Files.refuseAny(INCLUDE, file, TOOL, "is not followed");
        boolean alone = NO_TRANSACTION.matcher(body(file)).lookingAt();
        plan.add(file, ScriptReader.asServer(file), alone ? Transaction.OWN : Transaction.AROUND, noted);
    }

    /** What is not committed yet may lie in several files. */
    private static void addParts(FileTree tree, PlanBuilder plan) {
        List<SourceFile> parts = Files.byNumber(Files.sql(tree).filter(path -> path.matches("current/[^/]*"))).stream()
                .map(tree::read)
                .toList();
        Files.requireNumbersOnce(parts.stream().map(SourceFile::path).toList(), TOOL);
        for (SourceFile part : parts) {
            if (tree.has(CURRENT) || !NAME.matcher(part.path()).matches()) {
                throw Files.refused(
                        part.path(),
                        TOOL,
                        "there may be current.sql, or files named current/001.sql or current/001-message.sql");
            }
            if (NO_TRANSACTION.matcher(body(part)).lookingAt()) {
                throw Files.refused(part.path(), TOOL, "\"--! no-transaction\" is for current.sql alone");
            }
            boolean last = part.equals(parts.get(parts.size() - 1));
            add(part, plan, last ? new String[] {notedAsCurrent(joined(parts))} : new String[0]);
        }
    }

    private static String joined(List<SourceFile> parts) {
        String headers = parts.stream().map(GraphileMigrateLayout::headers).collect(Collectors.joining());
        String bodies = parts.stream()
                .map(part -> "--! split: %s\n%s\n".formatted(part.name(), body(part)))
                .collect(Collectors.joining("\n"));
        return headers.isEmpty() ? bodies : headers + "\n" + bodies;
    }

    private static String headers(SourceFile file) {
        Matcher headers = HEADERS.matcher(file.text());
        return headers.lookingAt() ? headers.group() : "";
    }

    private static String body(SourceFile file) {
        return file.text().substring(headers(file).length()).strip();
    }

    /** The tool leaves the message out of the name. */
    private static String noted(SourceFile file) {
        String previous = value(PREVIOUS, file);
        return "INSERT INTO graphile_migrate.migrations (hash, previous_hash, filename) VALUES (%s, %s, %s)"
                .formatted(
                        Literals.text(value(HASH, file)),
                        previous.equals("-") ? "NULL" : Literals.text(previous),
                        Literals.text(Files.digits(file.name()) + ".sql"));
    }

    private static String notedAsCurrent(String content) {
        return "INSERT INTO graphile_migrate.current (content) VALUES (%s)".formatted(Literals.text(content));
    }

    private static String value(Pattern header, SourceFile file) {
        Matcher found = header.matcher(file.text());
        if (!found.find()) {
            throw Files.refused(file.path(), TOOL, "it has no line \"--! Hash:\" or \"--! Previous:\"");
        }
        return found.group(1);
    }
}
