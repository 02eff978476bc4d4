package org.pgtestdb4j.jooq;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jooq.Catalog;
import org.jooq.DSLContext;
import org.jooq.DataType;
import org.jooq.Domain;
import org.jooq.EnumType;
import org.jooq.Field;
import org.jooq.Named;
import org.jooq.Schema;
import org.jooq.Sequence;
import org.jooq.Table;
import org.jooq.TableOptions.TableType;
import org.jooq.UDT;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.ConfigurationException;

/** What generated classes say, in an order that stays the same. */
final class GeneratedSchemas {

    private static final Set<String> OF_THE_SYSTEM = Set.of("pg_catalog", "information_schema");

    private static final Pattern LITERAL = Pattern.compile("'[^']*'");
    private static final Pattern CALL = Pattern.compile("(\\w+)\\s*\\(");

    private final List<Schema> schemas;

    private GeneratedSchemas(List<Schema> schemas) {
        this.schemas = schemas;
    }

    static GeneratedSchemas of(Catalog catalog) {
        return of(catalog.getSchemas().stream()
                .filter(schema -> !OF_THE_SYSTEM.contains(schema.getName()))
                .toList());
    }

    static GeneratedSchemas of(List<? extends Schema> schemas) {
        if (schemas.isEmpty()) {
            throw new ConfigurationException(
                    "No schema for jOOQ. Name a generated one, for example Public.PUBLIC, or the generated catalog.");
        }
        return new GeneratedSchemas(List.copyOf(schemas));
    }

    List<Schema> schemas() {
        return schemas;
    }

    /** Returns the tables that can be created: no views, no results of functions. */
    static List<Table<?>> tables(Schema schema) {
        return ofType(TableType.TABLE::equals, schema);
    }

    static List<Table<?>> ofType(Predicate<TableType> type, Schema schema) {
        return schema.getTables().stream()
                .filter(table -> type.test(table.getOptions().type()))
                .sorted(Comparator.comparing(Table::getName))
                .collect(Collectors.toList());
    }

    /** Returns the views whose sources the classes have. */
    static List<Table<?>> views(Schema schema) {
        return ofType(TableType.VIEW::equals, schema).stream()
                .filter(view -> view.getOptions().source() != null)
                .toList();
    }

    static List<Sequence<?>> sequences(Schema schema) {
        return byName(schema.getSequences());
    }

    static List<Domain<?>> domains(Schema schema) {
        return byName(schema.getDomains());
    }

    static List<UDT<?>> composites(Schema schema) {
        return byName(schema.getUDTs());
    }

    private static <T extends Named> List<T> byName(List<T> things) {
        return things.stream().sorted(Comparator.comparing(Named::getName)).toList();
    }

    /** Returns one value of each enum type in a schema, as far as some column has that type: a schema does not list them. */
    List<EnumType> enums(Schema schema) {
        return types()
                .flatMap(type -> enumOf(type).stream())
                .filter(value -> name(value.getSchema()).equals(schema.getName()))
                .collect(Collectors.toMap(GeneratedSchemas::name, value -> value, (first, second) -> first))
                .values()
                .stream()
                .sorted(Comparator.comparing(GeneratedSchemas::name))
                .toList();
    }

    /** Returns tables of schemas that are not here, to which foreign keys lead. */
    List<Gap> tablesElsewhere() {
        return schemas.stream()
                .flatMap(schema -> tables(schema).stream())
                .flatMap(table -> table.getReferences().stream())
                .map(key -> new Gap(Gap.Kind.TABLE, key.getKey().getTable()))
                .filter(gap ->
                        schemas.stream().noneMatch(schema -> schema.getName().equals(gap.schema())))
                .toList();
    }

    /** Returns what stands before a parenthesis in defaults of columns: functions, and words of SQL itself. */
    List<String> calledByDefaults() {
        DSLContext ctx = Jooq.renderer();
        return schemas.stream()
                .flatMap(schema -> tables(schema).stream())
                .flatMap(table -> Stream.of(table.fields()))
                .filter(field -> field.getDataType().defaulted())
                .map(field -> ctx.renderInlined(field.getDataType().defaultValue()))
                .flatMap(
                        sql -> CALL.matcher(LITERAL.matcher(sql).replaceAll("")).results())
                .map(call -> call.group(1).toLowerCase(Locale.ROOT))
                .distinct()
                .sorted()
                .toList();
    }

    /** Returns the types of all columns and of what types are made of; of arrays, that of their elements. */
    private Stream<DataType<?>> types() {
        return Stream.concat(columnTypes(), domainTypes());
    }

    /** Returns the types of all columns of tables and composite types; of arrays, that of their elements. */
    Stream<DataType<?>> columnTypes() {
        return schemas.stream()
                .flatMap(schema -> Stream.concat(
                        tables(schema).stream().flatMap(table -> Stream.of(table.fields())),
                        composites(schema).stream().flatMap(type -> Stream.of(type.fields()))))
                .map(Field::getDataType)
                .map(GeneratedSchemas::element);
    }

    /** Returns the types that domains are made of. */
    Stream<DataType<?>> domainTypes() {
        return schemas.stream().flatMap(schema -> domains(schema).stream()).map(Domain::getDataType);
    }

    static DataType<?> element(DataType<?> type) {
        return type.isArray() ? type.getArrayBaseDataType() : type;
    }

    /** Returns a value of the enum type that a column has in the database, whatever a converter makes of it in Java. */
    static Optional<EnumType> enumOf(DataType<?> type) {
        return Stream.of(type.getType(), type.getBinding().converter().fromType())
                .map(each -> each.isArray() ? each.getComponentType() : each)
                .filter(each -> EnumType.class.isAssignableFrom(each) && each.isEnum())
                .map(each -> (EnumType) each.getEnumConstants()[0])
                .findFirst();
    }

    static String name(@Nullable Schema schema) {
        return schema == null ? "" : schema.getName();
    }

    static String name(EnumType value) {
        return Objects.requireNonNull(value.getName(), "the generator gives every enum type its name");
    }

    /** The same objects: jOOQ holds any two schemas equal that have one name, whatever is in them. */
    @Override
    @SuppressWarnings("ReferenceEquality") // on purpose, see above
    public boolean equals(@Nullable Object other) {
        return other instanceof GeneratedSchemas that
                && schemas.size() == that.schemas.size()
                && IntStream.range(0, schemas.size()).allMatch(i -> schemas.get(i) == that.schemas.get(i));
    }

    @Override
    public int hashCode() {
        return schemas.stream().mapToInt(System::identityHashCode).sum();
    }

    @Override
    public String toString() {
        return schemas.stream()
                .map(schema -> schema.getName().isEmpty() ? "the default schema" : "schema " + schema.getName())
                .collect(Collectors.joining(", "));
    }
}
