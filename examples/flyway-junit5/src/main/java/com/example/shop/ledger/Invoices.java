package com.example.shop.ledger;

import com.example.shop.jdbc.Database;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import javax.sql.DataSource;

/** Numbers without a gap, as the tax office wants them. */
public final class Invoices {

    private final Database database;

    public Invoices(DataSource database) {
        this.database = new Database(database);
    }

    /** Issues the invoice of an order, which has one. */
    public String issue(long orderId, LocalDate day, String country) throws SQLException {
        return database.inTransaction(session -> {
            String number = session.one("SELECT ledger.next_invoice_number(?)", row -> row.getString(1), day.getYear());
            session.update("INSERT INTO ledger.invoice VALUES (?, ?, ?)", number, orderId, day);
            session.update("""
                    INSERT INTO ledger.invoice_line (number, position, words, amount, tax)
                    SELECT ?, row_number() OVER (ORDER BY product.id), line.quantity || ' ' || product.name,
                           line.amount, tax_in(line.amount, ?, product.tax)
                    FROM order_line line JOIN product ON product.id = line.product_id
                    WHERE line.order_id = ?
                    """, number, country, orderId);
            return number;
        });
    }

    public List<InvoiceLine> lines(String number) throws SQLException {
        return database.list(
                "SELECT words, amount, tax, net FROM ledger.invoice_line WHERE number = ? ORDER BY position",
                row -> new InvoiceLine(
                        row.getString(1), row.getBigDecimal(2), row.getBigDecimal(3), row.getBigDecimal(4)),
                number);
    }
}
