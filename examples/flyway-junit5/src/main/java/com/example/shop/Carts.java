package com.example.shop;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** What customers are about to buy. */
public final class Carts {

    private final DataSource database;

    public Carts(DataSource database) {
        this.database = database;
    }

    /** Puts a product into a cart; what is there of it already stays. */
    public void put(long customerId, long productId, int quantity) throws SQLException {
        String sql = """
                INSERT INTO cart_line (customer_id, product_id, quantity) VALUES (?, ?, ?)
                ON CONFLICT (customer_id, product_id) DO UPDATE SET quantity = cart_line.quantity + excluded.quantity
                """;
        try (Connection connection = database.getConnection();
                PreparedStatement upsert = connection.prepareStatement(sql)) {
            upsert.setLong(1, customerId);
            upsert.setLong(2, productId);
            upsert.setInt(3, quantity);
            upsert.executeUpdate();
        }
    }

    public void remove(long customerId, long productId) throws SQLException {
        String sql = "DELETE FROM cart_line WHERE customer_id = ? AND product_id = ?";
        try (Connection connection = database.getConnection();
                PreparedStatement delete = connection.prepareStatement(sql)) {
            delete.setLong(1, customerId);
            delete.setLong(2, productId);
            delete.executeUpdate();
        }
    }

    public List<CartLine> of(long customerId) throws SQLException {
        String sql = "SELECT product_id, quantity FROM cart_line WHERE customer_id = ? ORDER BY product_id";
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, customerId);
            List<CartLine> lines = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    lines.add(new CartLine(rows.getLong("product_id"), rows.getInt("quantity")));
                }
            }
            return lines;
        }
    }
}
