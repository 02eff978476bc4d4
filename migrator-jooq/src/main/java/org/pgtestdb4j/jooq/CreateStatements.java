package org.pgtestdb4j.jooq;

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
import java.util.function.Function;
import java.util.stream.Stream;
import org.jooq.DDLExportConfiguration;
import org.jooq.DDLFlag;
import org.jooq.DSLContext;
import org.jooq.Queries;
import org.jooq.Query;
import org.jooq.Schema;
import org.jooq.Table;
import org.jooq.TableOptions.TableType;
import org.jooq.impl.DSL;

/**
 * The statements that make what generated classes say, in an order in which each finds what it needs: jOOQ's own, and ours where its open
 * source edition has none or wrong ones.
 */
final class CreateStatements {

    private final DSLContext ctx = Jooq.renderer();
    private final GeneratedSchemas generated;
    private final TypeStatements types = new TypeStatements(ctx);

    CreateStatements(GeneratedSchemas generated) {
        this.generated = generated;
    }

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
        List<String> all = new ArrayList<>();
        addEach(all, schema -> types.enums(generated.enums(schema)));
        addEach(all, schema -> types.domains(schema));
        addEach(all, schema -> types.composites(schema));
        addEach(all, schema -> rendered(ctx.ddl(schema, flags(SEQUENCE))));
        addEach(all, schema -> tables(schema, TABLE, PRIMARY_KEY, UNIQUE, CHECK));
        addEach(all, schema -> types.columnsOfDomains(schema));
        addEach(all, schema -> types.columnsOfArrays(schema));
        addEach(all, schema -> tables(schema, INDEX));
        addEach(all, this::foreignKeys);
        addEach(all, schema -> new Views(schema).creations().stream());
        addEach(all, this::comments);
        return all;
    }

    /** In what one schema was generated from, names in it may stand alone: in defaults, in arrays of enums, in views. */
    private void addEach(List<String> all, Function<Schema, Stream<String>> statements) {
        for (Schema schema : generated.schemas()) {
            List<String> of = statements.apply(schema).toList();
            if (!of.isEmpty()) {
                all.add(
                        schema.getName().isEmpty()
                                ? "RESET search_path"
                                : "SET search_path TO " + ctx.render(DSL.name(schema.getName())) + ", public");
                all.addAll(of);
            }
        }
    }

    private Stream<String> tables(Schema schema, DDLFlag... what) {
        return rendered(ctx.ddl(GeneratedSchemas.tables(schema), flags(what)));
    }

    /** jOOQ would leave out, without a word, those that lead into another schema. */
    private Stream<String> foreignKeys(Schema schema) {
        return GeneratedSchemas.tables(schema).stream()
                .flatMap(table -> table.getReferences().stream())
                .map(key -> ctx.alterTable(key.getTable()).add(key.constraint()).getSQL());
    }

    private Stream<String> comments(Schema schema) {
        List<Table<?>> created = GeneratedSchemas.tables(schema);
        created.addAll(new Views(schema).withSource());
        return rendered(ctx.ddl(created, flags(COMMENT)));
    }

    private static DDLExportConfiguration flags(DDLFlag... flags) {
        return new DDLExportConfiguration().flags(flags);
    }

    private Stream<String> rendered(Queries queries) {
        return queries.queryStream().map(Query::getSQL);
    }

    /** The views of a schema, whose source jOOQ would parse and write anew. */
    record Views(Schema schema) {

        List<Table<?>> withSource() {
            return GeneratedSchemas.ofType(TableType.VIEW::equals, schema).stream()
                    .filter(view -> view.getOptions().source() != null)
                    .toList();
        }

        /** A view comes after those that its source names. */
        List<String> creations() {
            List<Table<?>> waiting = new ArrayList<>(withSource());
            List<String> creations = new ArrayList<>();
            while (!waiting.isEmpty()) {
                Table<?> next = waiting.stream()
                        .filter(view -> waiting.stream().noneMatch(other -> !other.equals(view) && names(view, other)))
                        .findFirst()
                        .orElse(waiting.get(0));
                waiting.remove(next);
                creations.add(source(next));
            }
            return creations;
        }

        private static String source(Table<?> view) {
            return Objects.requireNonNull(view.getOptions().source(), "only views with a source are here");
        }

        private static boolean names(Table<?> view, Table<?> other) {
            return Words.contains(source(view), other.getName());
        }
    }
}
