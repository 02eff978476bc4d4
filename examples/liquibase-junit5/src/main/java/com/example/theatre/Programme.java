package com.example.theatre;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import javax.sql.DataSource;

/** What is played, where and when. */
public final class Programme {

    private final DataSource database;

    public Programme(DataSource database) {
        this.database = database;
    }

    public int addPlay(String title, int minutes) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO play (title, minutes) VALUES (?, ?) RETURNING id")) {
            insert.setString(1, title);
            insert.setInt(2, minutes);
            return id(insert);
        }
    }

    /** Plans a performance; a hall can have one at a time. */
    public int plan(int play, int hall, OffsetDateTime starts) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement("""
                        INSERT INTO performance (play_id, hall_id, starts, ends)
                        SELECT id, ?, ?, ?::timestamptz + make_interval(mins => minutes) FROM play WHERE id = ?
                        RETURNING id""")) {
            insert.setInt(1, hall);
            insert.setObject(2, starts);
            insert.setObject(3, starts);
            insert.setInt(4, play);
            return id(insert);
        }
    }

    private static int id(PreparedStatement insert) throws SQLException {
        try (ResultSet row = insert.executeQuery()) {
            row.next();
            return row.getInt("id");
        }
    }
}
