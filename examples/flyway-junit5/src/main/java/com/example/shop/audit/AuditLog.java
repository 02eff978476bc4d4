package com.example.shop.audit;

import com.example.shop.jdbc.Database;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** What the triggers of the database have written down. */
public final class AuditLog {

    private final Database database;

    public AuditLog(DataSource database) {
        this.database = new Database(database);
    }

    public List<Change> all() throws SQLException {
        return database.list(
                "SELECT table_name, operation FROM audit.change ORDER BY id",
                row -> new Change(row.getString("table_name"), row.getString("operation")));
    }

    public List<String> operations(String table, long id) throws SQLException {
        return database.list(
                "SELECT operation FROM audit.change WHERE table_name = ? AND row_id = ? ORDER BY id",
                row -> row.getString("operation"),
                table,
                id);
    }

    /** What stood in a column before the last change, or nothing where there was no row or no value. */
    public Optional<String> before(String table, long id, String column) throws SQLException {
        return database.first("""
                SELECT coalesce(old_row ->> ?, '') FROM audit.change
                WHERE table_name = ? AND row_id = ? ORDER BY id DESC LIMIT 1
                """, row -> row.getString(1), column, table, id);
    }
}
