package com.example.shop.customers;

import com.example.shop.jdbc.Database;
import com.example.shop.jdbc.Session;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** What customers dream of. The database shows a session the wishes of one customer only, and takes only theirs. */
public final class Wishes {

    private final Database database;

    public Wishes(DataSource database) {
        this.database = new Database(database);
    }

    public void add(long customerId, long productId) throws SQLException {
        as(customerId, session -> insert(session, customerId, productId));
    }

    public List<Long> of(long customerId) throws SQLException {
        return as(
                customerId,
                session -> session.list(
                        "SELECT product_id FROM wish ORDER BY product_id", row -> row.getLong("product_id")));
    }

    /** Forgets all wishes that the customer can see. */
    public int clear(long customerId) throws SQLException {
        return as(customerId, session -> session.update("DELETE FROM wish"));
    }

    static int insert(Session session, long customerId, long productId) throws SQLException {
        return session.update("INSERT INTO wish (customer_id, product_id) VALUES (?, ?)", customerId, productId);
    }

    /** Works for one customer, until the end of the transaction. */
    <T> T as(long customerId, Database.Work<T> work) throws SQLException {
        return database.inTransaction(session -> {
            session.one(
                    "SELECT set_config('shop.customer', ?, true)", row -> row.getString(1), Long.toString(customerId));
            return work.in(session);
        });
    }
}
