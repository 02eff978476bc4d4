package com.example.parcels;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/** Parcels, and the depots where they were seen. */
public final class Parcels {

    private final DataSource database;

    public Parcels(DataSource database) {
        this.database = database;
    }

    /** Takes a parcel in. */
    public void accept(String label) throws SQLException {
        update("INSERT INTO parcel (label) VALUES (?)", label);
    }

    /** Notes that a parcel came through a depot. */
    public void scan(String label, String depot) throws SQLException {
        if (update("INSERT INTO scan (parcel_id, depot) SELECT id, ? FROM parcel WHERE label = ?", depot, label) == 0) {
            throw new IllegalArgumentException("There is no parcel " + label);
        }
    }

    /** Returns the city where a parcel was seen last. */
    public Optional<String> whereabouts(String label) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement("SELECT whereabouts(?)")) {
            query.setString(1, label);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return Optional.ofNullable(row.getString(1));
            }
        }
    }

    private int update(String sql, String... values) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }
}
