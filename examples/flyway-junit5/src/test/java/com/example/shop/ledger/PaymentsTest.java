package com.example.shop.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.shop.Shop;
import com.example.shop.catalog.Product;
import com.example.shop.customers.Customer;
import com.example.shop.orders.OrderStatus;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pgtestdb4j.junit5.PgTest;

@PgTest
class PaymentsTest {

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
    @CsvSource({"CARD, 1200", "INVOICE, 1400"})
    void takesTheTotalOfTheOrderAndBooksIt(String method, int account) throws SQLException {
        assertThat(shop.payments.pay(order, method)).isEqualTo("19.80");

        assertThat(shop.payments.received()).isEqualTo("19.80");
        assertThat(shop.orders.find(order).status()).isEqualTo(OrderStatus.PAID);
        assertThat(shop.ledger.balance(account)).isEqualTo("19.80");
        assertThat(shop.ledger.balance(Ledger.SALES)).isEqualTo("-19.80");
    }

    @Test
    void takesNoCheques() throws SQLException {
        assertThatThrownBy(() -> shop.payments.pay(order, "CHEQUE"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("payment_method_check");

        assertThat(shop.orders.find(order).status()).isEqualTo(OrderStatus.PLACED);
        assertThat(shop.payments.received()).isZero();
        assertThat(shop.ledger.balance(Ledger.SALES)).isZero();
    }

    @Test
    void takesTheMoneyOnce() throws SQLException {
        shop.payments.pay(order, "CARD");

        assertThatThrownBy(() -> shop.payments.pay(order, "CARD")).hasMessageContaining("cannot become PAID");

        assertThat(shop.payments.received()).isEqualTo("19.80");
    }

    @Test
    void takesTheMoneyAgainAfterARefund() throws SQLException {
        shop.payments.pay(order, "CARD");
        shop.payments.refund(order);
        assertThat(shop.payments.received()).isZero();
        assertThat(shop.ledger.balance(Ledger.BANK)).isZero();

        shop.payments.pay(order, "INVOICE");

        assertThat(shop.payments.received()).isEqualTo("19.80");
        assertThat(shop.ledger.balance(Ledger.RECEIVABLES)).isEqualTo("19.80");
    }

    @Test
    void sumsUpAllOrders() throws SQLException {
        shop.payments.pay(order, "CARD");
        shop.paidOrder(ada, dune, 1);
        shop.order(ada, dune, 1);

        assertThat(shop.payments.received()).isEqualTo("29.70");
        assertThat(shop.ledger.sum()).isZero();
    }
}
