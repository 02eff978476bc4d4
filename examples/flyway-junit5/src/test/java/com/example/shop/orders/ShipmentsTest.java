package com.example.shop.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.shop.Shop;
import com.example.shop.catalog.Product;
import com.example.shop.customers.Customer;
import com.example.shop.jdbc.Session;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pgtestdb4j.junit5.PgTest;

@PgTest
class ShipmentsTest {

    private final Shop shop;
    private final Customer ada;
    private final Product dune;

    ShipmentsTest(DataSource database) throws SQLException {
        shop = new Shop(database);
        ada = shop.customer("Ada");
        dune = shop.book("Dune", "9.90", 10);
    }

    @Test
    void sendsNothingBeforeSomebodyPays() throws SQLException {
        shop.order(ada, dune, 1);

        assertThat(shop.shipments.sendNext("PKG-1")).isEmpty();
    }

    @Test
    void sendsTheOldestPaidOrderFirst() throws SQLException {
        shop.order(ada, dune, 1);
        shop.paidOrder(ada, dune, 1);
        shop.paidOrder(ada, dune, 1);

        assertThat(shop.shipments.sendNext("PKG-1")).contains(2L);
        assertThat(shop.shipments.sendNext("PKG-2")).contains(3L);
        assertThat(shop.shipments.sendNext("PKG-3")).isEmpty();
        assertThat(shop.shipments.trackingCode(2)).contains("PKG-1");
        assertThat(shop.shipments.trackingCode(1)).isEmpty();
    }

    @Test
    void doesNotSendWhatCannotBeTracked() throws SQLException {
        long first = shop.paidOrder(ada, dune, 1);
        long second = shop.paidOrder(ada, dune, 1);
        shop.shipments.sendNext("PKG-1");

        assertThatThrownBy(() -> shop.shipments.sendNext("PKG-1"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("shipment_tracking_code_key");

        assertThat(shop.orders.find(first).status()).isEqualTo(OrderStatus.SHIPPED);
        assertThat(shop.orders.find(second).status()).isEqualTo(OrderStatus.PAID);
    }

    @Test
    void twoPackersNeverPackTheSameOrder(Connection one, Connection another) throws SQLException {
        shop.paidOrder(ada, dune, 1);
        shop.paidOrder(ada, dune, 1);
        Session first = new Session(one);
        Session second = new Session(another);
        one.setAutoCommit(false);
        another.setAutoCommit(false);

        assertThat(Shipments.reserveNext(first)).contains(1L);
        assertThat(Shipments.reserveNext(second)).contains(2L);
        Shipments.send(second, 2, "PKG-2");
        another.commit();
        one.rollback();

        assertThat(shop.orders.find(1).status()).isEqualTo(OrderStatus.PAID);
        assertThat(shop.orders.find(2).status()).isEqualTo(OrderStatus.SHIPPED);
    }

    @ParameterizedTest
    @CsvSource({
        "STANDARD, DE, 10827, 400, 2.00",
        "STANDARD, DE, 10827, 500, 2.00",
        "STANDARD, DE, 10827, 501, 3.50",
        "EXPRESS, DE, 10827, 400, 8.00",
        "STANDARD, DE, 80331, 400, 3.50",
        "STANDARD, DE, 80331, 31500, 34.50",
        "STANDARD, DE, 26548, 400, 5.00",
        "EXPRESS, DE, 26548, 9000, 20.50",
        "STANDARD, FR, 75002, 400, 6.50",
        "EXPRESS, PL, 00-001, 2000, 14.00",
    })
    void costMoreForFartherAndHeavierParcels(
            String method, String country, String postalCode, int grams, BigDecimal price) throws SQLException {
        assertThat(shop.shipments.rate(method, country, postalCode, grams)).contains(price);
    }

    @ParameterizedTest
    @CsvSource({"STANDARD, 31501", "EXPRESS, 100000", "PIGEON, 100"})
    void doesNotCarryEverything(String method, int grams) throws SQLException {
        assertThat(shop.shipments.rate(method, "DE", "10827", grams)).isEmpty();
    }
}
