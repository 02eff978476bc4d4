package com.example.meters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDate;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.junit5.PgTest;

@PgTest(migrations = "mybatis:migrations?env=test")
class MetersTest {

    private static final LocalDate DAY = LocalDate.of(2026, 1, 20);

    private Meters meters;

    @BeforeEach
    void readOnce(DataSource database) throws SQLException {
        meters = new Meters(database);
        meters.read("gas", DAY, BigDecimal.TEN);
    }

    @Test
    void consumptionIsTheDifference() throws SQLException {
        meters.read("gas", DAY.plusDays(1), new BigDecimal("12.5"));

        assertThat(meters.consumption("gas")).isEqualByComparingTo("2.5");
    }

    @Test
    void aMeterWithoutReadingsConsumedNothing() throws SQLException {
        assertThat(meters.consumption("water")).isZero();
    }

    /** Every repetition has a database of its own, so the day is free in each. */
    @RepeatedTest(20)
    void noMeterRunsBackwards() {
        assertThatThrownBy(() -> meters.read("gas", DAY.plusDays(1), BigDecimal.ONE))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("meter gas ran backwards");
    }
}
