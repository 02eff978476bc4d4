package com.example.shop.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.shop.Shop;
import com.example.shop.catalog.Product;
import com.example.shop.customers.Customer;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pgtestdb4j.junit5.PgTest;

@PgTest
class InvoicesTest {

    private static final LocalDate DAY = LocalDate.of(2026, 3, 31);

    private Shop shop;
    private Customer ada;
    private Product dune;

    @BeforeEach
    void fill(DataSource database) throws SQLException {
        shop = new Shop(database);
        ada = shop.customer("Ada");
        dune = shop.book("Dune", "9.90", 10);
    }

    @Test
    void areNumberedByYear() throws SQLException {
        assertThat(shop.invoices.issue(shop.order(ada, dune, 1), DAY, "DE")).isEqualTo("2026-0001");
        assertThat(shop.invoices.issue(shop.order(ada, dune, 1), DAY, "DE")).isEqualTo("2026-0002");
        assertThat(shop.invoices.issue(shop.order(ada, dune, 1), DAY.plusYears(1), "DE"))
                .isEqualTo("2027-0001");
    }

    @Test
    void haveNoGapsWhereOneFailed() throws SQLException {
        long order = shop.order(ada, dune, 1);
        shop.invoices.issue(order, DAY, "DE");

        assertThatThrownBy(() -> shop.invoices.issue(order, DAY, "DE"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("invoice_order_id_key");

        assertThat(shop.invoices.issue(shop.order(ada, dune, 1), DAY, "DE")).isEqualTo("2026-0002");
    }

    @ParameterizedTest
    @CsvSource({"DE, 3.16, 16.64", "FR, 3.30, 16.50", "CH, 1.48, 18.32", "FI, 4.02, 15.78"})
    void sayWhatTaxesTheyContain(String country, BigDecimal tax, BigDecimal net) throws SQLException {
        String number = shop.invoices.issue(shop.order(ada, dune, 2), DAY, country);

        assertThat(shop.invoices.lines(number))
                .containsExactly(new InvoiceLine("2 Dune", new BigDecimal("19.80"), tax, net));
    }

    @Test
    void areNotIssuedForACountryWithoutTaxes() throws SQLException {
        long order = shop.order(ada, dune, 2);

        assertThatThrownBy(() -> shop.invoices.issue(order, DAY, "US"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("\"tax\"");
        assertThat(shop.invoices.issue(order, DAY, "DE")).isEqualTo("2026-0001");
    }

    @Test
    void areNumberedWithoutGapsWhenManyAreIssuedAtOnce() throws Exception {
        List<Callable<String>> work = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            long order = shop.order(ada, dune, 1);
            work.add(() -> shop.invoices.issue(order, DAY, "DE"));
        }
        ExecutorService clerks = Executors.newFixedThreadPool(5);
        try {
            List<String> numbers = new ArrayList<>();
            for (Future<String> number : clerks.invokeAll(work)) {
                numbers.add(number.get());
            }

            assertThat(numbers)
                    .containsExactlyInAnyOrder("2026-0001", "2026-0002", "2026-0003", "2026-0004", "2026-0005");
        } finally {
            clerks.shutdownNow();
        }
    }
}
