package com.example.meters;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import javax.sql.DataSource;

/** Meters, and what they showed day by day. */
public final class Meters {

    private final DataSource database;

    public Meters(DataSource database) {
        this.database = database;
    }

    /** Notes what a meter shows. */
    public void read(String meter, LocalDate day, BigDecimal value) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("INSERT INTO reading (meter, day, value) VALUES (?, ?, ?)")) {
            statement.setString(1, meter);
            statement.setObject(2, day);
            statement.setBigDecimal(3, value);
            statement.executeUpdate();
        }
    }

    /** Returns what went through a meter between its first and its last reading. */
    public BigDecimal consumption(String meter) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(
                        "SELECT coalesce(max(value) - min(value), 0) FROM reading WHERE meter = ?")) {
            query.setString(1, meter);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getBigDecimal(1);
            }
        }
    }
}
