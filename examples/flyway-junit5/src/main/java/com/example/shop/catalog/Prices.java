package com.example.shop.catalog;

import com.example.shop.jdbc.Database;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import javax.sql.DataSource;

/** What things cost: for whom, when, and of what taxes. */
public final class Prices {

    private final Database database;

    public Prices(DataSource database) {
        this.database = new Database(database);
    }

    public void change(long productId, BigDecimal price) throws SQLException {
        database.update("UPDATE product SET price = ? WHERE id = ?", price, productId);
    }

    public List<PriceChange> changes(long productId) throws SQLException {
        return database.list(
                "SELECT old_price, new_price, percent FROM price_change WHERE product_id = ? ORDER BY id",
                row -> new PriceChange(row.getBigDecimal(1), row.getBigDecimal(2), row.getBigDecimal(3)),
                productId);
    }

    public void makeSpecial(long productId, String group, BigDecimal price) throws SQLException {
        database.update(
                "INSERT INTO special_price (product_id, group_code, price) VALUES (?, ?, ?)", productId, group, price);
    }

    /** Plans a promotion on everything. There is one at a time. */
    public void promote(String name, LocalDate from, LocalDate until, int percent) throws SQLException {
        database.update(
                "INSERT INTO promotion (name, during, percent) VALUES (?, daterange(?, ?, '[)'), ?)",
                name,
                from,
                until,
                percent);
    }

    public BigDecimal of(long productId, long customerId, LocalDate day) throws SQLException {
        return database.one("SELECT price_for(?, ?, ?)", row -> row.getBigDecimal(1), productId, customerId, day);
    }

    /** The tax that a price contains. */
    public BigDecimal taxIn(BigDecimal gross, String country, String taxClass) throws SQLException {
        return database.one("SELECT tax_in(?, ?, ?::tax_class)", row -> row.getBigDecimal(1), gross, country, taxClass);
    }
}
