package com.example.shop.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.shop.Shop;
import com.example.shop.catalog.Product;
import com.example.shop.customers.Customer;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.junit5.PgTest;

@PgTest
class CartsTest {

    private Shop shop;
    private Customer ada;
    private Product dune;
    private Product beloved;

    @BeforeEach
    void fill(DataSource database) throws SQLException {
        shop = new Shop(database);
        ada = shop.customer("Ada");
        dune = shop.book("Dune", "9.90", 10);
        beloved = shop.book("Beloved", "12.50", 10);
    }

    @Test
    void isEmptyAtFirst() throws SQLException {
        assertThat(shop.carts.of(ada.id())).isEmpty();
    }

    @Test
    void addsUpWhatIsPutInTwice() throws SQLException {
        shop.carts.put(ada.id(), dune.id(), 1);
        shop.carts.put(ada.id(), dune.id(), 2);

        assertThat(shop.carts.of(ada.id())).containsExactly(new CartLine(dune.id(), 3));
    }

    @Test
    void removesOneProductOnly() throws SQLException {
        shop.carts.put(ada.id(), dune.id(), 1);
        shop.carts.put(ada.id(), beloved.id(), 1);

        shop.carts.remove(ada.id(), dune.id());

        assertThat(shop.carts.of(ada.id())).containsExactly(new CartLine(beloved.id(), 1));
    }

    @Test
    void belongsToOneCustomer() throws SQLException {
        Customer grace = shop.customer("Grace");

        shop.carts.put(ada.id(), dune.id(), 1);

        assertThat(shop.carts.of(grace.id())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, -100})
    void refusesLessThanOne(int quantity) throws SQLException {
        assertThatThrownBy(() -> shop.carts.put(ada.id(), dune.id(), quantity))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("cart_line_quantity_check");
        assertThat(shop.carts.of(ada.id())).isEmpty();
    }
}
