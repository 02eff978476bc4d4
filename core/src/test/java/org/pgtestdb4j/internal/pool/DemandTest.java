package org.pgtestdb4j.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DemandTest {

    private static Demand waitedFor(int times) {
        Demand demand = Demand.NONE;
        for (int i = 0; i < times; i++) {
            demand = demand.afterHandOut(true, 0);
        }
        return demand;
    }

    private static Demand served(Demand demand, int times, int left) {
        for (int i = 0; i < times; i++) {
            demand = demand.afterHandOut(false, left);
        }
        return demand;
    }

    @Test
    void isNothingBeforeAnybodyAsks() {
        assertThat(Demand.NONE.target()).isZero();
    }

    @Test
    void isOneAfterTheFirstAndDoublesWheneverATestHadToWait() {
        assertThat(waitedFor(1).target()).isEqualTo(1);
        assertThat(waitedFor(2).target()).isEqualTo(2);
        assertThat(waitedFor(5).target()).isEqualTo(16);
    }

    @Test
    void hasAnEnd() {
        assertThat(waitedFor(100).target()).isEqualTo(waitedFor(200).target()).isPositive();
    }

    @Test
    void staysWhileAllThatIsReadyIsNeededNowAndThen() {
        Demand demand = waitedFor(4);
        for (int round = 0; round < 20; round++) {
            demand = served(demand, 20, 7);
            demand = served(demand, 1, 0);
        }
        assertThat(demand.target()).isEqualTo(8);
    }

    @Test
    void shrinksByWhatWasNeverNeededButLeavesOneSpare() {
        Demand demand = served(waitedFor(4), 32, 5);

        assertThat(demand.target()).isEqualTo(4);
    }

    @Test
    void shrinksToOneButNotFurtherWhileAnybodyAsks() {
        Demand demand = waitedFor(4);
        for (int left = 7; left >= 0; left--) {
            demand = served(demand, 32, left);
        }
        assertThat(served(demand, 320, 1).target()).isEqualTo(1);
    }

    @Test
    void growsAgainRightAway() {
        Demand small = served(waitedFor(4), 32, 7);

        assertThat(small.afterHandOut(true, 0).target()).isEqualTo(2 * small.target());
    }

    @Test
    void fadesWhenNobodyAsks() {
        Demand demand = waitedFor(4);

        assertThat(demand.after(Duration.ZERO)).isEqualTo(8);
        assertThat(demand.after(Duration.ofSeconds(9))).isEqualTo(8);
        assertThat(demand.after(Duration.ofSeconds(10))).isEqualTo(4);
        assertThat(demand.after(Duration.ofSeconds(20))).isEqualTo(2);
        assertThat(demand.after(Duration.ofSeconds(40))).isZero();
        assertThat(demand.after(Duration.ofDays(100))).isZero();
    }
}
