package com.example.shop.warehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.shop.Shop;
import com.example.shop.catalog.Product;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.junit5.PgTest;

@PgTest
class StockTest {

    private final Shop shop;

    StockTest(DataSource database) {
        shop = new Shop(database);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MAIN", "SOUTH"})
    void aNewProductHasAnEmptyShelfAtEverySite(String site) throws SQLException {
        Product dune = shop.book("Dune", "9.90", 0);

        assertThat(shop.stock.available(dune.id(), site)).isZero();
    }

    @Test
    void addsDeliveriesUp() throws SQLException {
        Product dune = shop.book("Dune", "9.90", 3);

        shop.stock.receive(dune.id(), 4);

        assertThat(shop.stock.available(dune.id())).isEqualTo(7);
    }

    @Test
    void neverGivesMoreThanThereIs() throws SQLException {
        Product dune = shop.book("Dune", "9.90", 2);

        assertThatThrownBy(() -> shop.stock.take(dune.id(), 3)).isInstanceOf(OutOfStockException.class);
        assertThat(shop.stock.available(dune.id())).isEqualTo(2);
    }

    @RepeatedTest(20)
    void everyRepetitionBeginsWithAnEmptyShop() throws SQLException {
        Product dune = shop.book("Dune", "9.90", 5);

        shop.stock.take(dune.id(), 5);

        assertThat(dune.id()).isEqualTo(1);
        assertThat(shop.stock.available(dune.id())).isZero();
        assertThat(shop.catalog.in("book")).containsExactly(dune);
    }

    @Test
    void movesFromSiteToSite() throws SQLException {
        Product dune = shop.book("Dune", "9.90", 5);

        shop.stock.move(dune.id(), 2, "MAIN", "SOUTH");

        assertThat(shop.stock.available(dune.id(), "MAIN")).isEqualTo(3);
        assertThat(shop.stock.available(dune.id(), "SOUTH")).isEqualTo(2);
        assertThat(shop.stock.total(dune.id())).isEqualTo(5);
    }

    @Test
    void losesNothingOnTheWayToNowhere() throws SQLException {
        Product dune = shop.book("Dune", "9.90", 5);

        assertThatThrownBy(() -> shop.stock.move(dune.id(), 2, "MAIN", "MOON")).hasMessage("no site MOON");

        assertThat(shop.stock.total(dune.id())).isEqualTo(5);
    }

    @Test
    void remembersEveryMovement() throws SQLException {
        Product dune = shop.book("Dune", "9.90", 5);

        shop.stock.take(dune.id(), 2);
        shop.stock.move(dune.id(), 1, "MAIN", "SOUTH");

        assertThat(shop.stock.movements(dune.id())).containsExactly(5, -2, -1);
    }

    @RepeatedTest(3)
    void sellsTheLastOneOnce() throws Exception {
        Product dune = shop.book("Dune", "9.90", 1);
        ExecutorService buyers = Executors.newFixedThreadPool(4);
        try {
            Callable<Boolean> purchase = () -> {
                try {
                    shop.stock.take(dune.id(), 1);
                    return true;
                } catch (OutOfStockException e) {
                    return false;
                }
            };
            List<Boolean> sold = new ArrayList<>();
            for (Future<Boolean> result : buyers.invokeAll(List.of(purchase, purchase, purchase, purchase))) {
                sold.add(result.get());
            }

            assertThat(sold).containsExactlyInAnyOrder(true, false, false, false);
        } finally {
            buyers.shutdownNow();
        }
    }
}
