package com.example.theatre;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Reserves, sells and takes back tickets. */
public final class BoxOffice {

    private static final String UNIQUE_VIOLATION = "23505";

    private final Sql sql;

    public BoxOffice(DataSource database) {
        sql = new Sql(database);
    }

    /** Reserves all of the seats, or none. */
    public void reserve(int performance, int customer, Seat... seats) throws SQLException {
        sql.inTransaction(connection -> {
            if (!isOnSale(connection, performance)) {
                throw new IllegalStateException("performance " + performance + " is not on sale");
            }
            for (Seat seat : seats) {
                reserve(connection, performance, customer, seat);
            }
            return seats.length;
        });
    }

    private static boolean isOnSale(Connection connection, int performance) throws SQLException {
        return Sql.list(
                        connection,
                        "SELECT on_sale FROM performance WHERE id = ?",
                        row -> row.getBoolean(1),
                        performance)
                .contains(true);
    }

    private static void reserve(Connection connection, int performance, int customer, Seat seat) throws SQLException {
        try {
            Sql.update(
                    connection,
                    "INSERT INTO ticket (performance, customer, row_number, seat_number) VALUES (?, ?, ?, ?)",
                    performance,
                    customer,
                    seat.row(),
                    seat.number());
        } catch (SQLException e) {
            if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
                throw new TakenException(seat, e);
            }
            throw e;
        }
    }

    /** Sells what a customer has reserved, and returns the price. */
    public BigDecimal pay(int performance, int customer) throws SQLException {
        return sql.first("""
                        WITH sold AS (
                            UPDATE ticket SET state = 'SOLD'
                             WHERE performance = ? AND customer = ? AND state = 'RESERVED'
                            RETURNING row_number, seat_number)
                        SELECT coalesce(sum(price), 0) FROM sold JOIN seat USING (row_number, seat_number)
                        """, row -> row.getBigDecimal(1), performance, customer)
                .orElseThrow();
    }

    /** Takes a ticket back, and gives it to the first who waits; returns who that is. */
    public Optional<Integer> giveBack(int performance, Seat seat) throws SQLException {
        return sql.inTransaction(connection -> {
            int deleted = Sql.update(
                    connection,
                    "DELETE FROM ticket WHERE performance = ? AND row_number = ? AND seat_number = ?",
                    performance,
                    seat.row(),
                    seat.number());
            if (deleted == 0) {
                throw new IllegalArgumentException(seat + " is free");
            }
            Optional<Integer> next = nextWaiting(connection, performance);
            if (next.isPresent()) {
                reserve(connection, performance, next.get(), seat);
            }
            return next;
        });
    }

    private static Optional<Integer> nextWaiting(Connection connection, int performance) throws SQLException {
        return Sql.list(connection, """
                        DELETE FROM waiting
                         WHERE id = (SELECT min(id) FROM waiting WHERE performance = ?)
                        RETURNING customer
                        """, row -> row.getInt(1), performance).stream()
                .findFirst();
    }

    public void waitFor(int performance, int customer) throws SQLException {
        sql.update("INSERT INTO waiting (performance, customer) VALUES (?, ?)", performance, customer);
    }

    public List<Seat> seatsOf(int performance, int customer) throws SQLException {
        return sql.list(
                "SELECT row_number, seat_number FROM ticket WHERE performance = ? AND customer = ? ORDER BY 1, 2",
                row -> new Seat(row.getInt(1), row.getInt(2)),
                performance,
                customer);
    }

    /** The best seats that are free and beside each other. */
    public List<Seat> findTogether(int performance, int number) throws SQLException {
        return sql.list("""
                WITH free AS (
                    SELECT row_number, seat_number, seat_number - row_number() OVER (PARTITION BY row_number ORDER BY seat_number) AS block
                      FROM seat
                     WHERE NOT EXISTS (SELECT FROM ticket t
                                        WHERE t.performance = ? AND t.row_number = seat.row_number
                                              AND t.seat_number = seat.seat_number)),
                best AS (
                    SELECT row_number, block FROM free GROUP BY 1, 2 HAVING count(*) >= ? ORDER BY 1, min(seat_number) LIMIT 1)
                SELECT row_number, seat_number FROM free JOIN best USING (row_number, block) ORDER BY 2 LIMIT ?
                """, row -> new Seat(row.getInt(1), row.getInt(2)), performance, number, number);
    }

    public BigDecimal takings(int performance) throws SQLException {
        return sql.first("SELECT amount FROM takings WHERE performance = ?", row -> row.getBigDecimal(1), performance)
                .orElseThrow();
    }
}
