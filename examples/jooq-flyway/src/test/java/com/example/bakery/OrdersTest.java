package com.example.bakery;

import static com.example.bakery.db.Tables.CUSTOMER_ORDER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.bakery.db.enums.Unit;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.Map;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.junit5.PgTest;

@PgTest
class OrdersTest {

    private static final LocalDate MONDAY = LocalDate.of(2026, 11, 16);
    private static final LocalDate TUESDAY = MONDAY.with(TemporalAdjusters.next(DayOfWeek.TUESDAY));

    private DSLContext ctx;
    private Orders orders;

    @BeforeEach
    void open(DataSource database) {
        ctx = DSL.using(database, SQLDialect.POSTGRES);
        orders = new Orders(ctx);
    }

    @Test
    void numbersOrdersFromOne() {
        assertThat(orders.place("Ann", TUESDAY, Map.of("Pretzel", 2))).isEqualTo(1);
        assertThat(orders.place("Ben", TUESDAY, Map.of("Pretzel", 1))).isEqualTo(2);
    }

    @Test
    void addsUp() {
        long order = orders.place("Ann", TUESDAY, Map.of("Baguette", 2, "Rye bread", 500));

        assertThat(orders.total(order)).isEqualByComparingTo("7.80");
    }

    @Test
    void takesAllOfAnOrderOrNothing() {
        assertThatThrownBy(() -> orders.place("Ann", TUESDAY, Map.of("Croissant", 1)))
                .isInstanceOf(DataAccessException.class);

        assertThat(ctx.fetchCount(CUSTOMER_ORDER)).isZero();
    }

    @Test
    void isClosedOnMondays() {
        assertThatThrownBy(() -> orders.place("Ann", MONDAY, Map.of("Pretzel", 1)))
                .hasMessageContaining("closed on Mondays");
    }

    @Test
    void knowsUnits() {
        assertThat(orders.soldBy(Unit.piece)).containsExactly("Baguette", "Pretzel");
        assertThat(orders.soldBy(Unit.gram)).containsExactly("Rye bread");
    }
}
