package com.example.shop.orders;

import com.example.shop.jdbc.Database;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** What customers are about to buy. */
public final class Carts {

    private final Database database;

    public Carts(DataSource database) {
        this.database = new Database(database);
    }

    /** Puts a product into a cart; what is there of it already stays. */
    public void put(long customerId, long productId, int quantity) throws SQLException {
        database.update("""
                INSERT INTO cart_line (customer_id, product_id, quantity) VALUES (?, ?, ?)
                ON CONFLICT (customer_id, product_id) DO UPDATE SET quantity = cart_line.quantity + excluded.quantity
                """, customerId, productId, quantity);
    }

    public void remove(long customerId, long productId) throws SQLException {
        database.update("DELETE FROM cart_line WHERE customer_id = ? AND product_id = ?", customerId, productId);
    }

    public List<CartLine> of(long customerId) throws SQLException {
        return database.list(
                "SELECT product_id, quantity FROM cart_line WHERE customer_id = ? ORDER BY product_id",
                row -> new CartLine(row.getLong("product_id"), row.getInt("quantity")),
                customerId);
    }
}
