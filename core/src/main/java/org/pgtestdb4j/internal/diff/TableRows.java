package org.pgtestdb4j.internal.diff;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.pgtestdb4j.internal.jdbc.Sql;

/** The rows of all tables, as one digest for each table, and in full where two digests differ. */
final class TableRows {

    private static final int MAX_ROWS_READ = 10_000;

    private final Connection session;
    private final Map<String, Set<String>> ignored;

    /**
     * Creates a reader.
     *
     * @param ignored columns whose values do not count, by the table's name as {@code regclass} prints it
     */
    TableRows(Connection session, Map<String, Set<String>> ignored) {
        this.session = session;
        this.ignored = ignored;
    }

    private record Table(String name, List<String> columns) {}

    /** Returns the number of rows and their digest for each table; the order of rows does not count. */
    Map<String, String> digests() throws SQLException {
        Map<String, String> digests = new TreeMap<>();
        for (Table table : tables()) {
            String sql = "SELECT count(*) || ' rows, digest ' || coalesce(md5(string_agg(d, '' ORDER BY d)), '')"
                    + " FROM (SELECT md5(" + row(table) + ") AS d FROM ONLY " + table.name + ") AS x";
            digests.put(
                    table.name, Sql.first(session, sql, row -> row.getString(1)).orElseThrow());
        }
        return digests;
    }

    /** Returns the rows of a table as texts, or nothing if there are too many to be read. */
    List<String> rows(String table) throws SQLException {
        for (Table candidate : tables()) {
            if (candidate.name.equals(table)) {
                List<String> rows = Sql.list(
                        session,
                        "SELECT " + row(candidate) + " FROM ONLY " + table + " LIMIT " + (MAX_ROWS_READ + 1),
                        row -> row.getString(1));
                return rows.size() > MAX_ROWS_READ ? List.of() : rows;
            }
        }
        return List.of();
    }

    private static String row(Table table) {
        return table.columns.stream().map(Sql::identifier).collect(Collectors.joining(", ", "ROW(", ")::text"));
    }

    private List<Table> tables() throws SQLException {
        Map<String, List<String>> columns = new TreeMap<>();
        Sql.list(session, """
                SELECT c.oid::regclass::text, a.attname
                FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                WHERE c.relkind IN ('r', 'm') AND c.relispopulated
                  AND c.relnamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema')
                  AND c.relnamespace::regnamespace::text !~ '^pg_(toast|temp)'
                ORDER BY 1, a.attnum""", row -> {
            List<String> known = columns.computeIfAbsent(row.getString(1), table -> new ArrayList<>());
            String column = row.getString(2);
            if (column != null
                    && !ignored.getOrDefault(row.getString(1), Set.of()).contains(column)) {
                known.add(column);
            }
            return known;
        });
        return columns.entrySet().stream()
                .map(entry -> new Table(entry.getKey(), entry.getValue()))
                .toList();
    }
}
