package org.pgtestdb4j.internal.diff;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.pgtestdb4j.internal.jdbc.Sql;

/** The rows of all tables, as one digest for each table, and in full where two digests differ. */
final class TableRows {

    static final int MAX_ROWS_READ = 10_000;

    private static final String TABLES = """
            SELECT c.oid::regclass::text, a.attname
            FROM pg_catalog.pg_class c
                 LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            WHERE c.relkind IN ('r', 'm') AND c.relispopulated AND %s
            ORDER BY 1, a.attnum""".formatted(Aspect.ofUser("c.oid", "c.relnamespace"));

    private final Connection session;
    private final Map<String, Set<String>> ignored;
    private final Map<String, String> rowOf = new LinkedHashMap<>();

    /**
     * Creates a reader.
     *
     * @param ignored columns whose values do not count, by the table's name as {@code regclass} prints it
     */
    TableRows(Connection session, Map<String, Set<String>> ignored) {
        this.session = session;
        this.ignored = ignored;
    }

    /** Returns the number of rows and their digest for each table; the order of rows does not count. */
    Map<String, Map<String, String>> digests() throws SQLException {
        columns().forEach((table, columns) -> rowOf.put(table, row(columns)));
        Map<String, Map<String, String>> digests = new LinkedHashMap<>();
        for (Map.Entry<String, String> table : rowOf.entrySet()) {
            digests.put(table.getKey(), digest(table.getKey(), table.getValue()));
        }
        return digests;
    }

    private Map<String, String> digest(String table, String row) throws SQLException {
        String sql = """
                SELECT count(*), coalesce(md5(string_agg(digest, '' ORDER BY digest COLLATE "C")), 'none')
                FROM (SELECT md5(%s) AS digest FROM ONLY %s) AS rows""".formatted(row, table);
        try {
            return Sql.first(session, sql, found -> properties(found.getString(1), found.getString(2)))
                    .orElseThrow();
        } catch (SQLException e) {
            throw new SQLException("Cannot read rows of " + table + ": " + e.getMessage(), e.getSQLState(), e);
        }
    }

    private static Map<String, String> properties(String number, String digest) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("rows", number);
        properties.put("digest", digest);
        return properties;
    }

    /** Returns the rows of a table as texts, but one more than is allowed if there are too many. */
    List<String> rows(String table) throws SQLException {
        return Sql.list(
                session,
                "SELECT %s FROM ONLY %s ORDER BY 1 LIMIT %d".formatted(rowOf.get(table), table, MAX_ROWS_READ + 1),
                row -> row.getString(1));
    }

    private static String row(List<String> columns) {
        return columns.stream().map(Sql::identifier).collect(Collectors.joining(", ", "ROW(", ")::text"));
    }

    private Map<String, List<String>> columns() throws SQLException {
        Map<String, List<String>> columns = new LinkedHashMap<>();
        Sql.list(session, TABLES, row -> {
            List<String> known = columns.computeIfAbsent(row.getString(1), table -> new ArrayList<>());
            String column = row.getString(2);
            if (column != null
                    && !ignored.getOrDefault(row.getString(1), Set.of()).contains(column)) {
                known.add(column);
            }
            return known;
        });
        return columns;
    }
}
