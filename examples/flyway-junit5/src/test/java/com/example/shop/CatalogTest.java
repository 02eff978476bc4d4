package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.TestDatabases;
import org.pgtestdb4j.junit5.PgTest;

@PgTest
class CatalogTest {

    private Catalog catalog;

    @BeforeEach
    void open(DataSource database) {
        catalog = new Catalog(database);
    }

    @Test
    void knowsTheCategoriesThatTheMigrationsBring() throws SQLException {
        assertThat(catalog.categories()).containsExactly("book", "game", "music");
    }

    @Test
    void listsACategoryByName() throws SQLException {
        Product dune = catalog.add("book", "Dune", new BigDecimal("9.90"));
        catalog.add("game", "Azul", new BigDecimal("29.00"));
        Product beloved = catalog.add("book", "Beloved", new BigDecimal("12.50"));

        assertThat(catalog.in("book")).containsExactly(beloved, dune);
        assertThat(catalog.in("music")).isEmpty();
    }

    @Test
    void searchesInAnyCase() throws SQLException {
        Product go = catalog.add("game", "Go", new BigDecimal("45.00"));
        Product gormenghast = catalog.add("book", "Gormenghast", new BigDecimal("19.00"));
        catalog.add("book", "Dune", new BigDecimal("9.90"));

        assertThat(catalog.search("GO")).containsExactly(go, gormenghast);
    }

    @Test
    void changesAPrice() throws SQLException {
        Product dune = catalog.add("book", "Dune", new BigDecimal("9.90"));

        catalog.changePrice(dune.id(), new BigDecimal("11.00"));

        assertThat(catalog.in("book")).containsExactly(new Product(1, "book", "Dune", new BigDecimal("11.00")));
    }

    @Test
    void refusesAProductOfAnUnknownCategory() throws SQLException {
        assertThatThrownBy(() -> catalog.add("fruit", "Apple", BigDecimal.ONE))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("product_category_code_fkey");
        assertThat(catalog.search("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0.01", "0.004"})
    void refusesPricesBelowOneCent(BigDecimal price, DataSource database) throws SQLException {
        Catalog mine = new Catalog(database);

        assertThatThrownBy(() -> mine.add("book", "Dune", price))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("product_price_check");
        assertThat(mine.search("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0.01, 0.01", "9.9, 9.90", "9.899, 9.90", "12345678, 12345678.00"})
    void storesPricesInCents(BigDecimal price, BigDecimal stored) throws SQLException {
        assertThat(catalog.add("book", "Dune", price)).isEqualTo(new Product(1, "book", "Dune", stored));
    }

    @Test
    void copiesACategoryIntoAnotherShop(TestDatabases databases) throws SQLException {
        Catalog another = new Catalog(databases.create().dataSource());
        catalog.add("game", "Azul", new BigDecimal("29.00"));
        catalog.add("book", "Dune", new BigDecimal("9.90"));

        catalog.copy("book", another);

        assertThat(another.search("")).containsExactly(new Product(1, "book", "Dune", new BigDecimal("9.90")));
        assertThat(catalog.search("")).extracting(Product::name).containsExactly("Azul", "Dune");
    }
}
