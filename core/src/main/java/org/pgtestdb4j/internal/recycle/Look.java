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

/** Looks at a database in which nobody else works any more, in a session of its own. */
final class Look {

    /**
     * All that was ever written is counted, rolled-back work and the system's catalogs too, once the sessions that did it are gone; for
     * sequences, which have no rows to count, whatever touched them. What was written to is listed; of the rest, and of all that is the
     * system's, there is a digest, which needs no order. Vacuum changes numbers in their places, which no counter sees, but the digest does.
     */
    private static final String SEEN = """
            WITH relation AS MATERIALIZED (
                SELECT oid, relname, relkind, relpages, reltuples, relallvisible, oid < 16384 AS of_system,
                       CASE WHEN relkind = 'i' OR relisshared THEN 0
                            WHEN relkind = 'S' THEN pg_stat_get_blocks_fetched(oid)
                            ELSE pg_stat_get_tuples_inserted(oid) + pg_stat_get_tuples_updated(oid)
                                 + pg_stat_get_tuples_deleted(oid) END AS writes,
                       %s AS digest
                FROM pg_class WHERE relkind IN ('r', 'p', 'm', 't', 'i', 'S'))
            SELECT oid, CASE relkind WHEN 'S' THEN oid::regclass::text ELSE relname END AS name, relkind,
                   relpages, reltuples, relallvisible, writes, of_system, NULL::bigint AS digest, NULL::bool AS as_told
            FROM relation WHERE writes > 0
            UNION ALL
            SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, of_system, bit_xor(digest),
                   current_setting('session_replication_role') = 'replica' AND current_setting('stats_fetch_consistency') = 'none'
            FROM relation WHERE relkind <> 'S' AND (of_system OR writes = 0) GROUP BY of_system""".formatted(Relation.DIGEST);

    private static final String SIZES = "SELECT oid, pg_relation_size(oid) FROM unnest(?) AS oid";

    private static final int SEQUENCES_AT_A_TIME = 50;

    private final Connection session;
    private final Baseline fresh;
    private final Map<Long, Relation.State> written = new HashMap<>();
    private final Set<String> catalogs = new TreeSet<>();
    private final Set<String> touchedSequences = new TreeSet<>();
    private long digestOfUnwritten;
    private long upkeep;

    private Look(Connection session, Baseline fresh) {
        this.session = session;
        this.fresh = fresh;
    }

    /**
     * Looks.
     *
     * @param session acts in replica role, so that neither triggers nor foreign keys do, and asks for what was counted anew each time
     * @param surroundings what was seen from outside
     */
    static Sight at(Connection session, Baseline fresh, Surroundings surroundings) throws SQLException {
        return new Look(session, fresh).sight(surroundings);
    }

    private Sight sight(Surroundings surroundings) throws SQLException {
        for (boolean asTold : Sql.list(session, SEEN, this::note)) {
            if (!asTold) {
                throw new SQLException("Somebody has changed the settings of the role that looks");
            }
        }
        return new Sight(relations(), catalogs, upkeep, sequences(), surroundings);
    }

    /** Returns false if the session has not the settings that it needs. */
    private boolean note(ResultSet row) throws SQLException {
        boolean ofSystem = row.getBoolean("of_system");
        String kind = row.getString("relkind");
        if (kind == null) {
            if (ofSystem) {
                upkeep = row.getLong("digest");
            } else {
                digestOfUnwritten = row.getLong("digest");
            }
            return row.getBoolean("as_told");
        }
        if (kind.equals("S")) {
            touchedSequences.add(row.getString("name"));
        } else if (ofSystem) {
            catalogs.add(row.getString("name"));
        } else {
            written.put(row.getLong("oid"), Relation.State.of(row));
        }
        return true;
    }

    /** What was not written to is as it was, if the digest says so; else all is read, and somebody decides. */
    private Map<Long, Relation.State> relations() throws SQLException {
        Map<Long, Relation.State> relations = new HashMap<>(written);
        long expected = 0;
        for (Map.Entry<Long, Relation> entry : fresh.relations().entrySet()) {
            if (!written.containsKey(entry.getKey())) {
                expected ^= entry.getValue().digest();
                relations.put(entry.getKey(), entry.getValue().state());
            }
        }
        return expected == digestOfUnwritten ? relations : allRelations();
    }

    private Map<Long, Relation.State> allRelations() throws SQLException {
        Map<Long, Relation.State> relations = new HashMap<>();
        Sql.list(
                session,
                "SELECT oid, relpages, reltuples, relallvisible FROM pg_class WHERE relkind IN ('r', 'p', 'm', 't', 'i') AND oid >= 16384",
                row -> relations.put(row.getLong("oid"), Relation.State.of(row, writesOf(row.getLong("oid")))));
        return relations;
    }

    private long writesOf(long relation) {
        Relation.State state = written.get(relation);
        return state == null ? 0 : state.writes();
    }

    private Map<String, String> sequences() throws SQLException {
        Map<String, String> states = new HashMap<>(fresh.sequences());
        touchedSequences.retainAll(states.keySet());
        states.putAll(sequences(session, touchedSequences));
        return states;
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
