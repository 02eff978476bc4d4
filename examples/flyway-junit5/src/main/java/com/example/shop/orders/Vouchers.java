package com.example.shop.orders;

import com.example.shop.jdbc.Database;
import java.sql.SQLException;
import java.time.LocalDate;
import javax.sql.DataSource;

/** Codes that make an order cheaper. */
public final class Vouchers {

    private final Database database;

    public Vouchers(DataSource database) {
        this.database = new Database(database);
    }

    /**
     * Prints a voucher.
     *
     * @param expires the last day, or null
     */
    public void print(String code, int percent, int uses, LocalDate expires) throws SQLException {
        database.update("INSERT INTO voucher VALUES (?, ?, ?, ?)", code, percent, uses, expires);
    }

    /** Takes a voucher for an order, which can have one. */
    public void redeem(String code, long orderId) throws SQLException {
        database.inTransaction(session -> {
            int valid = session.update("""
                    UPDATE voucher SET uses_left = uses_left - 1
                    WHERE code = ? AND uses_left > 0 AND (expires IS NULL OR expires >= current_date)
                    """, code);
            if (valid == 0) {
                throw new IllegalArgumentException("voucher " + code + " is not valid");
            }
            return session.update("INSERT INTO voucher_redemption (order_id, code) VALUES (?, ?)", orderId, code);
        });
    }

    public int usesLeft(String code) throws SQLException {
        return database.one("SELECT uses_left FROM voucher WHERE code = ?", row -> row.getInt("uses_left"), code);
    }
}
