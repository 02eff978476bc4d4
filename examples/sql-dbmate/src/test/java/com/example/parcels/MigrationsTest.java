package com.example.parcels;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.junit5.PgTest;

/** The layout may be named; then nothing is guessed. */
@PgTest(migrations = "sql:db/migrations?layout=dbmate")
class MigrationsTest {

    @Test
    void dbmateWouldFindNothingToDo(DataSource database) throws SQLException {
        assertThat(column("SELECT version FROM schema_migrations ORDER BY version", database))
                .containsExactly("20260105090000", "20260112090000", "20260119090000");
    }

    @Test
    void theIndexIsValid(DataSource database) throws SQLException {
        assertThat(column("SELECT indisvalid FROM pg_index WHERE indexrelid = 'scan_by_depot'::regclass", database))
                .containsExactly("t");
    }

    private static List<String> column(String query, DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }
}
