package com.example.theatre;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

@TheatreTest
class ChangelogTest {

    @Test
    void everyChangeSetWasExecuted(Connection connection) throws SQLException {
        assertThat(value(connection, "SELECT string_agg(DISTINCT exectype, ' ') FROM databasechangelog"))
                .isEqualTo("EXECUTED");
    }

    @Test
    void thereAreNoDataForDemonstrations(Connection connection) throws SQLException {
        assertThat(value(connection, "SELECT count(*) FROM play")).isEqualTo("0");
    }

    @Test
    void theIndexThatWasBuiltConcurrentlyIsValid(Connection connection) throws SQLException {
        assertThat(value(connection, "SELECT indisvalid FROM pg_index WHERE indexrelid = 'booking_guest'::regclass"))
                .isEqualTo("t");
    }

    private static String value(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
