package org.pgtestdb4j.internal.diff;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.pgtestdb4j.internal.jdbc.Sql;

/**
 * All that can be read of a database in one transaction: a text for each thing in it. Two databases are equal if their snapshots are. The
 * transaction stays open, for a closer look at what differs, and leaves no trace on the connection.
 */
public final class Snapshot implements AutoCloseable {

    private static final String ROWS_OF = "rows of ";
    private static final int MAX_ROWS_SHOWN = 5;

    private final Connection session;
    private final Map<String, String> things;
    private final TableRows rows;

    private Snapshot(Connection session, Map<String, String> things, TableRows rows) {
        this.session = session;
        this.things = things;
        this.rows = rows;
    }

    /** A thing that two databases do not have in common; an empty text stands for none. */
    public record Difference(String thing, String left, String right) {}

    /**
     * Reads a database.
     *
     * @param session a session that may read everything; closed with the snapshot, or at once if it cannot be taken
     * @param ignored columns whose values do not count, by the table's qualified name
     */
    public static Snapshot take(Connection session, Map<String, Set<String>> ignored) throws SQLException {
        try {
            session.setAutoCommit(false);
            Sql.execute(session, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
            // With an empty path the server qualifies every name it prints.
            Sql.execute(session, "SET LOCAL search_path = ''");
            Sql.execute(session, "SET LOCAL row_security = off");
            Map<String, String> things = new TreeMap<>();
            for (Aspect aspect : Aspect.values()) {
                Sql.list(session, aspect.query(), row -> things.put(row.getString(1), row.getString(2)));
            }
            states(session, things);
            TableRows rows = new TableRows(session, ignored);
            rows.digests().forEach((table, digest) -> things.put(ROWS_OF + table, digest));
            return new Snapshot(session, things, rows);
        } catch (SQLException e) {
            end(session);
            throw e;
        }
    }

    private static void states(Connection session, Map<String, String> things) throws SQLException {
        List<String> sequences =
                Sql.list(session, "SELECT seqrelid::regclass::text FROM pg_sequence", row -> row.getString(1));
        for (String sequence : sequences) {
            things.put(
                    "state of sequence " + sequence,
                    Sql.first(
                                    session,
                                    "SELECT last_value || CASE WHEN is_called THEN ', called' ELSE ', not called' END FROM "
                                            + sequence,
                                    row -> row.getString(1))
                            .orElseThrow());
        }
    }

    /** Returns what differs from another snapshot, by name. */
    public List<Difference> differences(Snapshot other) throws SQLException {
        Set<String> names = new TreeSet<>(things.keySet());
        names.addAll(other.things.keySet());
        List<Difference> differences = new ArrayList<>();
        for (String name : names) {
            String left = things.getOrDefault(name, "");
            String right = other.things.getOrDefault(name, "");
            boolean onBoth = things.containsKey(name) && other.things.containsKey(name);
            if (!onBoth || !left.equals(right)) {
                differences.add(
                        onBoth && name.startsWith(ROWS_OF) ? inRows(name, other) : new Difference(name, left, right));
            }
        }
        return differences;
    }

    private Difference inRows(String name, Snapshot other) throws SQLException {
        String table = name.substring(ROWS_OF.length());
        List<String> left = rows.rows(table);
        List<String> right = other.rows.rows(table);
        return new Difference(
                name,
                things.getOrDefault(name, "") + only(left, right),
                other.things.getOrDefault(name, "") + only(right, left));
    }

    private static String only(List<String> here, List<String> there) {
        Set<String> known = new HashSet<>(there);
        List<String> alone = here.stream().filter(row -> !known.contains(row)).toList();
        return alone.isEmpty()
                ? ""
                : alone.stream()
                        .limit(MAX_ROWS_SHOWN)
                        .collect(Collectors.joining("; ", ", only here: ", alone.size() > MAX_ROWS_SHOWN ? "; …" : ""));
    }

    @Override
    public void close() throws SQLException {
        end(session);
    }

    private static void end(Connection session) throws SQLException {
        try (session) {
            session.rollback();
            session.setAutoCommit(true);
        }
    }
}
