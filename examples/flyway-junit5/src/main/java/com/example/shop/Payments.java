package com.example.shop;

import static com.example.shop.Transactions.inTransaction;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The money that came in. */
public final class Payments {

    private final DataSource database;

    public Payments(DataSource database) {
        this.database = database;
    }

    /**
     * Takes the money for an order.
     *
     * @param method {@code CARD} or {@code INVOICE}
     * @return the amount
     */
    public BigDecimal pay(long orderId, String method) throws SQLException {
        return inTransaction(database, connection -> {
            Orders.changeStatus(connection, orderId, OrderStatus.PLACED, OrderStatus.PAID);
            BigDecimal amount = Orders.total(connection, orderId);
            insert(connection, orderId, amount, method);
            return amount;
        });
    }

    private static void insert(Connection connection, long orderId, BigDecimal amount, String method)
            throws SQLException {
        String sql = "INSERT INTO payment (order_id, amount, method) VALUES (?, ?, ?)";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setLong(1, orderId);
            insert.setBigDecimal(2, amount);
            insert.setString(3, method);
            insert.executeUpdate();
        }
    }

    /** Gives the money back for an order that was not sent yet; it can be paid again. */
    public void refund(long orderId) throws SQLException {
        inTransaction(database, connection -> {
            Orders.changeStatus(connection, orderId, OrderStatus.PAID, OrderStatus.PLACED);
            String sql = "UPDATE payment SET refunded_at = now() WHERE order_id = ? AND refunded_at IS NULL";
            try (PreparedStatement update = connection.prepareStatement(sql)) {
                update.setLong(1, orderId);
                return update.executeUpdate();
            }
        });
    }

    /** All the money that is in the till. */
    public BigDecimal received() throws SQLException {
        String sql = "SELECT coalesce(sum(amount), 0.00) FROM payment WHERE refunded_at IS NULL";
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getBigDecimal(1);
        }
    }
}
