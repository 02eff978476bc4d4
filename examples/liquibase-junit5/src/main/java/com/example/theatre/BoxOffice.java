package com.example.theatre;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Sells seats. */
public final class BoxOffice {

    private static final String UNIQUE_VIOLATION = "23505";

    private final DataSource database;

    public BoxOffice(DataSource database) {
        this.database = database;
    }

    /** Books some seats of a row, all or none. */
    public int book(int performance, String guest, String row, int... numbers) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                int booking = open(connection, performance, guest);
                for (int number : numbers) {
                    take(connection, booking, performance, row, number);
                }
                connection.commit();
                return booking;
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            }
        }
    }

    private static int open(Connection connection, int performance, String guest) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO booking (performance_id, guest) VALUES (?, ?) RETURNING id")) {
            insert.setInt(1, performance);
            insert.setString(2, guest);
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return row.getInt("id");
            }
        }
    }

    private static void take(Connection connection, int booking, int performance, String row, int number)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO booked_seat (booking_id, performance_id, seat_id)
                SELECT ?, performance.id, seat.id
                FROM performance JOIN seat USING (hall_id)
                WHERE performance.id = ? AND seat.row_name = ? AND seat.number = ?""")) {
            insert.setInt(1, booking);
            insert.setInt(2, performance);
            insert.setString(3, row);
            insert.setInt(4, number);
            if (insert.executeUpdate() == 0) {
                throw new IllegalArgumentException("There is no seat " + row + number);
            }
        } catch (SQLException e) {
            if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
                throw new SoldOutException("Seat " + row + number + " is taken", e);
            }
            throw e;
        }
    }

    public void pay(int booking) throws SQLException {
        become("paid", booking);
    }

    /** Gives the seats back. */
    public void cancel(int booking) throws SQLException {
        become("cancelled", booking);
    }

    private void become(String state, int booking) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement update =
                        connection.prepareStatement("UPDATE booking SET state = ?::booking_state WHERE id = ?")) {
            update.setString(1, state);
            update.setInt(2, booking);
            update.executeUpdate();
        }
    }

    public int freeSeats(int performance) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT seats - taken FROM occupancy WHERE performance_id = ?")) {
            select.setInt(1, performance);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }
}
