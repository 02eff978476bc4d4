package com.example.shop.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.shop.Shop;
import com.example.shop.customers.Customer;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.junit5.PgTest;

@PgTest
class ReviewsTest {

    private Shop shop;
    private Customer ada;
    private Product dune;

    @BeforeEach
    void receiveABook(DataSource database) throws SQLException {
        shop = new Shop(database);
        ada = shop.customer("Ada");
        dune = shop.book("Dune", "9.90", 10);
        shop.paidOrder(ada, dune, 1);
        shop.shipments.sendNext("PKG-1");
    }

    @Test
    void averagesTheStars() throws SQLException {
        Customer grace = shop.customer("Grace");
        shop.paidOrder(grace, dune, 1);
        shop.shipments.sendNext("PKG-2");

        shop.reviews.write(dune.id(), new Review(ada.id(), 5, "Sand!"));
        shop.reviews.write(dune.id(), new Review(grace.id(), 2, "Too much sand."));

        assertThat(shop.reviews.averageStars(dune.id())).hasValue(3.5);
    }

    @Test
    void keepsTheLastWordOfACustomer() throws SQLException {
        Review second = new Review(ada.id(), 3, "Still sand.");
        shop.reviews.write(dune.id(), new Review(ada.id(), 5, "Sand!"));

        shop.reviews.write(dune.id(), second);

        assertThat(shop.reviews.of(dune.id())).containsExactly(second);
    }

    @Test
    void refusesWhoeverDidNotReceiveTheProduct() throws SQLException {
        Customer grace = shop.customer("Grace");
        shop.paidOrder(grace, dune, 1);

        assertThatThrownBy(() -> shop.reviews.write(dune.id(), new Review(grace.id(), 1, "Where is it?")))
                .hasMessage("customer 2 never received product 1");
        assertThat(shop.reviews.of(dune.id())).isEmpty();
        assertThat(shop.reviews.averageStars(dune.id())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 6, -1})
    void refusesOtherThanOneToFiveStars(int stars) throws SQLException {
        assertThatThrownBy(() -> shop.reviews.write(dune.id(), new Review(ada.id(), stars, "")))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("review_stars_check");
        assertThat(shop.reviews.of(dune.id())).isEmpty();
    }

    @Test
    void countsWhomAReviewHelped() throws SQLException {
        shop.reviews.write(dune.id(), new Review(ada.id(), 5, "Sand!"));

        shop.reviews.vote(dune.id(), ada.id(), shop.customer("Grace").id(), true);
        shop.reviews.vote(dune.id(), ada.id(), shop.customer("Edsger").id(), false);

        assertThat(shop.reviews.helpfulVotes(dune.id(), ada.id())).isEqualTo(1);
    }

    @Test
    void refusesPraiseOfOnesOwn() throws SQLException {
        shop.reviews.write(dune.id(), new Review(ada.id(), 5, "Sand!"));

        assertThatThrownBy(() -> shop.reviews.vote(dune.id(), ada.id(), ada.id(), true))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("review_vote_check");
        assertThat(shop.reviews.helpfulVotes(dune.id(), ada.id())).isZero();
    }
}
