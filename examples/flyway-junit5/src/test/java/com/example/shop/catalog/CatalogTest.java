package com.example.shop.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
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

    @ParameterizedTest
    @CsvSource({"media, 'book,media,music,vinyl'", "music, 'music,vinyl'", "game, game", "fruit, ''"})
    void knowsTheTreeOfCategories(String category, String below) throws SQLException {
        assertThat(String.join(",", catalog.categoriesBelow(category))).isEqualTo(below);
    }

    @Test
    void listsACategoryByName() throws SQLException {
        Product dune = catalog.add("book", "Dune", new BigDecimal("9.90"));
        catalog.add("game", "Azul", new BigDecimal("29.00"));
        Product beloved = catalog.add("book", "Beloved", new BigDecimal("12.50"));

        assertThat(catalog.in("book")).containsExactly(beloved, dune);
        assertThat(catalog.in("music")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"war", "WARS", "the peaceful war", "peace"})
    void findsWordsInAnyForm(String words) throws SQLException {
        Product tolstoy = catalog.add("book", "War and Peace", new BigDecimal("19.00"));
        catalog.add("book", "Dune", new BigDecimal("9.90"));

        assertThat(catalog.search(words)).containsExactly(tolstoy);
    }

    @ParameterizedTest
    @CsvSource({
        "War and Peace, war-and-peace",
        "  Dune! , dune",
        "'Catch-22', catch-22",
        "1984, 1984",
        "A. B. & C., a-b-c",
    })
    void makesSlugsOfNames(String name, String slug) throws SQLException {
        assertThat(catalog.slug(catalog.add("book", name, BigDecimal.TEN).id())).isEqualTo(slug);
    }

    @Test
    void refusesTheSameNameInTheSameCategory() throws SQLException {
        catalog.add("book", "Dune", new BigDecimal("9.90"));
        catalog.add("game", "Dune", new BigDecimal("49.00"));

        assertThatThrownBy(() -> catalog.add("book", "Dune", new BigDecimal("8.90")))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("product_category_code_name_key");
        assertThat(catalog.search("dune")).hasSize(2);
    }

    @Test
    void refusesAProductOfAnUnknownCategory() throws SQLException {
        assertThatThrownBy(() -> catalog.add("fruit", "Apple", BigDecimal.ONE))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("product_category_code_fkey");
        assertThat(catalog.in("fruit")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0.01", "0.004"})
    void refusesPricesBelowOneCent(BigDecimal price, DataSource database) throws SQLException {
        Catalog mine = new Catalog(database);

        assertThatThrownBy(() -> mine.add("book", "Dune", price))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("positive_price_check");
        assertThat(mine.in("book")).isEmpty();
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

        assertThat(another.in("book")).containsExactly(new Product(1, "book", "Dune", new BigDecimal("9.90")));
        assertThat(another.in("game")).isEmpty();
        assertThat(catalog.in("game")).hasSize(1);
    }

    @Nested
    class Tags {

        private Product dune;

        @BeforeEach
        void tag() throws SQLException {
            dune = catalog.add("book", "Dune", new BigDecimal("9.90"));
            catalog.tag(dune.id(), "sand", "spice");
        }

        @Test
        void findProducts() throws SQLException {
            assertThat(catalog.tagged("sand")).containsExactly(dune);
            assertThat(catalog.tagged("snow")).isEmpty();
        }

        @Test
        void areSharedByProducts() throws SQLException {
            Product beach = catalog.add("book", "On the Beach", new BigDecimal("7.90"));
            catalog.tag(beach.id(), "sand");

            assertThat(catalog.tagged("sand")).containsExactly(dune, beach);
        }

        @Test
        void areRenamedEverywhere() throws SQLException {
            catalog.renameTag("sand", "desert");

            assertThat(catalog.tagged("desert")).containsExactly(dune);
            assertThat(catalog.tagged("sand")).isEmpty();
        }

        @Test
        void comeAllOrNotAtAll() throws SQLException {
            assertThatThrownBy(() -> catalog.tag(dune.id(), "worm", "Sand"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("tag_name_check");

            assertThat(catalog.tagged("worm")).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"de, Der Wüstenplanet", "en, Dune", "fr, Dune", "pl, Diuna"})
    void namesProductsInTheLanguageOfTheCustomer(String language, String name) throws SQLException {
        Product dune = catalog.add("book", "Dune", new BigDecimal("9.90"));
        catalog.translate(dune.id(), "de", "Der Wüstenplanet");
        catalog.translate(dune.id(), "pl", "Diuna");

        assertThat(catalog.name(dune.id(), language)).isEqualTo(name);
    }

    @Test
    void refusesALanguageThatNobodySpeaksHere() throws SQLException {
        Product dune = catalog.add("book", "Dune", new BigDecimal("9.90"));

        assertThatThrownBy(() -> catalog.translate(dune.id(), "la", "Dunae"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("product_translation_language_fkey");
    }
}
