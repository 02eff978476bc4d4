package com.example.shop.catalog;

import com.example.shop.jdbc.Database;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalDouble;
import javax.sql.DataSource;

/** What customers think of what they bought. */
public final class Reviews {

    private final Database database;

    public Reviews(DataSource database) {
        this.database = new Database(database);
    }

    /**
     * Writes a customer's review of a product, in place of an earlier one.
     *
     * @throws IllegalStateException if the customer never received the product
     */
    public void write(long productId, Review review) throws SQLException {
        int written = database.update(
                """
                INSERT INTO review (product_id, customer_id, stars, words)
                SELECT ?, ?, ?, ?
                WHERE EXISTS (
                    SELECT FROM order_line JOIN customer_order ON customer_order.id = order_line.order_id
                    WHERE product_id = ? AND customer_id = ? AND status = 'SHIPPED'
                )
                ON CONFLICT (product_id, customer_id) DO UPDATE SET stars = excluded.stars, words = excluded.words
                """, productId, review.customerId(), review.stars(), review.words(), productId, review.customerId());
        if (written == 0) {
            throw new IllegalStateException("customer " + review.customerId() + " never received product " + productId);
        }
    }

    public List<Review> of(long productId) throws SQLException {
        return database.list(
                "SELECT customer_id, stars, words FROM review WHERE product_id = ? ORDER BY customer_id",
                row -> new Review(row.getLong("customer_id"), row.getInt("stars"), row.getString("words")),
                productId);
    }

    public OptionalDouble averageStars(long productId) throws SQLException {
        return of(productId).stream().mapToInt(Review::stars).average();
    }

    /** Says whether somebody else's review was of help. */
    public void vote(long productId, long reviewerId, long voterId, boolean helpful) throws SQLException {
        database.update(
                "INSERT INTO review_vote (product_id, reviewer_id, voter_id, helpful) VALUES (?, ?, ?, ?)",
                productId,
                reviewerId,
                voterId,
                helpful);
    }

    public int helpfulVotes(long productId, long reviewerId) throws SQLException {
        return database.one(
                "SELECT count(*) FILTER (WHERE helpful) FROM review_vote WHERE product_id = ? AND reviewer_id = ?",
                row -> row.getInt(1),
                productId,
                reviewerId);
    }
}
