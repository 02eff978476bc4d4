package com.example.shop.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.shop.Shop;
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
class PricesTest {

    private static final LocalDate FRIDAY = LocalDate.of(2026, 11, 27);

    private Shop shop;
    private Customer ada;
    private Product dune;

    @BeforeEach
    void fill(DataSource database) throws SQLException {
        shop = new Shop(database);
        ada = shop.customer("Ada");
        dune = shop.book("Dune", "10.00", 1);
    }

    @ParameterizedTest
    @CsvSource({"RETAIL, 10.00", "LIBRARY, 9.00", "STAFF, 7.50"})
    void dependOnTheGroupOfTheCustomer(String group, BigDecimal price) throws SQLException {
        shop.customers.join(ada.id(), group);

        assertThat(shop.prices.of(dune.id(), ada.id(), FRIDAY)).isEqualTo(price);
    }

    @ParameterizedTest
    @CsvSource({"RETAIL, 10.00", "LIBRARY, 8.88", "STAFF, 7.50"})
    void canBeSpecialForOneGroup(String group, BigDecimal price) throws SQLException {
        shop.customers.join(ada.id(), group);
        shop.prices.makeSpecial(dune.id(), "LIBRARY", new BigDecimal("8.88"));

        assertThat(shop.prices.of(dune.id(), ada.id(), FRIDAY)).isEqualTo(price);
    }

    @ParameterizedTest
    @CsvSource({"2026-11-26, 10.00", "2026-11-27, 8.00", "2026-11-29, 8.00", "2026-11-30, 10.00"})
    void areLowerInAPromotion(LocalDate day, BigDecimal price) throws SQLException {
        shop.prices.promote("Black Friday", FRIDAY, FRIDAY.plusDays(3), 20);

        assertThat(shop.prices.of(dune.id(), ada.id(), day)).isEqualTo(price);
    }

    @ParameterizedTest
    @CsvSource({"-1, 1", "0, 3", "1, 2", "2, 9", "-9, 9"})
    void areInOnePromotionAtATime(int from, int until) throws SQLException {
        shop.prices.promote("Black Friday", FRIDAY, FRIDAY.plusDays(3), 20);

        assertThatThrownBy(() -> shop.prices.promote("Sale", FRIDAY.plusDays(from), FRIDAY.plusDays(until), 5))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("promotion_alone");
        assertThat(shop.prices.of(dune.id(), ada.id(), FRIDAY)).isEqualTo("8.00");
    }

    @Test
    void areInOnePromotionAfterTheOther() throws SQLException {
        shop.prices.promote("Black Friday", FRIDAY, FRIDAY.plusDays(3), 20);
        shop.prices.promote("Cyber Monday", FRIDAY.plusDays(3), FRIDAY.plusDays(4), 50);

        assertThat(shop.prices.of(dune.id(), ada.id(), FRIDAY.plusDays(3))).isEqualTo("5.00");
    }

    @Test
    void areRememberedWhenTheyChange() throws SQLException {
        shop.prices.change(dune.id(), new BigDecimal("12.00"));
        shop.prices.change(dune.id(), new BigDecimal("12.00"));
        shop.prices.change(dune.id(), new BigDecimal("9.00"));

        assertThat(shop.prices.changes(dune.id()))
                .containsExactly(
                        new PriceChange(new BigDecimal("10.00"), new BigDecimal("12.00"), new BigDecimal("20.0")),
                        new PriceChange(new BigDecimal("12.00"), new BigDecimal("9.00"), new BigDecimal("-25.0")));
    }

    @ParameterizedTest
    @CsvSource({
        "DE, STANDARD, 19.00",
        "DE, REDUCED, 7.79",
        "DE, FREE, 0.00",
        "FR, STANDARD, 19.83",
        "FR, REDUCED, 6.20",
        "CH, STANDARD, 8.92",
        "CH, REDUCED, 3.02",
        "FI, STANDARD, 24.18",
        "PL, STANDARD, 22.25",
        "PL, REDUCED, 5.67",
        "GB, STANDARD, 19.83",
        "IE, REDUCED, 9.83",
    })
    void containTaxes(String country, String taxClass, BigDecimal tax) throws SQLException {
        assertThat(shop.prices.taxIn(new BigDecimal("119.00"), country, taxClass))
                .isEqualTo(tax);
    }
}
