package com.example.shop.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.shop.Shop;
import com.example.shop.customers.Customer;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.junit5.PgTest;

/** A materialized view is as old as its last refresh, in each database for itself. */
@PgTest
class BestSellersTest {

    private Shop shop;
    private Customer ada;
    private Product dune;
    private Product beloved;

    @BeforeEach
    void sell(DataSource database) throws SQLException {
        shop = new Shop(database);
        ada = shop.customer("Ada");
        dune = shop.book("Dune", "9.90", 10);
        beloved = shop.book("Beloved", "12.50", 10);
        shop.paidOrder(ada, dune, 1);
        shop.paidOrder(ada, beloved, 2);
    }

    @Test
    void areEmptyAfterTheMigrations() throws SQLException {
        assertThat(shop.catalog.bestSellers("book")).isEmpty();
    }

    @Test
    void areOrderedByWhatWasSold() throws SQLException {
        shop.catalog.updateBestSellers();

        assertThat(shop.catalog.bestSellers("book")).containsExactly(beloved, dune);
    }

    @Test
    void stayAsTheyAreBetweenUpdates() throws SQLException {
        shop.catalog.updateBestSellers();

        shop.paidOrder(ada, dune, 5);

        assertThat(shop.catalog.bestSellers("book")).containsExactly(beloved, dune);
    }

    @Test
    void followTheNextUpdate() throws SQLException {
        shop.catalog.updateBestSellers();
        shop.paidOrder(ada, dune, 5);

        shop.catalog.updateBestSellers();

        assertThat(shop.catalog.bestSellers("book")).containsExactly(dune, beloved);
    }

    @Test
    void countOnlyWhatWasPaid() throws SQLException {
        shop.order(ada, dune, 5);
        shop.catalog.updateBestSellers();

        assertThat(shop.catalog.bestSellers("book")).containsExactly(beloved, dune);
    }
}
