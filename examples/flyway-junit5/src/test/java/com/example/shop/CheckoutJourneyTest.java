package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.shop.catalog.Review;
import com.example.shop.ledger.Ledger;
import com.example.shop.orders.CartLine;
import com.example.shop.orders.OrderStatus;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.pgtestdb4j.Isolation;
import org.pgtestdb4j.junit5.PgTest;

/** One story in several steps: here the tests share a database, and each goes on where the one before it ended. */
@PgTest(isolation = Isolation.SHARED)
@TestMethodOrder(OrderAnnotation.class)
class CheckoutJourneyTest {

    private static final long ADA = 1;
    private static final long DUNE = 1;
    private static final long ORDER = 1;

    private final Shop shop;

    CheckoutJourneyTest(DataSource database) {
        shop = new Shop(database);
    }

    @Test
    @Order(1)
    void theShopOpens() throws SQLException {
        assertThat(shop.customer("Ada").id()).isEqualTo(ADA);
        assertThat(shop.book("Dune", "9.90", 3).id()).isEqualTo(DUNE);
    }

    @Test
    @Order(2)
    void aCustomerFillsTheCart() throws SQLException {
        shop.carts.put(ADA, DUNE, 2);

        assertThat(shop.carts.of(ADA)).containsExactly(new CartLine(DUNE, 2));
    }

    @Test
    @Order(3)
    void orders() throws SQLException {
        assertThat(shop.orders.place(ADA)).isEqualTo(ORDER);
        assertThat(shop.stock.available(DUNE)).isEqualTo(1);
    }

    @Test
    @Order(4)
    void pays() throws SQLException {
        assertThat(shop.payments.pay(ORDER, "CARD")).isEqualTo("19.80");
        assertThat(shop.ledger.balance(Ledger.BANK)).isEqualTo("19.80");
    }

    @Test
    @Order(5)
    void receivesTheParcel() throws SQLException {
        assertThat(shop.shipments.sendNext("PKG-1")).contains(ORDER);
        assertThat(shop.orders.find(ORDER).status()).isEqualTo(OrderStatus.SHIPPED);
        assertThat(shop.outbox.waiting()).hasSize(3);
    }

    @Test
    @Order(6)
    void andTellsTheWorld() throws SQLException {
        Review review = new Review(ADA, 5, "Sand!");
        shop.reviews.write(DUNE, review);

        assertThat(shop.reviews.of(DUNE)).containsExactly(review);
    }

    @Test
    @Order(7)
    void whichTheAuditorsCanFollow() throws SQLException {
        assertThat(shop.auditLog.operations("customer_order", ORDER)).containsExactly("INSERT", "UPDATE", "UPDATE");
    }
}
