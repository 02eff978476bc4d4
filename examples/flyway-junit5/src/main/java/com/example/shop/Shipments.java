package com.example.shop;

import static com.example.shop.Transactions.inTransaction;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;

/** What goes out of the door. */
public final class Shipments {

    private final DataSource database;

    public Shipments(DataSource database) {
        this.database = database;
    }

    /** Sends the oldest paid order, if there is one that nobody else is packing. */
    public OptionalLong sendNext(String trackingCode) throws SQLException {
        return inTransaction(database, connection -> {
            OptionalLong next = reserveNext(connection);
            if (next.isPresent()) {
                send(connection, next.getAsLong(), trackingCode);
            }
            return next;
        });
    }

    /** Reserves the oldest paid order for this transaction; orders that others have reserved are skipped. */
    static OptionalLong reserveNext(Connection connection) throws SQLException {
        String sql = """
                SELECT id FROM customer_order WHERE status = 'PAID'
                ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
                """;
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            return row.next() ? OptionalLong.of(row.getLong("id")) : OptionalLong.empty();
        }
    }

    static void send(Connection connection, long orderId, String trackingCode) throws SQLException {
        Orders.changeStatus(connection, orderId, OrderStatus.PAID, OrderStatus.SHIPPED);
        String sql = "INSERT INTO shipment (order_id, tracking_code) VALUES (?, ?)";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setLong(1, orderId);
            insert.setString(2, trackingCode);
            insert.executeUpdate();
        }
    }

    public Optional<String> trackingCode(long orderId) throws SQLException {
        String sql = "SELECT tracking_code FROM shipment WHERE order_id = ?";
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, orderId);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(row.getString("tracking_code")) : Optional.empty();
            }
        }
    }
}
