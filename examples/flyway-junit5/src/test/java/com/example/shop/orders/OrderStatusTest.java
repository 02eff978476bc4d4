package com.example.shop.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.shop.Shop;
import com.example.shop.jdbc.Database;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pgtestdb4j.junit5.PgTest;

@PgTest
class OrderStatusTest {

    private Shop shop;
    private Database database;
    private long order;

    @BeforeEach
    void order(DataSource source) throws SQLException {
        shop = new Shop(source);
        database = new Database(source);
        order = shop.order(shop.customer("Ada"), shop.book("Dune", "9.90", 10), 1);
    }

    @ParameterizedTest
    @CsvSource({
        "PAID",
        "PAID SHIPPED",
        "CANCELLED",
        "PAID PLACED",
        "PAID PLACED PAID SHIPPED",
        "PAID PLACED CANCELLED",
    })
    void canGo(String steps) throws SQLException {
        go(steps);

        assertThat(shop.orders.history(order))
                .extracting(OrderStatus::name)
                .isEqualTo(List.of(("PLACED " + steps).split(" ")));
    }

    @ParameterizedTest
    @CsvSource({
        "'', PLACED",
        "'', SHIPPED",
        "PAID, PAID",
        "PAID, CANCELLED",
        "PAID SHIPPED, PLACED",
        "PAID SHIPPED, PAID",
        "PAID SHIPPED, SHIPPED",
        "PAID SHIPPED, CANCELLED",
        "CANCELLED, PLACED",
        "CANCELLED, PAID",
        "CANCELLED, SHIPPED",
        "CANCELLED, CANCELLED",
    })
    void cannotGo(String steps, OrderStatus further) throws SQLException {
        go(steps);
        List<OrderStatus> before = shop.orders.history(order);

        assertThatThrownBy(() -> go(further.name()))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("cannot become " + further);
        assertThat(shop.orders.history(order)).isEqualTo(before);
    }

    private void go(String steps) throws SQLException {
        database.inTransaction(session -> {
            for (String step : steps.isEmpty() ? new String[0] : steps.split(" ")) {
                Orders.changeStatus(session, order, OrderStatus.valueOf(step));
            }
            return null;
        });
    }
}
