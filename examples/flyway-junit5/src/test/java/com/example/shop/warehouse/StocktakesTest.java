package com.example.shop.warehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.shop.Shop;
import com.example.shop.catalog.Product;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.junit5.PgTest;

@PgTest
class StocktakesTest {

    /** The head of the first department, whom a migration brings. */
    private static final long BERTHA = 1;

    private Shop shop;
    private Product dune;
    private Product beloved;

    @BeforeEach
    void fill(DataSource database) throws SQLException {
        shop = new Shop(database);
        dune = shop.book("Dune", "9.90", 5);
        beloved = shop.book("Beloved", "12.50", 5);
    }

    @Test
    void believesTheCount() throws SQLException {
        assertThat(shop.stocktakes.count(BERTHA, Map.of(dune.id(), 3, beloved.id(), 6)))
                .containsExactly(Map.entry(dune.id(), -2), Map.entry(beloved.id(), 1));

        assertThat(shop.stock.available(dune.id())).isEqualTo(3);
        assertThat(shop.stock.available(beloved.id())).isEqualTo(6);
    }

    @Test
    void saysNothingAboutWhatIsRight() throws SQLException {
        assertThat(shop.stocktakes.count(BERTHA, Map.of(dune.id(), 5))).isEmpty();
        assertThat(shop.stock.movements(dune.id())).containsExactly(5);
    }

    @Test
    void believesNoStranger() throws SQLException {
        assertThatThrownBy(() -> shop.stocktakes.count(99, Map.of(dune.id(), 0)))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("stocktake_counted_by_fkey");
        assertThat(shop.stock.available(dune.id())).isEqualTo(5);
    }

    @Test
    void cannotCountLessThanNothing() throws SQLException {
        assertThatThrownBy(() -> shop.stocktakes.count(BERTHA, Map.of(dune.id(), 4, beloved.id(), -1)))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("stocktake_line_counted_check");
        assertThat(shop.stock.available(dune.id())).isEqualTo(5);
    }
}
