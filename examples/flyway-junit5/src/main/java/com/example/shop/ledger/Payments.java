package com.example.shop.ledger;

import com.example.shop.jdbc.Database;
import com.example.shop.jdbc.Session;
import com.example.shop.orders.OrderStatus;
import com.example.shop.orders.Orders;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import javax.sql.DataSource;

/** The money that came in. */
public final class Payments {

    private final Database database;

    public Payments(DataSource database) {
        this.database = new Database(database);
    }

    /**
     * Takes the money for an order, and books it.
     *
     * @param method {@code CARD} or {@code INVOICE}
     * @return the amount
     */
    public BigDecimal pay(long orderId, String method) throws SQLException {
        return database.inTransaction(session -> {
            Orders.changeStatus(session, orderId, OrderStatus.PAID);
            BigDecimal amount = Orders.total(session, orderId);
            long entry = book(session, "order " + orderId, method, amount);
            session.update(
                    "INSERT INTO ledger.payment (order_id, amount, method, entry_id) VALUES (?, ?, ?, ?)",
                    orderId,
                    amount,
                    method,
                    entry);
            return amount;
        });
    }

    /** Gives the money back for an order that was not sent yet; it can be paid again. */
    public void refund(long orderId) throws SQLException {
        database.inTransaction(session -> {
            Orders.changeStatus(session, orderId, OrderStatus.PLACED);
            Payment payment = session.one(
                    """
                    UPDATE ledger.payment SET refunded_at = now() WHERE order_id = ? AND refunded_at IS NULL
                    RETURNING id, method, amount
                    """,
                    row -> new Payment(row.getLong("id"), row.getString("method"), row.getBigDecimal("amount")),
                    orderId);
            long entry = book(session, "refund of order " + orderId, payment.method, payment.amount.negate());
            return session.update("INSERT INTO ledger.refund VALUES (?, ?)", payment.id, entry);
        });
    }

    private record Payment(long id, String method, BigDecimal amount) {}

    private static long book(Session session, String words, String method, BigDecimal amount) throws SQLException {
        int account = method.equals("INVOICE") ? Ledger.RECEIVABLES : Ledger.BANK;
        return Ledger.book(
                session,
                LocalDate.now(),
                words,
                List.of(new Posting(account, amount), new Posting(Ledger.SALES, amount.negate())));
    }

    /** All the money that came in and stayed. */
    public BigDecimal received() throws SQLException {
        return database.one(
                "SELECT coalesce(sum(amount), 0.00) FROM ledger.payment WHERE refunded_at IS NULL",
                row -> row.getBigDecimal(1));
    }
}
