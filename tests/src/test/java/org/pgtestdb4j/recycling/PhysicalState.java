package org.pgtestdb4j.recycling;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.pgtestdb4j.fixture.Query;

/**
 * What a database holds and how it lies there: rows in their order with their places, sizes, planner statistics, sequences, every row of every
 * catalog, and what stands in shared catalogs. Two clones of one template have the same oids, so all of it can be compared as it is.
 */
record PhysicalState(Map<String, String> parts) {

    private static final String TABLES =
            "SELECT oid::regclass::text FROM pg_class WHERE relkind IN ('r', 'm') AND oid >= 16384 AND relpersistence <> 't' AND relispopulated";

    /**
     * An index keeps one page of a b-tree that has become empty, which the planner cannot tell. It counts the rows of an index from its pages,
     * but for those of some rows only, and never plans for overflow, whose own name has a number in it.
     */
    private static final String SIZES = """
            SELECT concat_ws(' ', coalesce((SELECT o.oid FROM pg_class o WHERE o.reltoastrelid = c.oid), c.oid)::regclass, relkind,
                             CASE WHEN relkind = 'r' OR relkind = 'm' OR indpred IS NOT NULL AND relpages > 1 THEN reltuples END,
                             CASE relkind WHEN 'i' THEN greatest(relpages, 2) WHEN 'r' THEN relpages END,
                             CASE WHEN relkind = 'i' THEN greatest(pg_relation_size(c.oid), 16384) ELSE pg_relation_size(c.oid) END)
            FROM pg_class c LEFT JOIN pg_index ON indexrelid = c.oid
            WHERE c.oid >= 16384 AND relkind IN ('r', 'm', 't', 'i') AND relpersistence <> 't'
              AND pg_relation_filenode(c.oid) IS NOT NULL
              AND NOT (relkind = 'i' AND relnamespace = 'pg_toast'::regnamespace)
            ORDER BY 1""";

    private static final String SEQUENCES =
            "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'S' AND relpersistence <> 't'";

    private static final String CATALOGS = """
            SELECT relname,
                   (SELECT string_agg('t.' || quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
                    WHERE attrelid = c.oid AND attnum > 0
                      AND (relname <> 'pg_class' OR attname NOT IN
                           ('relfilenode', 'relpages', 'reltuples', 'relallvisible', 'relallfrozen', 'relfrozenxid', 'relminmxid')))
            FROM pg_class c
            WHERE relkind = 'r' AND NOT relisshared AND relnamespace = 'pg_catalog'::regnamespace""";

    private static final String SHARED = """
            SELECT concat_ws(' | ', datdba::regrole, encoding, datcollate, datallowconn, datconnlimit, datistemplate, datacl,
                             shobj_description(oid, 'pg_database'),
                             (SELECT string_agg(setrole || ' ' || setconfig::text, ' ' ORDER BY setrole)
                              FROM pg_db_role_setting WHERE setdatabase = d.oid),
                             (SELECT count(*) FROM pg_prepared_xacts WHERE database = datname))
            FROM pg_database d WHERE datname = current_database()""";

    static PhysicalState of(Connection admin, boolean catalogsToo) throws SQLException {
        Map<String, String> parts = new TreeMap<>();
        Query.run(admin, "SET search_path = pg_catalog");
        for (String table : Query.column(admin, TABLES)) {
            parts.put(
                    "rows of " + table,
                    String.join("\n", Query.column(admin, "SELECT ctid || ' ' || t::text FROM ONLY " + table + " t")));
        }
        parts.put("sizes", String.join("\n", Query.column(admin, SIZES)));
        for (String sequence : Query.column(admin, SEQUENCES)) {
            parts.put(sequence, Query.value(admin, "SELECT last_value || ' ' || is_called FROM " + sequence));
        }
        if (catalogsToo) {
            parts.put("shared", String.valueOf(Query.value(admin, SHARED)));
            for (String catalog : Query.column(admin, catalogs(admin))) {
                parts.put(catalog.substring(0, catalog.indexOf(' ')), catalog);
            }
        }
        return new PhysicalState(parts);
    }

    /** Returns one query for all catalogs. */
    private static String catalogs(Connection admin) throws SQLException {
        return String.join(" UNION ALL ", Query.column(admin, """
                SELECT format('SELECT ''%1$s '' || count(*) || '' '' || coalesce(sum(hashtextextended(ROW(%2$s)::text, 0)::numeric), 0) FROM %1$s t%3$s',
                              relname, string_agg,
                              CASE WHEN relname = 'pg_namespace' THEN ' WHERE nspname !~ ''^pg_(toast_)?temp_''' END)
                FROM (""" + CATALOGS + ") c"));
    }

    /** Returns what differs; empty if nothing does. */
    List<String> differencesFrom(PhysicalState other) {
        List<String> differences = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>(parts.keySet());
        names.addAll(other.parts.keySet());
        for (String name : names) {
            String left = parts.getOrDefault(name, "(not there)");
            String right = other.parts.getOrDefault(name, "(not there)");
            if (!left.equals(right)) {
                differences.add(
                        name + "\n  fresh:    " + excerpt(left, right) + "\n  recycled: " + excerpt(right, left));
            }
        }
        return differences;
    }

    private static String excerpt(String text, String other) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        if (lines.size() > 1) {
            List<String> otherLines = other.lines().toList();
            List<String> own = lines.stream()
                    .filter(line -> !otherLines.contains(line))
                    .limit(5)
                    .toList();
            return own.isEmpty() ? "the same in another order" : String.join("; ", own);
        }
        return text.length() > 300 ? text.substring(0, 300) + "…" : text;
    }
}
