package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
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

        assertThat(shop.shipments.sendNext("PKG-1")).hasValue(2);
        assertThat(shop.shipments.sendNext("PKG-2")).hasValue(3);
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
    void twoPackersNeverPackTheSameOrder(Connection first, Connection second) throws SQLException {
        shop.paidOrder(ada, dune, 1);
        shop.paidOrder(ada, dune, 1);
        first.setAutoCommit(false);
        second.setAutoCommit(false);

        assertThat(Shipments.reserveNext(first)).hasValue(1);
        assertThat(Shipments.reserveNext(second)).hasValue(2);
        Shipments.send(second, 2, "PKG-2");
        second.commit();
        first.rollback();

        assertThat(shop.orders.find(1).status()).isEqualTo(OrderStatus.PAID);
        assertThat(shop.orders.find(2).status()).isEqualTo(OrderStatus.SHIPPED);
    }
}
