package com.example.shop.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.shop.Shop;
import com.example.shop.catalog.Product;
import com.example.shop.customers.Customer;
import com.example.shop.warehouse.OutOfStockException;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pgtestdb4j.junit5.PgTest;

@PgTest
class OrdersTest {

    private Shop shop;
    private Customer ada;
    private Product dune;
    private Product beloved;

    @BeforeEach
    void fill(DataSource database) throws SQLException {
        shop = new Shop(database);
        ada = shop.customer("Ada");
        dune = shop.book("Dune", "9.90", 10);
        beloved = shop.book("Beloved", "12.50", 1);
    }

    @Test
    void makesAnOrderOfTheCart() throws SQLException {
        shop.carts.put(ada.id(), dune.id(), 2);
        shop.carts.put(ada.id(), beloved.id(), 1);

        long order = shop.orders.place(ada.id());

        assertThat(shop.orders.find(order))
                .isEqualTo(new Order(
                        1,
                        ada.id(),
                        OrderStatus.PLACED,
                        List.of(
                                new OrderLine(dune.id(), 2, new BigDecimal("9.90")),
                                new OrderLine(beloved.id(), 1, new BigDecimal("12.50")))));
        assertThat(shop.carts.of(ada.id())).isEmpty();
    }

    @Test
    void takesTheOrderOffTheShelf() throws SQLException {
        shop.order(ada, dune, 3);

        assertThat(shop.stock.available(dune.id())).isEqualTo(7);
        assertThat(shop.stock.available(beloved.id())).isEqualTo(1);
    }

    @Test
    void refusesAnEmptyCart() throws SQLException {
        assertThatThrownBy(() -> shop.orders.place(ada.id())).hasMessageContaining("is empty");

        assertThat(shop.orders.of(ada.id())).isEmpty();
    }

    @Test
    void leavesEverythingAsItWasWhenSomethingIsOutOfStock() throws SQLException {
        shop.carts.put(ada.id(), dune.id(), 1);
        shop.carts.put(ada.id(), beloved.id(), 2);

        assertThatThrownBy(() -> shop.orders.place(ada.id())).isInstanceOf(OutOfStockException.class);

        assertThat(shop.orders.of(ada.id())).isEmpty();
        assertThat(shop.carts.of(ada.id())).hasSize(2);
        assertThat(shop.stock.available(dune.id())).isEqualTo(10);
        assertThat(shop.outbox.waiting()).isEmpty();
    }

    @Test
    void listsTheOrdersOfOneCustomerNewestFirst() throws SQLException {
        Customer grace = shop.customer("Grace");
        shop.order(ada, dune, 1);
        shop.order(grace, dune, 1);
        shop.order(ada, beloved, 1);

        assertThat(shop.orders.of(ada.id())).containsExactly(3L, 1L);
        assertThat(shop.orders.of(grace.id())).containsExactly(2L);
    }

    @Test
    void keepsThePriceThatWasAgreedOn() throws SQLException {
        long order = shop.order(ada, dune, 2);

        shop.prices.change(dune.id(), new BigDecimal("99.00"));

        assertThat(shop.orders.total(order)).isEqualTo("19.80");
    }

    @ParameterizedTest
    @CsvSource({"RETAIL, 19.80", "LIBRARY, 17.82", "STAFF, 14.86"})
    void isCheaperForSome(String group, BigDecimal total) throws SQLException {
        shop.customers.join(ada.id(), group);

        assertThat(shop.orders.total(shop.order(ada, dune, 2))).isEqualTo(total);
    }

    @Nested
    class WhenCancelled {

        private long order;

        @BeforeEach
        void cancel() throws SQLException {
            order = shop.order(ada, dune, 4);
            shop.orders.cancel(order);
        }

        @Test
        void isStillTheFirstOrder() throws SQLException {
            assertThat(shop.orders.of(ada.id())).containsExactly(1L);
            assertThat(shop.orders.find(order).status()).isEqualTo(OrderStatus.CANCELLED);
        }

        @Test
        void isBackOnTheShelf() throws SQLException {
            assertThat(shop.stock.available(dune.id())).isEqualTo(10);
        }

        @Test
        void cannotBeCancelledAgain() throws SQLException {
            assertThatThrownBy(() -> shop.orders.cancel(order))
                    .hasMessageContaining("an order that is CANCELLED cannot become CANCELLED");

            assertThat(shop.stock.available(dune.id())).isEqualTo(10);
        }

        @Test
        void cannotBePaid() throws SQLException {
            assertThatThrownBy(() -> shop.payments.pay(order, "CARD"))
                    .hasMessageContaining("an order that is CANCELLED cannot become PAID");

            assertThat(shop.payments.received()).isZero();
        }
    }
}
