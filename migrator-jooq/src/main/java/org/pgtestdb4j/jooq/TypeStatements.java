package org.pgtestdb4j.jooq;

import java.util.ArrayList;
import java.util.List;
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
import org.jooq.UDT;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Statements for types. Of these jOOQ's open source edition creates none, or not as PostgreSQL has them. */
record TypeStatements(DSLContext ctx) {

    private static final Pattern CHECK = Pattern.compile("(\\(*)\\s*(CHECK\\b.*)", Pattern.DOTALL);

    Stream<String> enums(List<EnumType> enums) {
        return enums.stream()
                .map(value -> "CREATE TYPE %s AS ENUM (%s)"
                        .formatted(qualified(value.getSchema(), GeneratedSchemas.name(value)), literals(value)));
    }

    private String literals(EnumType value) {
        return Stream.of(value.getClass().getEnumConstants())
                .map(each -> ctx.renderInlined(DSL.inline(((EnumType) each).getLiteral())))
                .collect(Collectors.joining(", "));
    }

    Stream<String> domains(Schema schema) {
        return GeneratedSchemas.domains(schema).stream().map(this::domain);
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

    /** jOOQ gives such columns the type that the domain is made of. */
    Stream<String> columnsOfDomains(Schema schema) {
        return GeneratedSchemas.tables(schema).stream()
                .flatMap(table -> Stream.of(table.fields())
                        .filter(field -> element(field.getDataType()).getDomain() != null)
                        .map(field -> "ALTER TABLE %s ALTER COLUMN %s TYPE %s"
                                .formatted(
                                        qualified(schema, table.getName()),
                                        ctx.render(DSL.name(field.getName())),
                                        name(field.getDataType()))));
    }

    /** Of arrays of enums the generator says with the element what belongs to the column; some versions do so of all arrays. */
    Stream<String> columnsOfArrays(Schema schema) {
        return GeneratedSchemas.tables(schema).stream()
                .flatMap(table -> Stream.of(table.fields())
                        .filter(field -> field.getDataType().isArray()
                                && element(field.getDataType()).getDomain() == null)
                        .flatMap(field -> saidOfElement(field.getDataType())
                                .map(what -> "ALTER TABLE %s ALTER COLUMN %s SET %s"
                                        .formatted(
                                                qualified(schema, table.getName()),
                                                ctx.render(DSL.name(field.getName())),
                                                what))));
    }

    private Stream<String> saidOfElement(DataType<?> array) {
        DataType<?> element = element(array);
        List<String> said = new ArrayList<>();
        if (!element.nullable() && array.nullable()) {
            said.add("NOT NULL");
        }
        if (element.defaulted() && !array.defaulted()) {
            said.add("DEFAULT " + ctx.renderInlined(element.defaultValue()));
        }
        return said.stream();
    }

    /** A composite type comes after those that it is made of. */
    Stream<String> composites(Schema schema) {
        List<UDT<?>> waiting = new ArrayList<>(GeneratedSchemas.composites(schema));
        List<String> creations = new ArrayList<>();
        while (!waiting.isEmpty()) {
            UDT<?> next = waiting.stream()
                    .filter(type -> waiting.stream().noneMatch(other -> !other.equals(type) && isPartOf(other, type)))
                    .findFirst()
                    .orElse(waiting.get(0));
            waiting.remove(next);
            creations.add(composite(next));
        }
        return creations.stream();
    }

    private static boolean isPartOf(UDT<?> part, UDT<?> whole) {
        return Stream.of(whole.fields())
                .anyMatch(field -> element(field.getDataType()).getType().equals(part.getRecordType()));
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
        DataType<?> element = element(type);
        return (element.getDomain() != null
                        ? qualified(
                                element.getDomain().getSchema(),
                                element.getDomain().getName())
                        : plain(element))
                + (type.isArray() ? "[]" : "");
    }

    private String plain(DataType<?> type) {
        if (type.isEnum()) {
            EnumType value = (EnumType) type.getType().getEnumConstants()[0];
            return qualified(value.getSchema(), GeneratedSchemas.name(value));
        }
        return type.getCastTypeName(ctx.configuration());
    }

    private static DataType<?> element(DataType<?> type) {
        return type.isArray() ? type.getArrayBaseDataType() : type;
    }

    private String qualified(@Nullable Schema schema, String name) {
        String of = GeneratedSchemas.name(schema);
        return ctx.render(of.isEmpty() ? DSL.name(name) : DSL.name(of, name));
    }
}
