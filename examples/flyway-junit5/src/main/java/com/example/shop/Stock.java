package com.example.shop;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** What lies on the shelves. */
public final class Stock {

    private final DataSource database;

    public Stock(DataSource database) {
        this.database = database;
    }

    public int available(long productId) throws SQLException {
        String sql = "SELECT quantity FROM stock WHERE product_id = ?";
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, productId);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getInt("quantity") : 0;
            }
        }
    }

    public void receive(long productId, int quantity) throws SQLException {
        try (Connection connection = database.getConnection()) {
            putBack(connection, productId, quantity);
        }
    }

    /**
     * Takes something off the shelf.
     *
     * @throws OutOfStockException if there is not enough, and then takes nothing
     */
    public void take(long productId, int quantity) throws SQLException {
        try (Connection connection = database.getConnection()) {
            take(connection, productId, quantity);
        }
    }

    static void take(Connection connection, long productId, int quantity) throws SQLException {
        String sql = "UPDATE stock SET quantity = quantity - ? WHERE product_id = ? AND quantity >= ?";
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setInt(1, quantity);
            update.setLong(2, productId);
            update.setInt(3, quantity);
            if (update.executeUpdate() == 0) {
                throw new OutOfStockException(productId, quantity);
            }
        }
    }

    static void putBack(Connection connection, long productId, int quantity) throws SQLException {
        String sql = "UPDATE stock SET quantity = quantity + ? WHERE product_id = ?";
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setInt(1, quantity);
            update.setLong(2, productId);
            update.executeUpdate();
        }
    }
}
