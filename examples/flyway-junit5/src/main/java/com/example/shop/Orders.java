package com.example.shop;

import static com.example.shop.Transactions.inTransaction;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** What customers have bought. */
public final class Orders {

    private final DataSource database;

    public Orders(DataSource database) {
        this.database = database;
    }

    /**
     * Makes an order of what lies in a customer's cart, at today's prices, and empties the cart.
     *
     * @throws OutOfStockException if something in the cart is not there any more; the cart stays as it is
     */
    public long place(long customerId) throws SQLException {
        return inTransaction(database, connection -> {
            long orderId = insertOrder(connection, customerId);
            moveCartIntoOrder(connection, customerId, orderId);
            List<OrderLine> lines = lines(connection, orderId);
            if (lines.isEmpty()) {
                throw new IllegalStateException("the cart of customer " + customerId + " is empty");
            }
            for (OrderLine line : lines) {
                Stock.take(connection, line.productId(), line.quantity());
            }
            return orderId;
        });
    }

    private static long insertOrder(Connection connection, long customerId) throws SQLException {
        String sql = "INSERT INTO customer_order (customer_id) VALUES (?) RETURNING id";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setLong(1, customerId);
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return row.getLong("id");
            }
        }
    }

    private static void moveCartIntoOrder(Connection connection, long customerId, long orderId) throws SQLException {
        String sql = """
                WITH bought AS (
                    DELETE FROM cart_line WHERE customer_id = ? RETURNING product_id, quantity
                )
                INSERT INTO order_line (order_id, product_id, quantity, unit_price)
                SELECT ?, product.id, bought.quantity, product.price
                FROM bought JOIN product ON product.id = bought.product_id
                """;
        try (PreparedStatement move = connection.prepareStatement(sql)) {
            move.setLong(1, customerId);
            move.setLong(2, orderId);
            move.executeUpdate();
        }
    }

    /** Cancels an order that nobody has paid yet, and puts its products back on the shelves. */
    public void cancel(long orderId) throws SQLException {
        inTransaction(database, connection -> {
            changeStatus(connection, orderId, OrderStatus.PLACED, OrderStatus.CANCELLED);
            for (OrderLine line : lines(connection, orderId)) {
                Stock.putBack(connection, line.productId(), line.quantity());
            }
            return null;
        });
    }

    /** Moves an order on, unless somebody else did. */
    static void changeStatus(Connection connection, long orderId, OrderStatus from, OrderStatus to)
            throws SQLException {
        String sql = "UPDATE customer_order SET status = ?::order_status WHERE id = ? AND status = ?::order_status";
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setString(1, to.name());
            update.setLong(2, orderId);
            update.setString(3, from.name());
            if (update.executeUpdate() == 0) {
                throw new IllegalStateException("order " + orderId + " is not " + from);
            }
        }
    }

    public Order find(long orderId) throws SQLException {
        String sql = "SELECT customer_id, status FROM customer_order WHERE id = ?";
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, orderId);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalArgumentException("no order " + orderId);
                }
                return new Order(
                        orderId,
                        row.getLong("customer_id"),
                        OrderStatus.valueOf(row.getString("status")),
                        lines(connection, orderId));
            }
        }
    }

    private static List<OrderLine> lines(Connection connection, long orderId) throws SQLException {
        String sql = "SELECT product_id, quantity, unit_price FROM order_line WHERE order_id = ? ORDER BY product_id";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, orderId);
            List<OrderLine> lines = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    lines.add(new OrderLine(
                            rows.getLong("product_id"), rows.getInt("quantity"), rows.getBigDecimal("unit_price")));
                }
            }
            return lines;
        }
    }

    /** The orders of a customer, the newest first. */
    public List<Long> of(long customerId) throws SQLException {
        String sql = "SELECT id FROM customer_order WHERE customer_id = ? ORDER BY id DESC";
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, customerId);
            List<Long> ids = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getLong("id"));
                }
            }
            return ids;
        }
    }

    public BigDecimal total(long orderId) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return total(connection, orderId);
        }
    }

    static BigDecimal total(Connection connection, long orderId) throws SQLException {
        String sql = "SELECT total FROM order_total WHERE order_id = ?";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, orderId);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalArgumentException("no order " + orderId);
                }
                return row.getBigDecimal("total");
            }
        }
    }
}
