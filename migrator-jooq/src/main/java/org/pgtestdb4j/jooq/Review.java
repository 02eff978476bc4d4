package org.pgtestdb4j.jooq;

import static java.util.stream.Collectors.joining;

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
import org.jooq.TableOptions.TableType;
import org.pgtestdb4j.ConfigurationException;

/** Compares what generated classes say with what jOOQ can create and what the user adds. */
final class Review {

    private final GeneratedSchemas generated;
    private final List<Gap> gaps;
    private final String added;

    Review(GeneratedSchemas generated, List<SqlScript> before, List<SqlScript> after, Set<String> leftOut) {
        this.generated = generated;
        this.added = Stream.concat(before.stream(), after.stream())
                .map(SqlScript::text)
                .collect(joining("\n"));
        List<Gap> all = gapsOf(generated);
        refuseUnknown(leftOut, all);
        this.gaps = all.stream().filter(gap -> !leftOut.contains(gap.thing())).toList();
    }

    private static void refuseUnknown(Set<String> leftOut, List<Gap> all) {
        List<String> unknown = leftOut.stream()
                .filter(thing -> all.stream().noneMatch(gap -> gap.thing().equals(thing)))
                .sorted()
                .toList();
        if (!unknown.isEmpty()) {
            throw new ConfigurationException("leaveOut names what is not missing: %s. Missing are: %s"
                    .formatted(
                            String.join(", ", unknown),
                            all.isEmpty()
                                    ? "none"
                                    : all.stream().map(Gap::thing).collect(joining(", "))));
        }
    }

    private static List<Gap> gapsOf(GeneratedSchemas generated) {
        List<Gap> gaps = new ArrayList<>();
        for (String type : generated.foreignTypes()) {
            if (!type.replace("\"", "").startsWith("pg_catalog.")) {
                gaps.add(new Gap(Gap.Kind.TYPE, "", type));
            }
        }
        for (Schema schema : generated.schemas()) {
            for (String routine : Routines.of(schema)) {
                gaps.add(new Gap(Gap.Kind.FUNCTION, schema.getName(), routine));
            }
            add(gaps, Gap.Kind.TABLE_FUNCTION, TableType.FUNCTION, schema);
            add(gaps, Gap.Kind.MATERIALIZED_VIEW, TableType.MATERIALIZED_VIEW, schema);
            GeneratedSchemas.ofType(TableType.VIEW::equals, schema).stream()
                    .filter(view -> view.getOptions().source() == null)
                    .forEach(view -> gaps.add(new Gap(Gap.Kind.VIEW, schema.getName(), view.getName())));
        }
        return gaps.stream()
                .sorted(Comparator.comparing(Gap::kind).thenComparing(Gap::thing))
                .distinct()
                .toList();
    }

    private static void add(List<Gap> gaps, Gap.Kind kind, TableType type, Schema schema) {
        GeneratedSchemas.ofType(type::equals, schema)
                .forEach(table -> gaps.add(new Gap(kind, schema.getName(), table.getName())));
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
        if (!open.isEmpty()) {
            throw new ConfigurationException(
                    """
                    Generated classes of %s name what jOOQ's open source edition cannot create, and nothing was created:
                    %s
                    Add SQL, or a layer below that has them; leaveOut("%s") does without one.""".formatted(generated, listed(open), open.get(0).thing()));
        }
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
            throw new ConfigurationException(
                    """
                    Generated classes of %s name what is not there, although SQL of before(…) or after(…) seemed to create it:
                    %s
                    leaveOut("%s") does without one.""".formatted(generated, listed(open), open.get(0).thing()));
        }
    }

    private static String listed(List<Gap> gaps) {
        return gaps.stream()
                .map(gap -> "  " + gap.thing() + ": " + gap.remedy())
                .collect(joining("\n"));
    }

    /** What no generated class says. Which version has generated them is not said either. */
    static String unsaid() {
        return "ON DELETE, ON UPDATE and identities that are ALWAYS (said by jOOQ 3.21 and newer), which identities are serial, DEFERRABLE,"
                + " conditions, expressions, included columns and methods of indexes, exclusion constraints, generated columns, collations, types that jOOQ"
                + " takes for others (bit, oid), triggers and their functions, rules, partitions and inheritance, row security,"
                + " privileges, extensions, enum types that no column has, settings, and rows";
    }

    @Override
    public String toString() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (Schema schema : generated.schemas()) {
            counts.merge("tables", GeneratedSchemas.tables(schema).size(), Integer::sum);
            counts.merge(
                    "views", new CreateStatements.Views(schema).withSource().size(), Integer::sum);
            counts.merge("sequences", GeneratedSchemas.sequences(schema).size(), Integer::sum);
            counts.merge("enum types", generated.enums(schema).size(), Integer::sum);
            counts.merge("domains", GeneratedSchemas.domains(schema).size(), Integer::sum);
            counts.merge("composite types", GeneratedSchemas.composites(schema).size(), Integer::sum);
            counts.merge("indexes", schema.getIndexes().size(), Integer::sum);
            counts.merge("foreign keys", schema.getForeignKeys().size(), Integer::sum);
        }
        String created = counts.entrySet().stream()
                .filter(count -> count.getValue() > 0)
                .map(count -> count.getValue() + " " + count.getKey())
                .collect(joining(", "));
        String unique = generated.schemas().stream()
                .flatMap(schema -> schema.getIndexes().stream())
                .filter(Index::getUnique)
                .map(Index::getName)
                .sorted()
                .collect(joining(", "));
        String calls = String.join(", ", generated.calledByDefaults());
        return """
                jOOQ %s creates of %s: %s.
                Called by defaults of columns: %s.
                Named by generated classes, to be added:%s
                Unique indexes, which may have conditions in truth and then refuse more than they should: %s.
                Never said by generated classes, so look yourself: %s.""".formatted(
                        Jooq.version(),
                        generated,
                        created.isEmpty() ? "nothing" : created,
                        calls.isEmpty() ? "nothing" : calls,
                        gaps.isEmpty() ? " nothing." : "\n" + listed(gaps),
                        unique.isEmpty() ? "none" : unique,
                        unsaid());
    }
}
