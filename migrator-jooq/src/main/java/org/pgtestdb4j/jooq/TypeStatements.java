package org.pgtestdb4j.jooq;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Check;
import org.jooq.DSLContext;
import org.jooq.DataType;
import org.jooq.Domain;
import org.jooq.EnumType;
import org.jooq.Field;
import org.jooq.Schema;
import org.jooq.Table;
import org.jooq.UDT;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.jooq.CreateStatements.Creation;

/** Statements for types. Of these jOOQ's open source edition creates none, or not as PostgreSQL has them. */
record TypeStatements(DSLContext ctx) {

    private static final Pattern CHECK = Pattern.compile("(\\(*)\\s*(CHECK\\b.*)", Pattern.DOTALL);

    /** Returns the names of types that these classes use and none of their statements creates, as SQL has them. */
    List<String> missing(GeneratedSchemas generated) {
        Set<String> created = generated.schemas().stream()
                .flatMap(schema -> Stream.concat(enums(schema, generated), domainsAndComposites(schema)))
                .flatMap(each -> Stream.of(each.name(), arrayOf(each)))
                .collect(Collectors.toSet());
        return Stream.concat(
                        generated
                                .columnTypes()
                                .filter(type -> type.getDomain() != null || isNamed(type))
                                .map(this::name),
                        generated.domainTypes().filter(TypeStatements::isNamed).map(this::plain))
                .filter(name -> !created.contains(name))
                .filter(name -> !name.replace("\"", "").startsWith("pg_catalog."))
                .distinct()
                .sorted()
                .toList();
    }

    private static boolean isNamed(DataType<?> type) {
        return type.isOther()
                || type.isUDTRecord()
                || GeneratedSchemas.enumOf(type).isPresent();
    }

    Stream<Creation> enums(Schema schema, GeneratedSchemas generated) {
        return generated.enums(schema).stream().map(value -> {
            String name = qualified(schema, GeneratedSchemas.name(value));
            return new Creation(schema, name, "CREATE TYPE %s AS ENUM (%s)".formatted(name, literals(value)));
        });
    }

    private String literals(EnumType value) {
        return Stream.of(value.getClass().getEnumConstants())
                .map(each -> ctx.renderInlined(DSL.inline(((EnumType) each).getLiteral())))
                .collect(Collectors.joining(", "));
    }

    Stream<Creation> domainsAndComposites(Schema schema) {
        return Stream.concat(
                GeneratedSchemas.domains(schema).stream()
                        .map(type -> new Creation(schema, qualified(schema, type.getName()), domain(type))),
                GeneratedSchemas.composites(schema).stream()
                        .map(type -> new Creation(schema, qualified(schema, type.getName()), composite(type))));
    }

    /** Names the array type of a type, as PostgreSQL does. */
    static String arrayOf(Creation type) {
        int name = type.name().lastIndexOf('"', type.name().length() - 2) + 1;
        return type.name().substring(0, name) + "_" + type.name().substring(name);
    }

    private String domain(Domain<?> domain) {
        DataType<?> type = domain.getDataType();
        return "CREATE DOMAIN %s AS %s%s%s%s"
                .formatted(
                        qualified(domain.getSchema(), domain.getName()),
                        plain(type),
                        type.defaulted() ? " DEFAULT " + ctx.renderInlined(type.defaultValue()) : "",
                        type.nullable() ? "" : " NOT NULL",
                        domain.getChecks().stream().map(this::check).collect(Collectors.joining()));
    }

    /** The generator takes the word {@code CHECK} into the condition, and jOOQ puts parentheses around both. */
    private String check(Check<?> check) {
        String condition = ctx.renderInlined(check.condition());
        Matcher withWord = CHECK.matcher(condition);
        return withWord.matches()
                ? " " + withWord.group(2).substring(0, withWord.group(2).length() - withWord.end(1))
                : " CHECK (" + condition + ")";
    }

    /** jOOQ creates all sequences as if they were of bigint. */
    Stream<String> sequences(Schema schema) {
        return GeneratedSchemas.sequences(schema).stream()
                .filter(sequence -> sequence.getType() != Long.class)
                .map(sequence -> "ALTER SEQUENCE %s AS %s"
                        .formatted(qualified(schema, sequence.getName()), plain(sequence.getDataType())));
    }

    /** jOOQ gives such columns the type that the domain is made of. */
    Stream<String> columnsOfDomains(List<Table<?>> tables) {
        return tables.stream()
                .flatMap(table -> Stream.of(table.fields())
                        .filter(field ->
                                GeneratedSchemas.element(field.getDataType()).getDomain() != null)
                        .map(field -> "ALTER TABLE %s ALTER COLUMN %s TYPE %s"
                                .formatted(
                                        qualified(table.getSchema(), table.getName()),
                                        ctx.render(DSL.name(field.getName())),
                                        name(field.getDataType()))));
    }

    /** Of arrays of enums the generator says with the element what belongs to the column; some versions do so of all arrays. */
    Stream<String> columnsOfArrays(List<Table<?>> tables) {
        return tables.stream()
                .flatMap(table -> Stream.of(table.fields())
                        .filter(field -> field.getDataType().isArray()
                                && GeneratedSchemas.element(field.getDataType()).getDomain() == null)
                        .flatMap(field -> saidOfElement(field.getDataType())
                                .map(what -> "ALTER TABLE %s ALTER COLUMN %s SET %s"
                                        .formatted(
                                                qualified(table.getSchema(), table.getName()),
                                                ctx.render(DSL.name(field.getName())),
                                                what))));
    }

    private Stream<String> saidOfElement(DataType<?> array) {
        DataType<?> element = GeneratedSchemas.element(array);
        List<String> said = new ArrayList<>();
        if (!element.nullable() && array.nullable()) {
            said.add("NOT NULL");
        }
        if (element.defaulted() && !array.defaulted()) {
            said.add("DEFAULT " + ctx.renderInlined(element.defaultValue()));
        }
        return said.stream();
    }

    private String composite(UDT<?> type) {
        return "CREATE TYPE %s AS (%s)"
                .formatted(
                        qualified(type.getSchema(), type.getName()),
                        Stream.of(type.fields()).map(this::attribute).collect(Collectors.joining(", ")));
    }

    private String attribute(Field<?> field) {
        return ctx.render(DSL.name(field.getName())) + " " + name(field.getDataType());
    }

    private String name(DataType<?> type) {
        DataType<?> element = GeneratedSchemas.element(type);
        return (element.getDomain() != null
                        ? qualified(
                                element.getDomain().getSchema(),
                                element.getDomain().getName())
                        : plain(element))
                + (type.isArray() ? "[]" : "");
    }

    private String plain(DataType<?> type) {
        return GeneratedSchemas.enumOf(type)
                .map(value -> qualified(value.getSchema(), GeneratedSchemas.name(value)))
                .orElseGet(() -> type.getCastTypeName(ctx.configuration()));
    }

    private String qualified(@Nullable Schema schema, String name) {
        String of = GeneratedSchemas.name(schema);
        return ctx.render(of.isEmpty() ? DSL.name(name) : DSL.name(of, name));
    }
}
