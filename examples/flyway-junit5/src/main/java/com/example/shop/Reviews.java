package com.example.shop;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import javax.sql.DataSource;

/** What customers think of what they bought. */
public final class Reviews {

    private final DataSource database;

    public Reviews(DataSource database) {
        this.database = database;
    }

    /**
     * Writes a customer's review of a product, in place of an earlier one.
     *
     * @throws IllegalStateException if the customer never received the product
     */
    public void write(long productId, Review review) throws SQLException {
        String sql = """
                INSERT INTO review (product_id, customer_id, stars, words)
                SELECT ?, ?, ?, ?
                WHERE EXISTS (
                    SELECT FROM order_line JOIN customer_order ON customer_order.id = order_line.order_id
                    WHERE product_id = ? AND customer_id = ? AND status = 'SHIPPED'
                )
                ON CONFLICT (product_id, customer_id) DO UPDATE SET stars = excluded.stars, words = excluded.words
                """;
        try (Connection connection = database.getConnection();
                PreparedStatement upsert = connection.prepareStatement(sql)) {
            upsert.setLong(1, productId);
            upsert.setLong(2, review.customerId());
            upsert.setInt(3, review.stars());
            upsert.setString(4, review.words());
            upsert.setLong(5, productId);
            upsert.setLong(6, review.customerId());
            if (upsert.executeUpdate() == 0) {
                throw new IllegalStateException(
                        "customer " + review.customerId() + " never received product " + productId);
            }
        }
    }

    public List<Review> of(long productId) throws SQLException {
        String sql = "SELECT customer_id, stars, words FROM review WHERE product_id = ? ORDER BY customer_id";
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, productId);
            List<Review> reviews = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    reviews.add(new Review(rows.getLong("customer_id"), rows.getInt("stars"), rows.getString("words")));
                }
            }
            return reviews;
        }
    }

    public OptionalDouble averageStars(long productId) throws SQLException {
        return of(productId).stream().mapToInt(Review::stars).average();
    }
}
