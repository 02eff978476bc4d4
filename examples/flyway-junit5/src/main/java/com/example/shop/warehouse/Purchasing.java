package com.example.shop.warehouse;

import com.example.shop.jdbc.Database;
import com.example.shop.jdbc.Session;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;

/** How the shelves are filled. */
public final class Purchasing {

    private final Database database;

    public Purchasing(DataSource database) {
        this.database = new Database(database);
    }

    /** Orders from a supplier, who need not be known yet. */
    public long order(String supplier, Map<Long, Integer> quantities) throws SQLException {
        return database.inTransaction(session -> {
            long order = session.one("""
                    WITH known AS (
                        INSERT INTO warehouse.supplier (name) VALUES (?)
                        ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING id
                    )
                    INSERT INTO warehouse.purchase_order (supplier_id) SELECT id FROM known RETURNING id
                    """, row -> row.getLong("id"), supplier);
            for (Map.Entry<Long, Integer> line : quantities.entrySet()) {
                session.update(
                        "INSERT INTO warehouse.purchase_order_line VALUES (?, ?, ?)",
                        order,
                        line.getKey(),
                        line.getValue());
            }
            return order;
        });
    }

    /** Puts what a supplier has sent on the shelves. */
    public void receive(long purchaseOrder, Map<Long, Integer> quantities) throws SQLException {
        database.inTransaction(session -> {
            long delivery = session.one(
                    "INSERT INTO warehouse.delivery (purchase_order_id) VALUES (?) RETURNING id",
                    row -> row.getLong("id"),
                    purchaseOrder);
            for (Map.Entry<Long, Integer> line : quantities.entrySet()) {
                receive(session, delivery, line.getKey(), line.getValue());
            }
            return null;
        });
    }

    private static void receive(Session session, long delivery, long productId, int quantity) throws SQLException {
        session.update("INSERT INTO warehouse.delivery_line VALUES (?, ?, ?)", delivery, productId, quantity);
        Stock.add(session, productId, Stock.MAIN, quantity);
    }

    /** What was ordered and did not arrive yet. */
    public int outstanding(long productId) throws SQLException {
        return database.one("""
                SELECT coalesce((SELECT sum(quantity) FROM warehouse.purchase_order_line WHERE product_id = ?), 0)
                     - coalesce((SELECT sum(quantity) FROM warehouse.delivery_line       WHERE product_id = ?), 0)
                """, row -> row.getInt(1), productId, productId);
    }
}
