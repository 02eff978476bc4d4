package com.example.shop;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** What can be bought. */
public final class Catalog {

    private final DataSource database;

    public Catalog(DataSource database) {
        this.database = database;
    }

    public List<String> categories() throws SQLException {
        List<String> codes = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement("SELECT code FROM category ORDER BY code");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                codes.add(rows.getString("code"));
            }
        }
        return codes;
    }

    public Product add(String category, String name, BigDecimal price) throws SQLException {
        String sql = "INSERT INTO product (category_code, name, price) VALUES (?, ?, ?) RETURNING id, price";
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, category);
            insert.setString(2, name);
            insert.setBigDecimal(3, price);
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return new Product(row.getLong("id"), category, name, row.getBigDecimal("price"));
            }
        }
    }

    public List<Product> in(String category) throws SQLException {
        String sql = "SELECT id, category_code, name, price FROM product WHERE category_code = ? ORDER BY name";
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, category);
            return products(select);
        }
    }

    /** Finds products by a part of their name. */
    public List<Product> search(String part) throws SQLException {
        String sql = "SELECT id, category_code, name, price FROM product WHERE strpos(lower(name), lower(?)) > 0"
                + " ORDER BY name";
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, part);
            return products(select);
        }
    }

    private static List<Product> products(PreparedStatement select) throws SQLException {
        List<Product> found = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                found.add(new Product(
                        rows.getLong("id"),
                        rows.getString("category_code"),
                        rows.getString("name"),
                        rows.getBigDecimal("price")));
            }
        }
        return found;
    }

    public void changePrice(long productId, BigDecimal price) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement update = connection.prepareStatement("UPDATE product SET price = ? WHERE id = ?")) {
            update.setBigDecimal(1, price);
            update.setLong(2, productId);
            update.executeUpdate();
        }
    }

    /** Adds the products of a category to the catalog of another shop, without their stock. */
    public void copy(String category, Catalog target) throws SQLException {
        for (Product product : in(category)) {
            target.add(category, product.name(), product.price());
        }
    }
}
