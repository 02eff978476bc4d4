package com.example.shop.warehouse;

import com.example.shop.jdbc.Database;
import com.example.shop.jdbc.Session;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** What lies on the shelves. Customers are served from the main site. */
public final class Stock {

    public static final String MAIN = "MAIN";

    private final Database database;

    public Stock(DataSource database) {
        this.database = new Database(database);
    }

    public int available(long productId) throws SQLException {
        return available(productId, MAIN);
    }

    public int available(long productId, String site) throws SQLException {
        return database.first(
                        "SELECT quantity FROM warehouse.stock WHERE product_id = ? AND site = ?",
                        row -> row.getInt("quantity"),
                        productId,
                        site)
                .orElse(0);
    }

    /** What there is at all sites together. */
    public int total(long productId) throws SQLException {
        return database.one(
                "SELECT quantity FROM warehouse.stock_level WHERE product_id = ?",
                row -> row.getInt("quantity"),
                productId);
    }

    public void receive(long productId, int quantity) throws SQLException {
        database.inTransaction(session -> add(session, productId, MAIN, quantity));
    }

    /**
     * Takes something off the shelf.
     *
     * @throws OutOfStockException if there is not enough, and then takes nothing
     */
    public void take(long productId, int quantity) throws SQLException {
        database.inTransaction(session -> {
            take(session, productId, MAIN, quantity);
            return null;
        });
    }

    /** Moves something to another site. */
    public void move(long productId, int quantity, String from, String to) throws SQLException {
        database.inTransaction(session -> {
            take(session, productId, from, quantity);
            if (add(session, productId, to, quantity) == 0) {
                throw new IllegalArgumentException("no site " + to);
            }
            return null;
        });
    }

    /** How the quantity at the main site changed, the oldest change first. */
    public List<Integer> movements(long productId) throws SQLException {
        return database.list(
                "SELECT change FROM warehouse.movement WHERE product_id = ? AND site = ? ORDER BY id",
                row -> row.getInt("change"),
                productId,
                MAIN);
    }

    public static void take(Session session, long productId, String site, int quantity) throws SQLException {
        int taken = session.update(
                "UPDATE warehouse.stock SET quantity = quantity - ? WHERE product_id = ? AND site = ? AND quantity >= ?",
                quantity,
                productId,
                site,
                quantity);
        if (taken == 0) {
            throw new OutOfStockException(productId, quantity);
        }
    }

    public static int add(Session session, long productId, String site, int quantity) throws SQLException {
        return session.update(
                "UPDATE warehouse.stock SET quantity = quantity + ? WHERE product_id = ? AND site = ?",
                quantity,
                productId,
                site);
    }
}
