package org.pgtestdb4j.recycling;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.pgtestdb4j.fixture.Query;

/**
 * What a database holds and how it lies there: rows in their order with their places, files with their sizes, planner statistics, sequences,
 * every row of every catalog with its place, and what stands in shared catalogs. Two clones of one template have the same oids and files, so
 * all of it can be compared as it is. What is left out is named in docs/decisions/recycling.md.
 */
record PhysicalState(Map<String, String> parts) {

    /** How to look at it all. */
    enum Depth {

        /**
         * Digests; of the catalogs' rows where they lie, and which transactions have written them, which takes a tenth of the time. No row
         * changes but by a new version with a transaction of its own; those of {@code pg_class} do, and are read.
         */
        GLANCE,

        /** Digests of everything. */
        DIGEST,

        /** Everything, for people to see what differs. */
        TEXT;

        private String function() {
            return this == TEXT ? "" : "md5";
        }
    }

    /** One statement for each table and sequence, which gives its name and its rows with their places, or its state. */
    private static final String RELATIONS = """
            SELECT format('SELECT %L, %s(coalesce(string_agg(concat_ws('' '', ctid, ROW(r.*)::text), chr(10)), '''')) FROM ONLY %s r',
                          'rows of ' || oid::regclass, ?::text, oid::regclass)
            FROM pg_class WHERE relkind IN ('r', 'm') AND oid >= 16384 AND relpersistence <> 't' AND relispopulated
            UNION ALL
            SELECT format('SELECT %L, last_value || '' '' || is_called FROM %s', oid::regclass, oid::regclass)
            FROM pg_class WHERE relkind = 'S' AND relpersistence <> 't'""";

    /** A b-tree of all rows may have its first page in use already: the first row that is put into a fresh one does that too. */
    private static final String FILES = """
            SELECT 'files', %1$s(string_agg(line, chr(10) ORDER BY line))
            FROM (SELECT concat_ws(' ', name, relkind, file,
                                   'pages', CASE WHEN plain THEN greatest(relpages, 2) ELSE relpages END,
                                   'rows', CASE WHEN plain THEN greatest(reltuples, 0) ELSE reltuples END,
                                   'visible', relallvisible,
                                   'main', CASE WHEN plain THEN greatest(main, 16384) ELSE main END, 'vm', vm, 'init', init) AS line
                  FROM (SELECT coalesce(o.oid::regclass || ' overflow', c.oid::regclass::text) AS name, c.relkind, c.relpages, c.reltuples,
                               c.relallvisible,
                               CASE WHEN %2$s THEN pg_relation_filenode(c.oid) END AS file,
                               coalesce(a.amname = 'btree' AND i.indpred IS NULL, false) AS plain,
                               CASE WHEN c.relkind <> 'p' THEN pg_relation_size(c.oid) END AS main,
                               CASE WHEN c.relkind IN ('r', 'm', 't') THEN pg_relation_size(c.oid, 'vm') END AS vm,
                               CASE WHEN c.relkind <> 'p' AND c.relpersistence = 'u' THEN pg_relation_size(c.oid, 'init') END AS init
                        FROM pg_class c
                             LEFT JOIN pg_index i ON i.indexrelid = c.oid
                             LEFT JOIN pg_class o ON o.reltoastrelid = coalesce(i.indrelid, c.oid)
                             LEFT JOIN pg_am a ON a.oid = c.relam
                        WHERE c.relkind IN ('r', 'p', 'm', 't', 'i') AND c.relpersistence <> 't'
                          AND (c.oid >= 16384 OR %2$s AND NOT c.relisshared)) AS relations) AS lines""";

    private static final String IS_CATALOG =
            "relkind = 'r' AND NOT relisshared AND relnamespace = 'pg_catalog'::regnamespace";

    /** One statement for each catalog. */
    private static final String CATALOGS = """
            SELECT format('SELECT %L, %s(string_agg(concat_ws('' '', ctid, ROW(%s)::text), chr(10) ORDER BY ctid)) FROM %I t',
                          relname, ?::text,
                          (SELECT string_agg('t.' || quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
                           WHERE attrelid = c.oid AND attnum > 0
                             AND (relname <> 'pg_class' OR attname NOT IN
                                  ('relpages', 'reltuples', 'relallvisible', 'relallfrozen', 'relfrozenxid', 'relminmxid'))),
                          relname)
            FROM pg_class c WHERE\s""" + IS_CATALOG;

    private static final String CATALOGS_AT_A_GLANCE = CATALOGS + """
             AND relname = 'pg_class'
            UNION ALL
            SELECT format('SELECT %L, md5(string_agg(tidsend(ctid) || xidsend(xmin), '''' ORDER BY ctid)) FROM %I', relname, relname)
            FROM pg_class WHERE relname <> 'pg_class' AND\s""" + IS_CATALOG;

    private static final String SHARED = """
            SELECT 'shared',
                   concat_ws(' | ', datdba::regrole, encoding, datcollate, datctype, datcollversion, datallowconn, datconnlimit,
                             datistemplate, dattablespace, datacl, shobj_description(oid, 'pg_database'),
                             (SELECT string_agg(setrole || ' ' || setconfig::text, ' ' ORDER BY setrole)
                              FROM pg_db_role_setting WHERE setdatabase = d.oid),
                             (SELECT count(*) FROM pg_prepared_xacts WHERE database = datname),
                             (SELECT count(*) FROM pg_replication_slots WHERE database = datname))
            FROM pg_database d WHERE datname = current_database()""";

    /**
     * Reads it all.
     *
     * @param untouched whether nothing has been done yet to two databases that are to be compared; else they have catalogs and files of
     *     their own
     */
    static PhysicalState of(Connection admin, boolean untouched, Depth depth) throws SQLException {
        Query.run(admin, "SET search_path = pg_catalog; SET max_parallel_workers_per_gather = 0");
        List<String> all = new ArrayList<>(Query.column(admin, RELATIONS, depth.function()));
        if (untouched) {
            all.addAll(Query.column(admin, depth == Depth.GLANCE ? CATALOGS_AT_A_GLANCE : CATALOGS, depth.function()));
        }
        all.add(FILES.formatted(depth.function(), untouched));
        all.add(SHARED);
        Map<String, String> parts = new TreeMap<>();
        try (Statement statement = admin.createStatement();
                ResultSet rows = statement.executeQuery(String.join("\nUNION ALL\n", all))) {
            while (rows.next()) {
                parts.put(rows.getString(1), String.valueOf(rows.getString(2)));
            }
        }
        return new PhysicalState(parts);
    }

    /** Returns what differs; empty if nothing does. */
    List<String> differencesFrom(PhysicalState other) {
        List<String> differences = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>(parts.keySet());
        names.addAll(other.parts.keySet());
        for (String name : names) {
            String left = textOf(name);
            String right = other.textOf(name);
            if (!left.equals(right)) {
                differences.add(
                        name + "\n  fresh:    " + excerpt(left, right) + "\n  recycled: " + excerpt(right, left));
            }
        }
        return differences;
    }

    private String textOf(String name) {
        return String.valueOf(parts.getOrDefault(name, "(not there)"));
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
