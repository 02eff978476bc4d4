package org.pgtestdb4j.jooq;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jooq.Index;
import org.jooq.Schema;
import org.jooq.Table;
import org.jooq.TableOptions.TableType;
import org.pgtestdb4j.ConfigurationException;

/** Compares what generated classes say with what jOOQ can create and what the user adds. */
final class Review {

    private final GeneratedSchemas generated;
    private final Set<String> leftOut;
    private final List<Gap> gaps;
    private final List<Gap> madeAfterwards;
    private final String before;
    private final String added;

    Review(GeneratedSchemas generated, List<SqlScript> before, List<SqlScript> after, Set<String> leftOut) {
        this.generated = generated;
        this.leftOut = leftOut;
        this.before = before.stream().map(SqlScript::text).collect(joining("\n"));
        this.added = after.stream().map(SqlScript::text).collect(joining("\n", this.before + "\n", ""));
        List<Gap> all = gapsOf();
        refuseUnknown(all);
        this.gaps = all.stream().filter(gap -> !leftOut.contains(gap.thing())).toList();
        this.madeAfterwards = Stream.concat(all.stream(), leftOutViews()).toList();
    }

    private void refuseUnknown(List<Gap> all) {
        List<String> known = Stream.of(all.stream(), tables(), views())
                .flatMap(gaps -> gaps)
                .map(Gap::thing)
                .toList();
        String unknown = leftOut.stream()
                .filter(thing -> !known.contains(thing))
                .sorted()
                .collect(joining(", "));
        if (!unknown.isEmpty()) {
            throw new ConfigurationException(
                    "leaveOut names what is neither missing nor a table or a view: %s. Missing are: %s"
                            .formatted(
                                    unknown,
                                    all.isEmpty()
                                            ? "none"
                                            : all.stream().map(Gap::thing).collect(joining(", "))));
        }
    }

    private Stream<Gap> tables() {
        return generated.schemas().stream()
                .flatMap(schema -> GeneratedSchemas.tables(schema).stream())
                .map(table -> new Gap(Gap.Kind.TABLE, table));
    }

    private List<Table<?>> createdTables() {
        return generated.schemas().stream()
                .flatMap(schema -> GeneratedSchemas.tables(schema).stream())
                .filter(table -> !leftOut.contains(new Gap(Gap.Kind.TABLE, table).thing()))
                .collect(toList());
    }

    private Stream<Gap> views() {
        return generated.schemas().stream()
                .flatMap(schema -> GeneratedSchemas.views(schema).stream())
                .map(view -> new Gap(Gap.Kind.VIEW, view));
    }

    private Stream<Gap> leftOutViews() {
        return views().filter(view -> leftOut.contains(view.thing()));
    }

    private List<Gap> gapsOf() {
        List<Gap> all = new ArrayList<>();
        for (String type : new TypeStatements(Jooq.renderer()).missing(generated)) {
            all.add(new Gap(Gap.Kind.TYPE, "", type));
        }
        all.addAll(generated.tablesElsewhere());
        for (Schema schema : generated.schemas()) {
            Routines.of(schema)
                    .forEach((name, count) -> all.add(new Gap(Gap.Kind.FUNCTION, schema.getName(), name, count)));
            for (Table<?> table : GeneratedSchemas.ofType(type -> type != TableType.TABLE, schema)) {
                if (table.getOptions().source() == null || table.getOptions().type() != TableType.VIEW) {
                    all.add(new Gap(kindOf(table.getOptions().type()), schema.getName(), table.getName()));
                }
            }
        }
        return all.stream()
                .sorted(Comparator.comparing(Gap::kind).thenComparing(Gap::thing))
                .distinct()
                .toList();
    }

    private static Gap.Kind kindOf(TableType type) {
        return switch (type) {
            case VIEW -> Gap.Kind.VIEW;
            case MATERIALIZED_VIEW -> Gap.Kind.MATERIALIZED_VIEW;
            case FUNCTION -> Gap.Kind.TABLE_FUNCTION;
            default -> Gap.Kind.TABLE;
        };
    }

    /** Throws if there are gaps that neither SQL nor a layer below seems to fill. */
    void requireNothingMissing(Connection database) throws SQLException {
        List<Gap> open = new ArrayList<>();
        List<Gap> called = generated.calledByDefaults().stream()
                .map(name -> new Gap(Gap.Kind.CALLED_FUNCTION, "", name))
                .toList();
        for (Gap gap : Stream.of(called, gaps).flatMap(List::stream).toList()) {
            if (!gap.isMentionedIn(added) && !gap.isIn(database)) {
                open.add(gap);
            }
        }
        open.addAll(viewsTooEarly(database));
        if (!open.isEmpty()) {
            throw new ConfigurationException("""
                    Generated classes of %s name what jOOQ's open source edition cannot create, and nothing was created:
                    %s
                    Add SQL, or a layer below that has them%s""".formatted(generated, listed(open), leaveOneOut(open)));
        }
    }

    /** A view cannot read what only SQL of {@code after} makes, nor a view that is left out for that reason. */
    private List<Gap> viewsTooEarly(Connection database) throws SQLException {
        List<Gap> absent = new ArrayList<>();
        for (Gap gap : madeAfterwards) {
            if (!gap.isMentionedIn(before) && !gap.isIn(database)) {
                absent.add(gap);
            }
        }
        List<Table<?>> views = generated.schemas().stream()
                .flatMap(schema -> GeneratedSchemas.views(schema).stream())
                .filter(view -> !leftOut.contains(new Gap(Gap.Kind.VIEW, view).thing()))
                .collect(toList());
        List<Gap> tooEarly = new ArrayList<>();
        for (int found = -1; found < tooEarly.size(); ) {
            found = tooEarly.size();
            for (Table<?> view : List.copyOf(views)) {
                if (absent.stream().anyMatch(gap -> reads(gap, CreateStatements.query(view)))) {
                    views.remove(view);
                    tooEarly.add(new Gap(Gap.Kind.VIEW_TOO_EARLY, view));
                    absent.add(new Gap(Gap.Kind.VIEW, view));
                }
            }
        }
        return tooEarly;
    }

    private static boolean reads(Gap gap, String query) {
        return switch (gap.kind()) {
            case FUNCTION, TABLE_FUNCTION -> Words.containsCall(query, gap.name());
            case VIEW, MATERIALIZED_VIEW -> Words.contains(query, gap.name());
            default -> false;
        };
    }

    /** What a default calls cannot be left out. */
    private static String leaveOneOut(List<Gap> gaps) {
        return gaps.stream()
                .filter(gap -> gap.kind() != Gap.Kind.CALLED_FUNCTION && gap.kind() != Gap.Kind.TYPE)
                .findFirst()
                .map(gap -> "; leaveOut(\"%s\") does without one.".formatted(gap.thing()))
                .orElse(".");
    }

    /** Throws if there are gaps that no SQL has filled. */
    void requireAllThere(Connection database) throws SQLException {
        List<Gap> open = new ArrayList<>();
        for (Gap gap : gaps) {
            if (!gap.isIn(database)) {
                open.add(gap);
            }
        }
        if (!open.isEmpty()) {
            throw new ConfigurationException("""
                    Generated classes of %s name what is not there, although SQL of before(…) or after(…) seemed to create it:
                    %s
                    Look at that SQL%s""".formatted(generated, listed(open), leaveOneOut(open)));
        }
    }

    private static String listed(List<Gap> gaps) {
        return gaps.stream()
                .map(gap -> "  " + gap.thing() + ": " + gap.remedy())
                .collect(joining("\n"));
    }

    /** What no generated class says. Which version has generated them is not said either. */
    static String unsaid() {
        return "ON DELETE, ON UPDATE and identities that are ALWAYS (said by jOOQ 3.21 and newer), MATCH FULL, NOT VALID, DEFERRABLE, NULLS NOT DISTINCT,"
                + " foreign keys into schemas that were not generated,"
                + " conditions, expressions, included columns, methods, operator classes, collations and the order of nulls of indexes, exclusion constraints,"
                + " generated columns, collations, what identities start with and which are serial, caches and owners of sequences,"
                + " types that jOOQ takes for others (numeric without decimals for an integer, bit, oid, name) and some precisions,"
                + " domains made of domains, names of their constraints, and domains of columns that a converter changes, enum types that no column has, range types, options of views,"
                + " triggers and their functions, rules, partitions, foreign tables and inheritance, row security, storage, statistics,"
                + " comments on other things than tables, views and columns, privileges, extensions, settings, and rows";
    }

    @Override
    public String toString() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        counts.put("tables", createdTables().size());
        counts.put("views", (int) (views().count() - leftOutViews().count()));
        for (Schema schema : generated.schemas()) {
            counts.merge("sequences", GeneratedSchemas.sequences(schema).size(), Integer::sum);
            counts.merge("enum types", generated.enums(schema).size(), Integer::sum);
            counts.merge("domains", GeneratedSchemas.domains(schema).size(), Integer::sum);
            counts.merge("composite types", GeneratedSchemas.composites(schema).size(), Integer::sum);
        }
        for (Table<?> table : createdTables()) {
            counts.merge("indexes", table.getIndexes().size(), Integer::sum);
            counts.merge("foreign keys", table.getReferences().size(), Integer::sum);
        }
        String created = counts.entrySet().stream()
                .filter(count -> count.getValue() > 0)
                .map(count -> count.getValue() + " " + count.getKey())
                .collect(joining(", "));
        String unique = createdTables().stream()
                .flatMap(table -> table.getIndexes().stream())
                .filter(Index::getUnique)
                .map(Index::getName)
                .sorted()
                .collect(joining(", "));
        String calls = String.join(", ", generated.calledByDefaults());
        return """
                jOOQ %s creates of %s: %s.
                Left out: %s.
                Called by defaults of columns: %s.
                Named by generated classes, to be added:%s
                Unique indexes, which may have conditions in truth and then refuse more than they should: %s.
                Never said by generated classes, so look yourself: %s.""".formatted(
                        Jooq.version(),
                        generated,
                        orElse(created, "nothing"),
                        orElse(leftOut.stream().sorted().collect(joining(", ")), "nothing"),
                        orElse(calls, "nothing"),
                        gaps.isEmpty() ? " nothing." : "\n" + listed(gaps),
                        orElse(unique, "none"),
                        unsaid());
    }

    private static String orElse(String text, String ifEmpty) {
        return text.isEmpty() ? ifEmpty : text;
    }
}
