package com.example.shop.orders;

import com.example.shop.jdbc.Database;
import com.example.shop.jdbc.Session;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/** What goes out of the door. */
public final class Shipments {

    private final Database database;

    public Shipments(DataSource database) {
        this.database = new Database(database);
    }

    /** Sends the oldest paid order, if there is one that nobody else is packing. */
    public Optional<Long> sendNext(String trackingCode) throws SQLException {
        return database.inTransaction(session -> {
            Optional<Long> next = reserveNext(session);
            if (next.isPresent()) {
                send(session, next.get(), trackingCode);
            }
            return next;
        });
    }

    /** Reserves the oldest paid order for this transaction; orders that others have reserved are skipped. */
    static Optional<Long> reserveNext(Session session) throws SQLException {
        return session.first("""
                SELECT id FROM customer_order WHERE status = 'PAID'
                ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
                """, row -> row.getLong("id"));
    }

    static void send(Session session, long orderId, String trackingCode) throws SQLException {
        Orders.changeStatus(session, orderId, OrderStatus.SHIPPED);
        session.update("INSERT INTO shipment (order_id, tracking_code) VALUES (?, ?)", orderId, trackingCode);
    }

    public Optional<String> trackingCode(long orderId) throws SQLException {
        return database.first(
                "SELECT tracking_code FROM shipment WHERE order_id = ?",
                row -> row.getString("tracking_code"),
                orderId);
    }

    /** What it costs to send a parcel; empty if it is too heavy. */
    public Optional<BigDecimal> rate(String method, String country, String postalCode, int grams) throws SQLException {
        return database.first("""
                SELECT price FROM shipping_rate WHERE method = ? AND zone = shipping_zone(?, ?) AND grams >= ?
                ORDER BY grams LIMIT 1
                """, row -> row.getBigDecimal("price"), method, country, postalCode, grams);
    }
}
