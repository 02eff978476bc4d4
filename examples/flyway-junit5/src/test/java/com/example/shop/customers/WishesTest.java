package com.example.shop.customers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.shop.Shop;
import com.example.shop.catalog.Product;
import com.example.shop.jdbc.Session;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.junit5.PgTest;

/** What row security shows. The test's own role owns the tables, and yet sees no more. */
@PgTest
class WishesTest {

    private Shop shop;
    private Customer ada;
    private Customer grace;
    private Product dune;
    private Product beloved;

    @BeforeEach
    void fill(DataSource database) throws SQLException {
        shop = new Shop(database);
        ada = shop.customer("Ada");
        grace = shop.customer("Grace");
        dune = shop.book("Dune", "9.90", 1);
        beloved = shop.book("Beloved", "12.50", 1);
        shop.wishes.add(ada.id(), dune.id());
        shop.wishes.add(grace.id(), beloved.id());
    }

    @Test
    void areSeenByWhoHasThem() throws SQLException {
        assertThat(shop.wishes.of(ada.id())).containsExactly(dune.id());
        assertThat(shop.wishes.of(grace.id())).containsExactly(beloved.id());
    }

    @Test
    void areSeenByNobodyElse(Connection connection) throws SQLException {
        assertThat(new Session(connection).list("SELECT * FROM wish", row -> row.getLong(1)))
                .isEmpty();
    }

    @Test
    void areClearedForOneCustomerOnly() throws SQLException {
        assertThat(shop.wishes.clear(ada.id())).isEqualTo(1);

        assertThat(shop.wishes.of(ada.id())).isEmpty();
        assertThat(shop.wishes.of(grace.id())).hasSize(1);
    }

    @Test
    void cannotBeForged() throws SQLException {
        assertThatThrownBy(() -> shop.wishes.as(ada.id(), session -> Wishes.insert(session, grace.id(), dune.id())))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("row-level security");
        assertThat(shop.wishes.of(grace.id())).containsExactly(beloved.id());
    }

    @Test
    void areHeldOnce() throws SQLException {
        assertThatThrownBy(() -> shop.wishes.add(ada.id(), dune.id()))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("wish_pkey");
        assertThat(shop.wishes.of(ada.id())).containsExactly(dune.id());
    }
}
