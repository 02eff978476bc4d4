package org.pgtestdb4j.sqldir.internal.format;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.pgtestdb4j.sqldir.internal.files.FileTree;
import org.pgtestdb4j.sqldir.internal.files.SourceFile;
import org.pgtestdb4j.sqldir.internal.run.Command;
import org.pgtestdb4j.sqldir.internal.run.Transaction;

/** {@code 0000_name.sql} in the order of {@code meta/_journal.json}, or folders with {@code migration.sql} and {@code snapshot.json}. */
final class DrizzleLayout implements Layout {

    private static final String TOOL = "drizzle";
    private static final String JOURNAL = "meta/_journal.json";
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT);
    private static final Pattern ENTRY = Pattern.compile("\\{[^{}]*\"tag\"[^{}]*}");
    private static final Pattern BREAKPOINT = Pattern.compile("(-->[ \\t]*statement-breakpoint)");

    @Override
    public String id() {
        return TOOL;
    }

    @Override
    public Optional<Sign> sign(FileTree tree) {
        if (tree.has(JOURNAL)) {
            return Optional.of(Sign.sentinel(JOURNAL));
        }
        return Folders.with("snapshot.json", tree).anyMatch(folder -> tree.has(folder + "/migration.sql"))
                ? Optional.of(Sign.sentinel("snapshot.json beside migration.sql"))
                : Optional.empty();
    }

    @Override
    public Plan plan(FileTree tree, boolean history) {
        PlanBuilder plan = PlanBuilder.withHistory(
                history,
                "CREATE SCHEMA IF NOT EXISTS drizzle",
                "CREATE TABLE IF NOT EXISTS drizzle.__drizzle_migrations (id serial PRIMARY KEY, hash text NOT NULL, created_at bigint%s)"
                        .formatted(tree.has(JOURNAL) ? "" : ", name text, applied_at timestamptz DEFAULT now()"));
        if (tree.has(JOURNAL)) {
            plan.counts(tree.read(JOURNAL));
        }
        for (Entry entry : Files.requireSome(entries(tree), tree, TOOL, "entry in " + JOURNAL)) {
            SourceFile file = tree.read(entry.path());
            plan.add(file, commands(file), Transaction.AROUND, noted(file, entry.when(), tree.has(JOURNAL)));
        }
        return plan.build();
    }

    private static String noted(SourceFile file, String when, boolean journal) {
        String hash = Literals.hash("SHA-256", file.bytes());
        return journal
                ? "INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ('%s', %s)".formatted(hash, when)
                : "INSERT INTO drizzle.__drizzle_migrations (hash, created_at, name) VALUES ('%s', %s, %s)"
                        .formatted(hash, when, Literals.text(file.folder()));
    }

    /**
     * A migration.
     *
     * @param path its file
     * @param when milliseconds since 1970
     */
    private record Entry(String path, String when) {}

    private static List<Entry> entries(FileTree tree) {
        if (!tree.has(JOURNAL)) {
            return Folders.paths("migration.sql", tree).stream()
                    .map(path -> new Entry(path, millis(path)))
                    .toList();
        }
        return ENTRY.matcher(tree.read(JOURNAL).text())
                .results()
                .map(MatchResult::group)
                .map(entry -> new Entry(field(entry, "tag") + ".sql", field(entry, "when")))
                .toList();
    }

    /** A folder begins with its date. */
    private static String millis(String path) {
        try {
            return Long.toString(LocalDateTime.parse(Files.digits(path), DATE)
                    .toInstant(ZoneOffset.UTC)
                    .toEpochMilli());
        } catch (DateTimeParseException e) {
            throw Files.refused(path, TOOL, "its folder does not begin with a date as in 20240131120000_name");
        }
    }

    private static String field(String entry, String name) {
        return Pattern.compile("\"" + name + "\"\\s*:\\s*\"?([^\",}\\s]*)")
                .matcher(entry)
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow(() -> Files.refused(JOURNAL, TOOL, "the entry %s has no \"%s\"".formatted(entry, name)));
    }

    /** A statement ends at a breakpoint, with or without a semicolon. */
    private static List<Command> commands(SourceFile file) {
        List<Command> commands = new ArrayList<>();
        Section.of(file, BREAKPOINT).forEach(part -> commands.addAll(part.commands(file)));
        return commands;
    }
}
