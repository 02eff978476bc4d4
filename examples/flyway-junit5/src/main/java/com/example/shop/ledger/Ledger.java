package com.example.shop.ledger;

import com.example.shop.jdbc.Database;
import com.example.shop.jdbc.Session;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import javax.sql.DataSource;

/** Books in double entry: what one account gives, another takes. */
public final class Ledger {

    public static final int BANK = 1200;
    public static final int RECEIVABLES = 1400;
    public static final int SALES = 8400;

    private final Database database;

    public Ledger(DataSource database) {
        this.database = new Database(database);
    }

    /** Books an entry; the database refuses one whose postings are not in balance. */
    public long book(LocalDate day, String words, Posting... postings) throws SQLException {
        return database.inTransaction(session -> book(session, day, words, List.of(postings)));
    }

    static long book(Session session, LocalDate day, String words, List<Posting> postings) throws SQLException {
        long entry = session.one(
                "INSERT INTO ledger.journal_entry (booked_on, words) VALUES (?, ?) RETURNING id",
                row -> row.getLong("id"),
                day,
                words);
        for (Posting posting : postings) {
            session.update("INSERT INTO ledger.posting VALUES (?, ?, ?)", entry, posting.account(), posting.amount());
        }
        return entry;
    }

    public BigDecimal balance(int account) throws SQLException {
        return database.one(
                "SELECT coalesce(sum(amount), 0.00) FROM ledger.posting WHERE account = ?",
                row -> row.getBigDecimal(1),
                account);
    }

    /** The sum over all accounts, which is nothing at any time. */
    public BigDecimal sum() throws SQLException {
        return database.one("SELECT coalesce(sum(amount), 0.00) FROM ledger.posting", row -> row.getBigDecimal(1));
    }

    /** The numbers of the accounts of a kind. */
    public List<Integer> accounts(String kind) throws SQLException {
        return database.list(
                "SELECT number FROM ledger.account WHERE kind = ?::ledger.account_kind ORDER BY number",
                row -> row.getInt("number"),
                kind);
    }

    /** Lets nobody book in a month any more. */
    public void close(YearMonth month) throws SQLException {
        database.update("UPDATE ledger.period SET closed = true WHERE month = ?", month.atDay(1));
    }

    /**
     * Converts at the last rate that was known on the day.
     *
     * @throws IllegalArgumentException if none was
     */
    public BigDecimal inEuros(BigDecimal amount, String currency, LocalDate day) throws SQLException {
        return database.first(
                        "SELECT euros FROM ledger.in_euros(?, ?, ?) euros WHERE euros IS NOT NULL",
                        row -> row.getBigDecimal("euros"),
                        amount,
                        currency,
                        day)
                .orElseThrow(() -> new IllegalArgumentException("no rate of " + currency + " on " + day));
    }
}
