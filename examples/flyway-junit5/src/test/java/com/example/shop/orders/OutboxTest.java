package com.example.shop.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.shop.Shop;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.junit5.PgTest;

@PgTest
class OutboxTest {

    private Shop shop;

    @BeforeEach
    void payAnOrder(DataSource database) throws SQLException {
        shop = new Shop(database);
        shop.paidOrder(shop.customer("Ada"), shop.book("Dune", "9.90", 1), 1);
    }

    @Test
    void tellsOfEveryChangeOfAnOrder() throws SQLException {
        shop.shipments.sendNext("PKG-1");

        assertThat(shop.outbox.waiting())
                .containsExactly(
                        new Event(1, "order.placed", 1),
                        new Event(2, "order.paid", 1),
                        new Event(3, "order.shipped", 1));
    }

    @Test
    void publishesTheOldestEventsFirst() throws SQLException {
        List<Event> received = new ArrayList<>();

        assertThat(shop.outbox.publish(1, received::add)).isEqualTo(1);

        assertThat(received).containsExactly(new Event(1, "order.placed", 1));
        assertThat(shop.outbox.waiting()).containsExactly(new Event(2, "order.paid", 1));
    }

    @Test
    void publishesAnEventOnce() throws SQLException {
        assertThat(shop.outbox.publish(10, event -> {})).isEqualTo(2);

        assertThat(shop.outbox.publish(10, event -> {})).isZero();
        assertThat(shop.outbox.waiting()).isEmpty();
    }

    @Test
    void keepsTheEventsWhenTheReceiverFails() throws SQLException {
        assertThatThrownBy(() -> shop.outbox.publish(10, event -> {
                    throw new IllegalStateException("the line is dead");
                }))
                .hasMessage("the line is dead");

        assertThat(shop.outbox.waiting()).hasSize(2);
    }
}
