package com.example.shop;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/** Who may buy. */
public final class Customers {

    private final DataSource database;

    public Customers(DataSource database) {
        this.database = database;
    }

    public Customer register(String email, String name) throws SQLException {
        String sql = "INSERT INTO customer (email, name) VALUES (?, ?) RETURNING id";
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, email);
            insert.setString(2, name);
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return new Customer(row.getLong("id"), email, name);
            }
        }
    }

    /** Finds a customer by email, in whatever case it is written. */
    public Optional<Customer> find(String email) throws SQLException {
        String sql = "SELECT id, email, name FROM customer WHERE lower(email) = lower(?)";
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, email);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new Customer(row.getLong("id"), row.getString("email"), row.getString("name")))
                        : Optional.empty();
            }
        }
    }

    public void rename(long customerId, String name) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement update = connection.prepareStatement("UPDATE customer SET name = ? WHERE id = ?")) {
            update.setString(1, name);
            update.setLong(2, customerId);
            update.executeUpdate();
        }
    }

    public int count() throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement("SELECT count(*) FROM customer");
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }
}
