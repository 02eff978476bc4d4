package org.pgtestdb4j.internal.recycle;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pgtestdb4j.internal.jdbc.Sql;

/** Reads from a fresh clone what is true of all. */
final class BaselineReader {

    /** An index of overflow belongs to the table whose overflow it is. */
    private static final String RELATIONS = """
            SELECT c.oid, c.relkind, c.relpages, c.reltuples, c.relallvisible, c.digest, c.oid::regclass::text AS name,
                   coalesce(i.belongs_to, o.oid, c.oid) AS belongs_to,
                   CASE WHEN c.relkind = 'p' THEN 0 ELSE pg_relation_size(c.oid) END AS bytes,
                   coalesce(a.amname = 'btree' AND i.indpred IS NULL, false) AS plain
            FROM (SELECT *, %s AS digest FROM pg_class) c
                 LEFT JOIN (SELECT indexrelid, indpred, coalesce(toasted.oid, indrelid) AS belongs_to
                            FROM pg_index LEFT JOIN pg_class toasted ON toasted.reltoastrelid = indrelid) i
                     ON i.indexrelid = c.oid
                 LEFT JOIN pg_class o ON o.reltoastrelid = c.oid
                 LEFT JOIN pg_am a ON a.oid = c.relam
            WHERE c.relkind IN ('r', 'p', 'm', 't', 'i') AND c.oid >= 16384""".formatted(Relation.DIGEST);

    /** A trigger or rule that fires for replicas, or always, would run what a test may have left, with our rights. */
    private static final String REFUSED = """
            SELECT oid, reason FROM (
                SELECT c.oid,
                       CASE WHEN NOT pg_has_role(c.relowner, 'USAGE') THEN 'OTHERS_TABLE'
                            WHEN c.relkind = 'm' OR pg_relation_size(c.oid) > 0 THEN 'SEEDED_TABLE'
                            WHEN EXISTS (SELECT FROM pg_trigger WHERE tgrelid = c.oid AND tgenabled IN ('A', 'R'))
                              OR EXISTS (SELECT FROM pg_rewrite WHERE ev_class = c.oid AND ev_enabled IN ('A', 'R'))
                                THEN 'TRIGGER'
                            WHEN EXISTS (SELECT FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
                                                                JOIN pg_am a ON a.oid = x.relam
                                         WHERE i.indrelid = c.oid AND a.amname <> 'btree')
                                THEN 'ODD_INDEX' END AS reason
                FROM pg_class c WHERE c.relkind IN ('r', 'm') AND c.oid >= 16384
                UNION ALL
                SELECT oid, 'STATISTICS' FROM pg_class WHERE relkind = 'p' AND oid >= 16384) AS tables
            WHERE reason IS NOT NULL""";

    private static final String SEQUENCES = """
            SELECT oid::regclass::text FROM pg_class
            WHERE relkind = 'S' AND oid >= 16384 AND relpersistence <> 't' ORDER BY 1""";

    private static final String UPKEEP = "SELECT bit_xor(" + Relation.DIGEST
            + ") FROM pg_class WHERE relkind IN ('r', 'p', 'm', 't', 'i') AND oid < 16384";

    private static final String HINDRANCE = """
            SELECT CASE WHEN EXISTS (SELECT FROM pg_event_trigger) THEN 'it has event triggers'
                        WHEN NOT current_setting('track_counts')::bool
                          OR EXISTS (SELECT FROM pg_db_role_setting
                                     WHERE setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
                                       AND setconfig::text ~ 'track_counts')
                          OR EXISTS (SELECT FROM pg_proc WHERE proconfig::text ~ 'track_counts')
                          OR has_parameter_privilege('track_counts', 'SET')
                            THEN 'the server does not count all that is written (track_counts)' END""";

    private BaselineReader() {}

    /** Reads what is true of all clones, from one that nobody but this session has ever used. */
    static Baseline read(Connection session, Surroundings surroundings) throws SQLException {
        Map<Long, Relation> relations = new HashMap<>();
        Sql.list(
                session,
                RELATIONS,
                row -> relations.put(
                        row.getLong("oid"),
                        new Relation(
                                row.getLong("belongs_to"),
                                row.getString("name"),
                                row.getString("relkind").charAt(0),
                                row.getLong("bytes"),
                                row.getBoolean("plain"),
                                Relation.State.of(row, 0),
                                row.getLong("digest"))));
        Map<Long, Reason> refused = new HashMap<>();
        Sql.list(session, REFUSED, row -> refused.put(row.getLong(1), Reason.valueOf(row.getString(2))));
        List<String> sequences = Sql.list(session, SEQUENCES, row -> row.getString(1));
        return new Baseline(
                relations, refused, upkeep(session), Look.sequences(session, sequences), surroundings.own());
    }

    private static long upkeep(Connection session) throws SQLException {
        return Sql.first(session, UPKEEP, row -> row.getLong(1)).orElseThrow();
    }

    /** Returns why clones of this template are never given out again. */
    static Optional<String> hindrance(Connection session) throws SQLException {
        return Sql.list(session, HINDRANCE, row -> row.getString(1)).stream()
                .filter(reason -> reason != null)
                .findFirst();
    }
}
