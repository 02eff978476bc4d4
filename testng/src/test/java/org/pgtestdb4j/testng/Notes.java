package org.pgtestdb4j.testng;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** What fixtures do with their databases. */
final class Notes {

    private Notes() {}

    static void write(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO note (text) VALUES ('written')");
        }
    }

    static int count(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Integer.parseInt(ask(connection, "SELECT count(*) FROM note"));
        }
    }

    static String databaseOf(Connection connection) throws SQLException {
        return ask(connection, "SELECT current_database()");
    }

    private static String ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
