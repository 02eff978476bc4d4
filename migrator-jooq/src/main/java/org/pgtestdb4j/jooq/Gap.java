package org.pgtestdb4j.jooq;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.regex.Pattern;
import org.jooq.Table;

/**
 * Something that generated classes name and jOOQ cannot create.
 *
 * @param kind what it is
 * @param schema where it is; empty for the default schema
 * @param name its name; of a type all that SQL has
 * @param count how many there are of that name: more than one if a function is overloaded
 */
record Gap(Kind kind, String schema, String name, int count) {

    private static final Pattern EXTENSION = Pattern.compile("(?i)\\bcreate\\s+extension\\b");

    /** What it can be, and how to make it. */
    enum Kind {
        FUNCTION(
                "function",
                "CREATE FUNCTION %s … with after(…), or with before(…) if a column or a view needs it; CREATE EXTENSION … with before(…) if it is of one"),
        TABLE_FUNCTION(
                "function",
                "CREATE FUNCTION %s … RETURNS TABLE or SETOF … with after(…); CREATE EXTENSION … with before(…) if it is of one"),
        MATERIALIZED_VIEW("materialized view", "CREATE MATERIALIZED VIEW %s AS … with after(…)"),
        VIEW(
                "view",
                "CREATE VIEW %s AS … with after(…); or let the generator write the sources of views into its classes"),
        VIEW_TOO_EARLY(
                "view",
                "it reads what is not there before after(…) has run, so leaveOut(\"view %1$s\") and CREATE VIEW %1$s AS … there"),
        CALLED_FUNCTION(
                "function", "CREATE EXTENSION … or CREATE FUNCTION %s … with before(…), since a default calls it"),
        TYPE("type", "CREATE EXTENSION … or CREATE TYPE %s … with before(…)"),
        TABLE("table", "CREATE TABLE %s … with before(…), or take its schema into of(…)");

        private final String noun;
        private final String remedy;

        Kind(String noun, String remedy) {
            this.noun = noun;
            this.remedy = remedy;
        }

        boolean isFunction() {
            return this == FUNCTION || this == TABLE_FUNCTION;
        }

        private boolean mayBeOfExtension() {
            return isFunction() || this == CALLED_FUNCTION || this == TYPE;
        }
    }

    Gap(Kind kind, String schema, String name) {
        this(kind, schema, name, 1);
    }

    Gap(Kind kind, Table<?> table) {
        this(kind, GeneratedSchemas.name(table.getSchema()), table.getName());
    }

    /** Names it as {@link JooqMigrator#leaveOut} takes it. */
    String thing() {
        return kind.noun + " " + qualified();
    }

    String remedy() {
        return (count > 1 ? count + " of that name: " : "") + kind.remedy.formatted(qualified());
    }

    private String qualified() {
        return schema.isEmpty() ? name : schema + "." + name;
    }

    /** Tells whether SQL seems to make it: it says the name, or makes an extension that may have it. */
    boolean isMentionedIn(String sql) {
        return Words.contains(sql, lastPartOfName())
                || (kind.mayBeOfExtension() && EXTENSION.matcher(sql).find());
    }

    private String lastPartOfName() {
        return name.substring(name.lastIndexOf('.') + 1).replace("\"", "");
    }

    boolean isIn(Connection database) throws SQLException {
        try (PreparedStatement query = database.prepareStatement(
                switch (kind) {
                    case TYPE -> "SELECT ? IS NOT NULL AND to_regtype(?) IS NOT NULL";
                    case CALLED_FUNCTION -> """
                SELECT ? IS NOT NULL AND (SELECT EXISTS (SELECT FROM pg_catalog.pg_proc WHERE proname = name)
                OR EXISTS (SELECT FROM pg_get_keywords() WHERE word = name) OR to_regtype(name) IS NOT NULL
                FROM (SELECT ?::text) AS called (name))""";
                    case FUNCTION, TABLE_FUNCTION -> """
                SELECT count(*) >= %d FROM pg_catalog.pg_proc
                WHERE pronamespace::regnamespace = coalesce(to_regnamespace(quote_ident(nullif(?, ''))), current_schema()::regnamespace)
                AND proname = ?""".formatted(count);
                    case VIEW, VIEW_TOO_EARLY, MATERIALIZED_VIEW, TABLE ->
                        """
                SELECT EXISTS (SELECT FROM pg_catalog.pg_class
                WHERE relnamespace::regnamespace = coalesce(to_regnamespace(quote_ident(nullif(?, ''))), current_schema()::regnamespace)
                AND relname = ? AND relkind IN (%s))""".formatted(kind == Kind.TABLE ? "'r', 'p', 'f'" : "'v', 'm'");
                })) {
            query.setString(1, schema);
            query.setString(2, name);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }
}
