package com.example.shop.orders;

import com.example.shop.jdbc.Database;
import com.example.shop.jdbc.Session;
import com.example.shop.warehouse.OutOfStockException;
import com.example.shop.warehouse.Stock;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** What customers have bought. */
public final class Orders {

    private final Database database;

    public Orders(DataSource database) {
        this.database = new Database(database);
    }

    /**
     * Makes an order of what lies in a customer's cart, at today's prices, and empties the cart.
     *
     * @throws OutOfStockException if something in the cart is not there any more; the cart stays as it is
     */
    public long place(long customerId) throws SQLException {
        return database.inTransaction(session -> {
            long orderId = session.one(
                    "INSERT INTO customer_order (customer_id) VALUES (?) RETURNING id",
                    row -> row.getLong("id"),
                    customerId);
            moveCartIntoOrder(session, customerId, orderId);
            List<OrderLine> lines = lines(session, orderId);
            if (lines.isEmpty()) {
                throw new IllegalStateException("the cart of customer " + customerId + " is empty");
            }
            for (OrderLine line : lines) {
                Stock.take(session, line.productId(), Stock.MAIN, line.quantity());
            }
            return orderId;
        });
    }

    private static void moveCartIntoOrder(Session session, long customerId, long orderId) throws SQLException {
        session.update("""
                WITH bought AS (
                    DELETE FROM cart_line WHERE customer_id = ? RETURNING customer_id, product_id, quantity
                )
                INSERT INTO order_line (order_id, product_id, quantity, unit_price)
                SELECT ?, product_id, quantity, price_for(product_id, customer_id, current_date) FROM bought
                """, customerId, orderId);
    }

    /** Cancels an order that nobody has paid yet, and puts its products back on the shelves. */
    public void cancel(long orderId) throws SQLException {
        database.inTransaction(session -> {
            changeStatus(session, orderId, OrderStatus.CANCELLED);
            for (OrderLine line : lines(session, orderId)) {
                Stock.add(session, line.productId(), Stock.MAIN, line.quantity());
            }
            return null;
        });
    }

    /** Moves an order on; the database knows which ways it can go. */
    public static void changeStatus(Session session, long orderId, OrderStatus to) throws SQLException {
        int changed =
                session.update("UPDATE customer_order SET status = ?::order_status WHERE id = ?", to.name(), orderId);
        if (changed == 0) {
            throw new IllegalArgumentException("no order " + orderId);
        }
    }

    public Order find(long orderId) throws SQLException {
        return database.inTransaction(session -> session.first(
                        "SELECT customer_id, status FROM customer_order WHERE id = ?",
                        row -> new Order(
                                orderId,
                                row.getLong("customer_id"),
                                OrderStatus.valueOf(row.getString("status")),
                                lines(session, orderId)),
                        orderId)
                .orElseThrow(() -> new IllegalArgumentException("no order " + orderId)));
    }

    private static List<OrderLine> lines(Session session, long orderId) throws SQLException {
        return session.list(
                "SELECT product_id, quantity, unit_price FROM order_line WHERE order_id = ? ORDER BY product_id",
                row -> new OrderLine(
                        row.getLong("product_id"), row.getInt("quantity"), row.getBigDecimal("unit_price")),
                orderId);
    }

    /** The orders of a customer, the newest first. */
    public List<Long> of(long customerId) throws SQLException {
        return database.list(
                "SELECT id FROM customer_order WHERE customer_id = ? ORDER BY id DESC",
                row -> row.getLong("id"),
                customerId);
    }

    /** What became of an order, step by step. */
    public List<OrderStatus> history(long orderId) throws SQLException {
        return database.list(
                "SELECT status FROM order_status_change WHERE order_id = ? ORDER BY id",
                row -> OrderStatus.valueOf(row.getString("status")),
                orderId);
    }

    public BigDecimal total(long orderId) throws SQLException {
        return database.inTransaction(session -> total(session, orderId));
    }

    public static BigDecimal total(Session session, long orderId) throws SQLException {
        return session.one(
                "SELECT total FROM order_total WHERE order_id = ?", row -> row.getBigDecimal("total"), orderId);
    }
}
