package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.pgtestdb4j.junit5.PgTest;

@PgTest
class StockTest {

    private final Shop shop;

    StockTest(DataSource database) {
        shop = new Shop(database);
    }

    @Test
    void aNewProductHasAnEmptyShelf() throws SQLException {
        Product dune = shop.book("Dune", "9.90", 0);

        assertThat(shop.stock.available(dune.id())).isZero();
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

    @RepeatedTest(8)
    void everyRepetitionBeginsWithAnEmptyShop() throws SQLException {
        Product dune = shop.book("Dune", "9.90", 5);

        shop.stock.take(dune.id(), 5);

        assertThat(dune.id()).isEqualTo(1);
        assertThat(shop.stock.available(dune.id())).isZero();
        assertThat(shop.catalog.search("")).containsExactly(dune);
    }

    @Test
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
