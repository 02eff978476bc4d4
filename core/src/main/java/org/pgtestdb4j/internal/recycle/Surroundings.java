package org.pgtestdb4j.internal.recycle;

import java.sql.Connection;
import java.sql.SQLException;
import org.pgtestdb4j.internal.jdbc.Sql;

/**
 * What stands outside a database but belongs to it.
 *
 * @param own what is said of the database itself
 * @param epoch since when the server has not crashed
 */
record Surroundings(String own, String epoch) {

    /** A crash of the server loses what was counted, and says so here. */
    private static final String EPOCH = "coalesce((SELECT stats_reset::text FROM pg_catalog.pg_stat_bgwriter), '')";

    /**
     * The own row of the database but for what differs between clones, what else stands in catalogs that are shared, and whether somebody has
     * set back what was counted.
     */
    private static final String OWN = """
            SELECT concat_ws(
                ' | ',
                (to_jsonb(d) - '{oid,datname,datfrozenxid,datminmxid,dathasloginevt}'::text[])::text,
                (SELECT string_agg(concat_ws(' ', setrole, setconfig::text), ';' ORDER BY setrole)
                 FROM pg_catalog.pg_db_role_setting WHERE setdatabase = d.oid),
                shobj_description(d.oid, 'pg_database'),
                (SELECT string_agg(concat_ws(' ', provider, label), ';' ORDER BY provider)
                 FROM pg_catalog.pg_shseclabel WHERE objoid = d.oid AND classoid = 'pg_catalog.pg_database'::regclass),
                (SELECT count(*) FROM pg_catalog.pg_prepared_xacts WHERE database = d.datname),
                pg_stat_get_db_stat_reset_time(d.oid))
            FROM pg_catalog.pg_database d WHERE datname = ?""";

    /** Looks at a database from another one. */
    static Surroundings of(Connection session, String database) throws SQLException {
        return Sql.first(
                        session,
                        "SELECT (" + OWN + "), " + EPOCH,
                        row -> new Surroundings(String.valueOf(row.getString(1)), row.getString(2)),
                        database)
                .orElseThrow();
    }

    /** Returns since when the server has not crashed. */
    static String epoch(Connection session) throws SQLException {
        return Sql.first(session, "SELECT " + EPOCH, row -> row.getString(1)).orElseThrow();
    }
}
