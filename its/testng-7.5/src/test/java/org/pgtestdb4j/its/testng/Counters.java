package org.pgtestdb4j.its.testng;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.pgtestdb4j.Migrator;

/** A table to count in. */
public record Counters() implements Migrator {

    @Override
    public String hash() {
        return "counters";
    }

    @Override
    public void migrate(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE counter (id integer GENERATED ALWAYS AS IDENTITY)");
        }
    }

    static void add(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO counter DEFAULT VALUES");
        }
    }

    static int count(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM counter")) {
            row.next();
            return row.getInt(1);
        }
    }
}
