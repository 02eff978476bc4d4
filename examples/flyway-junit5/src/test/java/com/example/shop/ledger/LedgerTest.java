package com.example.shop.ledger;

import static com.example.shop.ledger.Posting.credit;
import static com.example.shop.ledger.Posting.debit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.junit5.PgTest;

@PgTest
class LedgerTest {

    private static final LocalDate DAY = LocalDate.of(2026, 3, 31);

    private final Ledger ledger;

    LedgerTest(DataSource database) {
        ledger = new Ledger(database);
    }

    @ParameterizedTest
    @CsvSource({"ASSET, 3", "LIABILITY, 3", "EXPENSE, 5", "INCOME, 3"})
    void hasTheAccountsOfTheAccountants(String kind, int accounts) throws SQLException {
        assertThat(ledger.accounts(kind)).hasSize(accounts);
    }

    @Test
    void booksBothSides() throws SQLException {
        ledger.book(DAY, "rent", debit(4200, "800.00"), credit(1200, "800.00"));

        assertThat(ledger.balance(4200)).isEqualTo("800.00");
        assertThat(ledger.balance(1200)).isEqualTo("-800.00");
    }

    @Test
    void booksSeveralSides() throws SQLException {
        ledger.book(DAY, "sale", debit(1200, "119.00"), credit(8400, "100.00"), credit(1776, "19.00"));

        assertThat(ledger.balance(1776)).isEqualTo("-19.00");
        assertThat(ledger.sum()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"799.99", "800.01", "0.01"})
    void refusesWhatIsOutOfBalanceWhenTheTransactionEnds(String credit) throws SQLException {
        assertThatThrownBy(() -> ledger.book(DAY, "rent", debit(4200, "800.00"), credit(1200, credit)))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("out of balance");
        assertThat(ledger.balance(4200)).isZero();
    }

    @Test
    void refusesAnUnknownAccount() throws SQLException {
        assertThatThrownBy(() -> ledger.book(DAY, "fun", debit(4711, "1.00"), credit(1200, "1.00")))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("posting_account_fkey");
        assertThat(ledger.sum()).isZero();
    }

    @Test
    void refusesToBookNothing() {
        assertThatThrownBy(() -> ledger.book(DAY, "nothing", debit(4200, "0.00"), credit(1200, "0.00")))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("posting_amount_check");
    }

    @Test
    void refusesToBookWithoutAWord() {
        assertThatThrownBy(() -> ledger.book(DAY, "", debit(4200, "1.00"), credit(1200, "1.00")))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("journal_entry_words_check");
    }

    @ParameterizedTest
    @CsvSource({"2026-02-28, true", "2026-03-01, false", "2026-03-31, false", "2026-04-01, true"})
    void booksInOpenMonthsOnly(LocalDate day, boolean open) throws SQLException {
        ledger.close(YearMonth.of(2026, 3));

        if (open) {
            ledger.book(day, "rent", debit(4200, "800.00"), credit(1200, "800.00"));
        } else {
            assertThatThrownBy(() -> ledger.book(day, "rent", debit(4200, "800.00"), credit(1200, "800.00")))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("is closed");
        }

        assertThat(ledger.balance(4200)).isEqualTo(open ? "800.00" : "0.00");
    }

    @ParameterizedTest
    @CsvSource({"2024-12-31", "2050-01-01"})
    void booksInNoMonthThatItDoesNotKnow(LocalDate day) {
        assertThatThrownBy(() -> ledger.book(day, "rent", debit(4200, "800.00"), credit(1200, "800.00")))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("journal_entry_month_fkey");
    }

    @ParameterizedTest
    @CsvSource({
        "100.00, EUR, 2025-06-30, 100.00",
        "100.00, USD, 2025-01-01, 90.83",
        "100.00, USD, 2025-01-20, 90.91",
        "100.00, CHF, 2025-01-01, 107.41",
        "100.00, GBP, 2025-01-01, 118.91",
        "425.00, PLN, 2025-01-20, 100.00",
        "100.00, USD, 2025-12-31, 90.50",
        "100.00, USD, 2026-11-20, 90.50",
    })
    void convertsAtTheLastKnownRate(BigDecimal amount, String currency, LocalDate day, BigDecimal euros)
            throws SQLException {
        assertThat(ledger.inEuros(amount, currency, day)).isEqualTo(euros);
    }

    @Test
    void convertsNothingBeforeTheFirstRate() {
        assertThatThrownBy(() -> ledger.inEuros(BigDecimal.TEN, "USD", LocalDate.of(2024, 12, 31)))
                .hasMessage("no rate of USD on 2024-12-31");
    }
}
