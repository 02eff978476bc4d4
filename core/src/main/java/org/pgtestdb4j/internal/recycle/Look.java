package org.pgtestdb4j.internal.recycle;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.pgtestdb4j.internal.jdbc.Sql;

/** Looks at the database of a session in which nobody else works any more. */
final class Look {

    /** All that was ever written is counted, rolled-back work and the system's catalogs too, once the sessions that did it are gone. */
    private static final String RELATIONS = """
            SELECT oid, relname, relpages, reltuples, relallvisible, writes, oid < 16384 AS of_system
            FROM (SELECT oid, relname, relpages, reltuples, relallvisible,
                         pg_stat_get_tuples_inserted(oid) + pg_stat_get_tuples_updated(oid) + pg_stat_get_tuples_deleted(oid)
                             AS writes
                  FROM pg_class
                  WHERE relkind IN ('r', 'p', 'm', 't', 'i') AND NOT relisshared) AS relations
            WHERE oid >= 16384 OR writes > 0""";

    /** The own row of the database but for what differs between clones, and what else stands in catalogs that are shared. */
    private static final String SURROUNDINGS = """
            SELECT concat_ws(
                ' | ',
                (to_jsonb(d) - '{oid,datname,datfrozenxid,datminmxid,dathasloginevt}'::text[])::text,
                (SELECT string_agg(concat_ws(' ', setrole, setconfig::text), ';' ORDER BY setrole)
                 FROM pg_db_role_setting WHERE setdatabase = d.oid),
                shobj_description(d.oid, 'pg_database'),
                (SELECT string_agg(concat_ws(' ', provider, label), ';' ORDER BY provider)
                 FROM pg_shseclabel WHERE objoid = d.oid AND classoid = 'pg_database'::regclass),
                (SELECT count(*) FROM pg_prepared_xacts WHERE database = d.datname))
            FROM pg_database d WHERE datname = current_database()""";

    /** A crash of the server loses what the statistics have counted, and says so here. */
    private static final String EPOCH = "SELECT coalesce(stats_reset::text, '') FROM pg_catalog.pg_stat_bgwriter";

    /** VACUUM changes them in their places, which no counter sees; the owner of a database may do that to its catalogs. */
    private static final String UPKEEP = """
            SELECT md5(string_agg(concat_ws(' ', oid, relpages, reltuples, relallvisible), ',' ORDER BY oid))
            FROM pg_class WHERE relkind IN ('r', 't', 'i') AND oid < 16384""";

    private static final String SIZES = "SELECT oid, pg_relation_size(oid) FROM unnest(?) AS oid";

    private static final int SEQUENCES_AT_A_TIME = 50;

    private Look() {}

    static Sight at(Connection session, Collection<String> sequences) throws SQLException {
        Map<Long, Relation.State> relations = new HashMap<>();
        Set<String> catalogs = new TreeSet<>();
        Sql.list(
                session,
                RELATIONS,
                row -> row.getBoolean("of_system")
                        ? catalogs.add(row.getString("relname"))
                        : relations.put(row.getLong("oid"), state(row)) == null);
        return new Sight(
                relations,
                catalogs,
                upkeep(session),
                sequences(session, sequences),
                surroundings(session),
                epoch(session));
    }

    static Relation.State state(ResultSet row) throws SQLException {
        return new Relation.State(
                row.getLong("writes"), row.getInt("relpages"), row.getFloat("reltuples"), row.getInt("relallvisible"));
    }

    /** Read from the sequences themselves: the view that shows their values shows none for one that was set but never called. */
    static Map<String, String> sequences(Connection session, Collection<String> names) throws SQLException {
        Map<String, String> states = new HashMap<>();
        List<String> all = List.copyOf(names);
        for (int from = 0; from < all.size(); from += SEQUENCES_AT_A_TIME) {
            List<String> some = all.subList(from, Math.min(from + SEQUENCES_AT_A_TIME, all.size()));
            Sql.list(
                    session,
                    some.stream()
                            .map(name ->
                                    "SELECT " + Sql.literal(name) + ", last_value || ', ' || is_called FROM " + name)
                            .collect(Collectors.joining(" UNION ALL ")),
                    row -> states.put(row.getString(1), row.getString(2)));
        }
        return states;
    }

    static String upkeep(Connection session) throws SQLException {
        return Sql.first(session, UPKEEP, row -> row.getString(1)).orElseThrow();
    }

    static String surroundings(Connection session) throws SQLException {
        return Sql.first(session, SURROUNDINGS, row -> row.getString(1))
                .orElseThrow(() -> new SQLException("The database has gone"));
    }

    static String epoch(Connection session) throws SQLException {
        return Sql.first(session, EPOCH, row -> row.getString(1)).orElse("");
    }

    /** Returns the sizes of the main files of relations. */
    static Map<Long, Long> sizes(Connection session, Collection<Long> relations) throws SQLException {
        Map<Long, Long> sizes = new HashMap<>();
        Sql.list(
                session,
                SIZES,
                row -> sizes.put(row.getLong(1), row.getLong(2)),
                session.createArrayOf("oid", relations.toArray()));
        return sizes;
    }
}
