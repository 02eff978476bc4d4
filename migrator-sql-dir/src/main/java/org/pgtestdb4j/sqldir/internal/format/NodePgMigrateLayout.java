package org.pgtestdb4j.sqldir.internal.format;

import java.math.BigInteger;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pgtestdb4j.sqldir.internal.files.FileTree;
import org.pgtestdb4j.sqldir.internal.files.SourceFile;
import org.pgtestdb4j.sqldir.internal.run.Command;
import org.pgtestdb4j.sqldir.internal.run.Script;
import org.pgtestdb4j.sqldir.internal.run.ScriptReader;
import org.pgtestdb4j.sqldir.internal.run.Transaction;

/** {@code 1706702400000_name.sql} with {@code -- Up Migration} and {@code -- Down Migration} inside. */
final class NodePgMigrateLayout implements Layout {

    private static final String TOOL = "node-pg-migrate";
    private static final int DATE = 17;
    private static final DateTimeFormatter DATE_FORMAT = DateTimeFormatter.ofPattern("uuuuMMddHHmmssSSS", Locale.ROOT);

    @Override
    public String id() {
        return TOOL;
    }

    @Override
    public Optional<Sign> sign(FileTree tree) {
        return Files.anyHas(Marker.NODE_PG_MIGRATE, Files.topSql(tree), tree)
                ? Optional.of(Sign.marker("lines \"-- Up Migration\""))
                : Optional.empty();
    }

    @Override
    public Plan plan(FileTree tree, boolean history) {
        tree.paths().stream()
                .filter(path -> path.matches("\\d[^/]*\\.[cm]?[jt]s"))
                .findFirst()
                .ifPresent(path -> {
                    throw Files.refused(
                            path,
                            TOOL,
                            "it is a migration in JavaScript. Let the tool itself migrate, in a step in code");
                });
        PlanBuilder plan = PlanBuilder.withHistory(
                history,
                "CREATE TABLE " + Script.SCHEMA
                        + ".pgmigrations (id serial PRIMARY KEY, name varchar(255) NOT NULL, run_on timestamp NOT NULL)");
        List<String> paths = Files.topSql(tree)
                .filter(path -> path.matches("\\d.*") && !path.endsWith(".down.sql"))
                .sorted(Comparator.comparing(NodePgMigrateLayout::when).thenComparing(NaturalOrder.PATHS))
                .toList();
        Files.requireSome(paths, tree, TOOL, "file 1706702400000_name.sql").stream()
                .map(tree::read)
                .forEach(file -> plan.add(
                        file,
                        up(file),
                        Transaction.AROUND,
                        "INSERT INTO %s.pgmigrations (name, run_on) VALUES (%s, now())"
                                .formatted(
                                        Script.SCHEMA,
                                        Literals.text(file.name().replaceFirst("(\\.up)?\\.sql$", "")))));
        return plan.build();
    }

    /** Seventeen digits are a date with milliseconds, all others milliseconds since 1970 or a number. */
    private static BigInteger when(String path) {
        String digits = Files.digits(path);
        if (digits.length() == DATE) {
            try {
                return BigInteger.valueOf(LocalDateTime.parse(digits, DATE_FORMAT)
                        .toInstant(ZoneOffset.UTC)
                        .toEpochMilli());
            } catch (DateTimeParseException e) {
                throw Files.refused(path, TOOL, "its 17 digits are no date");
            }
        }
        return new BigInteger(digits);
    }

    /** A file that names no direction leads up as a whole. */
    private static List<Command> up(SourceFile file) {
        List<Section> sections = Marker.NODE_PG_MIGRATE.split(file);
        if (sections.size() == 1) {
            return ScriptReader.asServer(file);
        }
        if (sections.stream().filter(each -> each.words().startsWith("up")).count() != 1) {
            throw Files.refused(file.path(), TOOL, "it needs one line \"-- Up Migration\"");
        }
        return sections.stream()
                .filter(each -> each.words().startsWith("up"))
                .flatMap(each -> each.commands(file).stream())
                .toList();
    }
}
