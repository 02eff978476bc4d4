package org.pgtestdb4j.jooq;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;
import static org.jooq.DDLFlag.CHECK;
import static org.jooq.DDLFlag.COMMENT;
import static org.jooq.DDLFlag.INDEX;
import static org.jooq.DDLFlag.PRIMARY_KEY;
import static org.jooq.DDLFlag.SCHEMA;
import static org.jooq.DDLFlag.SEQUENCE;
import static org.jooq.DDLFlag.TABLE;
import static org.jooq.DDLFlag.UNIQUE;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jooq.DDLExportConfiguration;
import org.jooq.DDLFlag;
import org.jooq.DSLContext;
import org.jooq.Queries;
import org.jooq.Query;
import org.jooq.Schema;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * The statements that make what generated classes say, in an order in which each finds what it needs: jOOQ's own, and ours where its open
 * source edition has none or wrong ones.
 */
final class CreateStatements {

    private static final Pattern HEAD = Pattern.compile("(?is)^\\s*create\\b.*?\\bas\\b");

    private final DSLContext ctx = Jooq.renderer();
    private final GeneratedSchemas generated;
    private final Set<String> leftOut;
    private final TypeStatements types = new TypeStatements(ctx);

    /** Does without tables and views that are left out, by the names that {@link Gap#thing} would give them. */
    CreateStatements(GeneratedSchemas generated, Set<String> leftOut) {
        this.generated = generated;
        this.leftOut = leftOut;
    }

    /**
     * A statement.
     *
     * @param schema in what was generated from it, names may stand alone: in defaults, in arrays of enums, in views
     * @param name what it creates, as other statements would say it, if that matters
     * @param sql the statement
     */
    record Creation(Schema schema, String name, String sql) {}

    List<String> all() {
        return Stream.of(schemas(), content()).flatMap(List::stream).toList();
    }

    List<String> schemas() {
        return generated.schemas().stream()
                .filter(schema -> !schema.getName().isEmpty())
                .flatMap(schema -> rendered(ctx.ddl(schema, flags(SCHEMA).createSchemaIfNotExists(true))))
                .toList();
    }

    List<String> content() {
        List<Creation> all = new ArrayList<>();
        generated
                .schemas()
                .forEach(schema -> all.addAll(types.enums(schema, generated).toList()));
        all.addAll(typesInOrder());
        all.addAll(ofEach(schema -> rendered(ctx.ddl(schema, flags(SEQUENCE)))));
        all.addAll(ofEach(types::sequences));
        all.addAll(ofEach(schema -> rendered(ctx.ddl(tables(schema), flags(TABLE, PRIMARY_KEY, UNIQUE, CHECK)))));
        all.addAll(ofEach(schema -> types.columnsOfDomains(tables(schema))));
        all.addAll(ofEach(schema -> types.columnsOfArrays(tables(schema))));
        all.addAll(ofEach(schema -> rendered(ctx.ddl(tables(schema), flags(INDEX)))));
        all.addAll(ofEach(this::foreignKeys));
        all.addAll(viewsInOrder());
        all.addAll(ofEach(this::comments));
        return withSearchPaths(all);
    }

    private List<Creation> ofEach(Function<Schema, Stream<String>> statements) {
        return generated.schemas().stream()
                .flatMap(schema -> statements.apply(schema).map(sql -> new Creation(schema, "", sql)))
                .toList();
    }

    private List<Creation> typesInOrder() {
        return inOrder(
                generated.schemas().stream()
                        .flatMap(types::domainsAndComposites)
                        .toList(),
                (one, other) -> one.sql().contains(other.name()) || one.sql().contains(TypeStatements.arrayOf(other)));
    }

    /** Views are created by their sources in the classes: jOOQ would parse these and write them anew. */
    private List<Creation> viewsInOrder() {
        return inOrder(
                generated.schemas().stream()
                        .flatMap(
                                schema -> views(schema).map(view -> new Creation(schema, view.getName(), source(view))))
                        .toList(),
                (one, other) -> Words.contains(query(one.sql()), other.name()));
    }

    /** Whatever schemas they are of, each comes after those that it needs. */
    private static List<Creation> inOrder(List<Creation> creations, BiPredicate<Creation, Creation> needs) {
        List<Creation> waiting = new ArrayList<>(creations);
        List<Creation> ordered = new ArrayList<>();
        while (!waiting.isEmpty()) {
            Creation next = waiting.stream()
                    .filter(each -> waiting.stream().noneMatch(other -> !other.equals(each) && needs.test(each, other)))
                    .findFirst()
                    .orElse(waiting.get(0));
            waiting.remove(next);
            ordered.add(next);
        }
        return ordered;
    }

    private List<String> withSearchPaths(List<Creation> creations) {
        List<String> all = new ArrayList<>();
        String set = "";
        for (Creation creation : creations) {
            String needed = searchPath(creation.schema());
            if (!needed.equals(set)) {
                all.add(needed);
                set = needed;
            }
            all.add(creation.sql());
        }
        return all;
    }

    /** The other schemas come last: jOOQ says no schema with an enum type that it converts. */
    private String searchPath(Schema schema) {
        return schema.getName().isEmpty()
                ? "RESET search_path"
                : Stream.concat(
                                Stream.of(schema.getName(), "public"),
                                generated.schemas().stream().map(Schema::getName))
                        .filter(name -> !name.isEmpty())
                        .distinct()
                        .map(name -> ctx.render(DSL.name(name)))
                        .collect(joining(", ", "SET search_path TO ", ""));
    }

    private List<Table<?>> tables(Schema schema) {
        return GeneratedSchemas.tables(schema).stream()
                .filter(table -> !isLeftOut(Gap.Kind.TABLE, table))
                .collect(toList());
    }

    private Stream<Table<?>> views(Schema schema) {
        return GeneratedSchemas.views(schema).stream().filter(view -> !isLeftOut(Gap.Kind.VIEW, view));
    }

    private boolean isLeftOut(Gap.Kind kind, Table<?> table) {
        return leftOut.contains(new Gap(kind, table).thing());
    }

    /** Returns what a view reads, without its own name. */
    static String query(Table<?> view) {
        return query(source(view));
    }

    private static String query(String source) {
        return HEAD.matcher(source).replaceFirst("");
    }

    private static String source(Table<?> view) {
        return Objects.requireNonNull(view.getOptions().source(), "only views with a source are here");
    }

    /** jOOQ would leave out, without a word, those that lead into another schema. */
    private Stream<String> foreignKeys(Schema schema) {
        return tables(schema).stream()
                .flatMap(table -> table.getReferences().stream())
                .map(key -> ctx.alterTable(key.getTable()).add(key.constraint()).getSQL());
    }

    private Stream<String> comments(Schema schema) {
        return rendered(
                ctx.ddl(Stream.concat(tables(schema).stream(), views(schema)).toList(), flags(COMMENT)));
    }

    private static DDLExportConfiguration flags(DDLFlag... flags) {
        return new DDLExportConfiguration().flags(flags);
    }

    private Stream<String> rendered(Queries queries) {
        return queries.queryStream().map(Query::getSQL);
    }
}
