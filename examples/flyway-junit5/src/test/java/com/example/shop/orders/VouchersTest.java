package com.example.shop.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.shop.Shop;
import com.example.shop.catalog.Product;
import com.example.shop.customers.Customer;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDate;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pgtestdb4j.junit5.PgTest;

@PgTest
class VouchersTest {

    private Shop shop;
    private Customer ada;
    private Product dune;
    private long order;

    @BeforeEach
    void order(DataSource database) throws SQLException {
        shop = new Shop(database);
        ada = shop.customer("Ada");
        dune = shop.book("Dune", "9.90", 10);
        order = shop.order(ada, dune, 2);
    }

    @ParameterizedTest
    @CsvSource({"10, 17.82", "25, 14.85", "50, 9.90", "100, 0.00"})
    void makeAnOrderCheaper(int percent, BigDecimal total) throws SQLException {
        shop.vouchers.print("THANKS", percent, 1, null);

        shop.vouchers.redeem("THANKS", order);

        assertThat(shop.orders.total(order)).isEqualTo(total);
    }

    @Test
    void areUsedUp() throws SQLException {
        shop.vouchers.print("THANKS", 10, 1, null);
        shop.vouchers.redeem("THANKS", order);
        long second = shop.order(ada, dune, 1);

        assertThatThrownBy(() -> shop.vouchers.redeem("THANKS", second)).hasMessage("voucher THANKS is not valid");
        assertThat(shop.orders.total(second)).isEqualTo("9.90");
    }

    @Test
    void countOnceForEachOrder() throws SQLException {
        shop.vouchers.print("THANKS", 10, 5, null);
        shop.vouchers.redeem("THANKS", order);

        assertThatThrownBy(() -> shop.vouchers.redeem("THANKS", order))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("voucher_redemption_pkey");
        assertThat(shop.vouchers.usesLeft("THANKS")).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({"-1, 2", "0, 1", "1, 1"})
    void expire(int daysFromToday, int usesLeft) throws SQLException {
        shop.vouchers.print("HURRY", 10, 2, LocalDate.now().plusDays(daysFromToday));

        if (usesLeft == 2) {
            assertThatThrownBy(() -> shop.vouchers.redeem("HURRY", order)).hasMessage("voucher HURRY is not valid");
        } else {
            shop.vouchers.redeem("HURRY", order);
        }

        assertThat(shop.vouchers.usesLeft("HURRY")).isEqualTo(usesLeft);
    }

    @Test
    void haveToExist() {
        assertThatThrownBy(() -> shop.vouchers.redeem("WISHFUL", order)).hasMessage("voucher WISHFUL is not valid");
    }

    @ParameterizedTest
    @CsvSource({
        "thanks, 10, 1, voucher_code_check",
        "T, 0, 1, voucher_percent_check",
        "T, 101, 1, voucher_percent_check",
        "T, 10, -1, voucher_uses_left_check"
    })
    void areNotPrintedWithErrors(String code, int percent, int uses, String constraint) {
        assertThatThrownBy(() -> shop.vouchers.print(code, percent, uses, null))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining(constraint);
    }
}
