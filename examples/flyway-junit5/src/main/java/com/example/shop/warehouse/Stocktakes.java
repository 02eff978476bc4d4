package com.example.shop.warehouse;

import com.example.shop.jdbc.Database;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/** Counts what is really there. */
public final class Stocktakes {

    private final Database database;

    public Stocktakes(DataSource database) {
        this.database = new Database(database);
    }

    /**
     * Believes the count, and says what was missing or too much, by product.
     *
     * @param countedBy an employee
     */
    public Map<Long, Integer> count(long countedBy, Map<Long, Integer> counted) throws SQLException {
        return database.inTransaction(session -> {
            long stocktake = session.one(
                    "INSERT INTO warehouse.stocktake (site, counted_by) VALUES (?, ?) RETURNING id",
                    row -> row.getLong("id"),
                    Stock.MAIN,
                    countedBy);
            Map<Long, Integer> differences = new TreeMap<>();
            for (Map.Entry<Long, Integer> line : new TreeMap<>(counted).entrySet()) {
                int difference = session.one(
                        """
                        INSERT INTO warehouse.stocktake_line (stocktake_id, product_id, expected, counted)
                        SELECT ?, product_id, quantity, ? FROM warehouse.stock WHERE product_id = ? AND site = ? FOR UPDATE
                        RETURNING difference
                        """, row -> row.getInt("difference"), stocktake, line.getValue(), line.getKey(), Stock.MAIN);
                Stock.add(session, line.getKey(), Stock.MAIN, difference);
                if (difference != 0) {
                    differences.put(line.getKey(), difference);
                }
            }
            return differences;
        });
    }
}
