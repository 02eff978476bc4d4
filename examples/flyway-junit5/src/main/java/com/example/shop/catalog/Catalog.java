package com.example.shop.catalog;

import com.example.shop.jdbc.Database;
import com.example.shop.jdbc.Session;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** What can be bought. */
public final class Catalog {

    private static final Session.Row<Product> PRODUCT = row -> new Product(
            row.getLong("id"), row.getString("category_code"), row.getString("name"), row.getBigDecimal("price"));

    private final Database database;

    public Catalog(DataSource database) {
        this.database = new Database(database);
    }

    /** The categories below another one, and that one itself. */
    public List<String> categoriesBelow(String category) throws SQLException {
        return database.list("""
                WITH RECURSIVE below AS (
                    SELECT code FROM category WHERE code = ?
                    UNION ALL
                    SELECT category.code FROM category JOIN below ON category.parent = below.code
                )
                SELECT code FROM below ORDER BY code
                """, row -> row.getString("code"), category);
    }

    public Product add(String category, String name, BigDecimal price) throws SQLException {
        return database.one(
                "INSERT INTO product (category_code, name, price) VALUES (?, ?, ?) RETURNING *",
                PRODUCT,
                category,
                name,
                price);
    }

    public List<Product> in(String category) throws SQLException {
        return database.list("SELECT * FROM product WHERE category_code = ? ORDER BY name", PRODUCT, category);
    }

    /** Finds products by words of their names, in any form. */
    public List<Product> search(String words) throws SQLException {
        return database.list(
                "SELECT * FROM product WHERE words @@ plainto_tsquery('english', ?) ORDER BY name", PRODUCT, words);
    }

    /** The part of an address that stands for the product. */
    public String slug(long productId) throws SQLException {
        return database.one("SELECT slug FROM product WHERE id = ?", row -> row.getString("slug"), productId);
    }

    public void tag(long productId, String... tags) throws SQLException {
        database.inTransaction(session -> {
            for (String tag : tags) {
                session.update("INSERT INTO tag (name) VALUES (?) ON CONFLICT DO NOTHING", tag);
                session.update("INSERT INTO product_tag (product_id, tag) VALUES (?, ?)", productId, tag);
            }
            return null;
        });
    }

    public void renameTag(String tag, String name) throws SQLException {
        database.update("UPDATE tag SET name = ? WHERE name = ?", name, tag);
    }

    public List<Product> tagged(String tag) throws SQLException {
        return database.list(
                "SELECT product.* FROM product JOIN product_tag ON product_id = id WHERE tag = ? ORDER BY product.name",
                PRODUCT,
                tag);
    }

    public void translate(long productId, String language, String name) throws SQLException {
        database.update(
                "INSERT INTO product_translation (product_id, language, name) VALUES (?, ?, ?)",
                productId,
                language,
                name);
    }

    /** The name in a language, or else the one that we use ourselves. */
    public String name(long productId, String language) throws SQLException {
        return database.one("""
                SELECT coalesce(translation.name, product.name)
                FROM product LEFT JOIN product_translation translation ON product_id = id AND language = ?
                WHERE id = ?
                """, row -> row.getString(1), language, productId);
    }

    /** What sold most when the list was last brought up to date. */
    public List<Product> bestSellers(String category) throws SQLException {
        return database.list("""
                SELECT product.* FROM product JOIN best_seller ON product_id = id
                WHERE product.category_code = ? ORDER BY sold DESC, id
                """, PRODUCT, category);
    }

    public void updateBestSellers() throws SQLException {
        database.update("REFRESH MATERIALIZED VIEW CONCURRENTLY best_seller");
    }

    /** Adds the products of a category to the catalog of another shop, without their stock. */
    public void copy(String category, Catalog target) throws SQLException {
        for (Product product : in(category)) {
            target.add(category, product.name(), product.price());
        }
    }
}
