package org.pgtestdb4j.internal.diff;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.pgtestdb4j.DatabaseException;
import org.pgtestdb4j.internal.jdbc.Sql;

/**
 * All that can be read of a database in one transaction: the properties of each thing in it. Two databases are equal if their snapshots are.
 * The transaction stays open, for a closer look at what differs, and leaves no trace on the connection.
 */
public final class Snapshot implements AutoCloseable {

    private static final String ROWS_OF = "rows of ";
    private static final int MAX_UNREADABLE_SHOWN = 20;

    /** So that equal things read the same, whatever the session, the role or the database was set to. */
    private static final String SETTINGS = """
            SET LOCAL search_path = ''; SET LOCAL row_security = off; SET LOCAL statement_timeout = 0;
            SET LOCAL quote_all_identifiers = off; SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO, YMD';
            SET LOCAL intervalstyle = 'postgres'; SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex';
            SET LOCAL xmloption = 'content'; SET LOCAL jit = off""";

    private static final String UNREADABLE = """
            SELECT 'rows of ' || c.oid::regclass
            FROM pg_catalog.pg_class c
            WHERE c.relkind IN ('r', 'm') AND c.oid >= 16384 AND c.relnamespace::regnamespace::text !~ '^pg_(toast|temp)'
              AND NOT (has_schema_privilege(c.relnamespace, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')
                       AND NOT row_security_active(c.oid))
            UNION ALL
            SELECT 'state of sequence ' || c.oid::regclass
            FROM pg_catalog.pg_class c
            WHERE c.relkind = 'S' AND c.relnamespace::regnamespace::text !~ '^pg_(toast|temp)'
              AND NOT (has_schema_privilege(c.relnamespace, 'USAGE') AND has_sequence_privilege(c.oid, 'SELECT'))
            UNION ALL
            SELECT 'large object ' || oid
            FROM pg_catalog.pg_largeobject_metadata
            WHERE NOT pg_has_role(lomowner, 'USAGE')
              AND NOT EXISTS (SELECT FROM aclexplode(lomacl)
                              WHERE privilege_type = 'SELECT' AND (grantee = 0 OR pg_has_role(grantee, 'USAGE')))
            UNION ALL
            SELECT 'user mapping of ' || quote_ident(m.usename) || ' on server ' || quote_ident(m.srvname)
            FROM pg_catalog.pg_user_mappings m JOIN pg_catalog.pg_foreign_server s ON s.oid = m.srvid
            WHERE NOT (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user)
              AND NOT (m.umuser IN (0, current_user::regrole) AND pg_has_role(s.srvowner, 'USAGE'))
              AND NOT (m.umuser = current_user::regrole AND has_server_privilege(s.oid, 'USAGE'))
            ORDER BY 1""";

    private final Connection session;
    private final boolean autoCommit;
    private final TableRows rows;
    private final Map<String, Map<String, String>> things = new TreeMap<>();

    private Snapshot(Connection session, boolean autoCommit, Map<String, Set<String>> ignored) {
        this.session = session;
        this.autoCommit = autoCommit;
        this.rows = new TableRows(session, ignored);
    }

    /** A thing that two databases do not have in common; an empty text stands for none. */
    public record Difference(String thing, String left, String right) {}

    /**
     * Reads a database.
     *
     * @param session a session that may read everything; closed with the snapshot, or at once if it cannot be taken
     * @param ignored columns whose values do not count, by the table's qualified name
     * @throws DatabaseException if there is something that this session may not read
     */
    public static Snapshot take(Connection session, Map<String, Set<String>> ignored) throws SQLException {
        Snapshot snapshot = new Snapshot(session, session.getAutoCommit(), ignored);
        try {
            snapshot.begin();
            snapshot.read();
            return snapshot;
        } catch (SQLException | RuntimeException e) {
            snapshot.close();
            throw e;
        }
    }

    private void begin() throws SQLException {
        session.setAutoCommit(false);
        Sql.execute(session, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
        Sql.execute(session, SETTINGS);
    }

    private void read() throws SQLException {
        List<String> unreadable = Sql.list(session, UNREADABLE, row -> row.getString(1));
        if (!unreadable.isEmpty()) {
            throw unreadable(unreadable);
        }
        for (Aspect aspect : Aspect.on(session.getMetaData().getDatabaseMajorVersion())) {
            try {
                Sql.list(session, aspect.query(), this::note);
            } catch (SQLException e) {
                throw new SQLException("Cannot read " + aspect.kind() + ": " + e.getMessage(), e.getSQLState(), e);
            }
        }
        readStates();
        rows.digests().forEach((table, digest) -> things.put(ROWS_OF + table, digest));
    }

    private DatabaseException unreadable(List<String> names) throws SQLException {
        return new DatabaseException(
                "Cannot compare: in the database %s, the role %s may not read %s%s. Use connections of a superuser."
                        .formatted(
                                session.getCatalog(),
                                session.getMetaData().getUserName(),
                                String.join(
                                        ", ",
                                        names.stream()
                                                .limit(MAX_UNREADABLE_SHOWN)
                                                .toList()),
                                names.size() > MAX_UNREADABLE_SHOWN
                                        ? " and " + (names.size() - MAX_UNREADABLE_SHOWN) + " more"
                                        : ""));
    }

    /** Notes a thing with its properties, which are the further columns and bear their names. To ask for their types would run queries. */
    private String note(ResultSet row) throws SQLException {
        ResultSetMetaData columns = row.getMetaData();
        Map<String, String> properties = new LinkedHashMap<>();
        for (int i = 2; i <= columns.getColumnCount(); i++) {
            String value = row.getString(i);
            if (value != null && !value.isEmpty()) {
                properties.put(columns.getColumnLabel(i), value);
            }
        }
        String name = row.getString(1);
        String unique = name;
        for (int i = 2; things.putIfAbsent(unique, properties) != null; i++) {
            unique = name + " (" + i + ")";
        }
        return unique;
    }

    private void readStates() throws SQLException {
        List<String> sequences = Sql.list(
                session,
                "SELECT oid::regclass::text FROM pg_catalog.pg_class WHERE relkind = 'S' AND "
                        + Aspect.lasting("relnamespace"),
                row -> row.getString(1));
        for (String sequence : sequences) {
            Sql.list(
                    session,
                    "SELECT 'state of sequence " + sequence.replace("'", "''")
                            + "', last_value AS last, is_called AS called FROM " + sequence,
                    this::note);
        }
    }

    /** Returns what differs from another snapshot, by name. */
    public List<Difference> differences(Snapshot other) throws SQLException {
        Set<String> names = new TreeSet<>(things.keySet());
        names.addAll(other.things.keySet());
        List<Difference> differences = new ArrayList<>();
        for (String name : names) {
            Map<String, String> left = things.get(name);
            Map<String, String> right = other.things.get(name);
            if (left == null || right == null) {
                differences.add(new Difference(
                        name, left == null ? "" : Wording.all(left), right == null ? "" : Wording.all(right)));
            } else if (!left.equals(right)) {
                differences.add(
                        name.startsWith(ROWS_OF)
                                ? inRows(name, other)
                                : new Difference(name, Wording.differing(left, right), Wording.differing(right, left)));
            }
        }
        return differences;
    }

    private Difference inRows(String name, Snapshot other) throws SQLException {
        String table = name.substring(ROWS_OF.length());
        List<String> left = rows.rows(table);
        List<String> right = other.rows.rows(table);
        return new Difference(name, Wording.rows(left, right), Wording.rows(right, left));
    }

    @Override
    public void close() throws SQLException {
        try (session) {
            session.rollback();
            session.setAutoCommit(autoCommit);
        }
    }
}
