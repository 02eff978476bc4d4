package com.example.shop.warehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.shop.Shop;
import com.example.shop.catalog.Product;
import com.example.shop.jdbc.Session;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.junit5.PgTest;

@PgTest
class PurchasingTest {

    private Shop shop;
    private Product dune;
    private Product beloved;

    @BeforeEach
    void fill(DataSource database) throws SQLException {
        shop = new Shop(database);
        dune = shop.book("Dune", "9.90", 0);
        beloved = shop.book("Beloved", "12.50", 0);
    }

    @Test
    void waitsForWhatWasOrdered() throws SQLException {
        shop.purchasing.order("Penguin", Map.of(dune.id(), 10));

        assertThat(shop.purchasing.outstanding(dune.id())).isEqualTo(10);
        assertThat(shop.stock.available(dune.id())).isZero();
    }

    @Test
    void takesDeliveriesInParts() throws SQLException {
        long order = shop.purchasing.order("Penguin", Map.of(dune.id(), 10, beloved.id(), 5));

        shop.purchasing.receive(order, Map.of(dune.id(), 4));
        shop.purchasing.receive(order, Map.of(dune.id(), 3, beloved.id(), 5));

        assertThat(shop.stock.available(dune.id())).isEqualTo(7);
        assertThat(shop.purchasing.outstanding(dune.id())).isEqualTo(3);
        assertThat(shop.purchasing.outstanding(beloved.id())).isZero();
    }

    @Test
    void knowsASupplierByName(Connection connection) throws SQLException {
        shop.purchasing.order("Penguin", Map.of(dune.id(), 1));
        shop.purchasing.order("Penguin", Map.of(dune.id(), 1));

        assertThat(new Session(connection)
                        .<Integer>one("SELECT count(*) FROM warehouse.supplier", row -> row.getInt(1)))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void refusesToOrderLessThanOne(int quantity) throws SQLException {
        assertThatThrownBy(() -> shop.purchasing.order("Penguin", Map.of(dune.id(), quantity)))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("purchase_order_line_quantity_check");
        assertThat(shop.purchasing.outstanding(dune.id())).isZero();
    }

    @Test
    void putsNothingOnTheShelfFromADeliveryWithAnError() throws SQLException {
        long order = shop.purchasing.order("Penguin", Map.of(dune.id(), 10));

        assertThatThrownBy(() -> shop.purchasing.receive(order, Map.of(dune.id(), 10, 99L, 1)))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("delivery_line_product_id_fkey");

        assertThat(shop.stock.available(dune.id())).isZero();
        assertThat(shop.purchasing.outstanding(dune.id())).isEqualTo(10);
    }
}
