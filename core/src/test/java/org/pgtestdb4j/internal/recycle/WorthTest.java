package org.pgtestdb4j.internal.recycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WorthTest {

    private static final Duration CHEAP = Duration.ofMillis(5);
    private static final Duration DEAR = Duration.ofMillis(20);

    private final Worth worth = new Worth();

    private void tryOften(Duration time, boolean pristine) {
        for (int i = 0; i < 10 * Worth.MEANINGFUL_FROM; i++) {
            worth.tried(time, pristine);
        }
    }

    @Test
    void isGivenATryAsLongAsLittleIsKnown() {
        worth.cloned(CHEAP);
        for (int i = 1; i < Worth.MEANINGFUL_FROM; i++) {
            worth.tried(DEAR, false);
        }

        assertThat(worth.pays()).isTrue();

        worth.tried(DEAR, false);

        assertThat(worth.pays()).isFalse();
    }

    @Test
    void isGivenWhereACloneCostsMore() {
        worth.cloned(DEAR);
        tryOften(CHEAP, true);

        assertThat(worth.pays()).isTrue();
        assertThat(worth.tryNext()).isTrue();
    }

    @Test
    void isGivenWhereACloneAndADropCostMore() {
        worth.cloned(DEAR.dividedBy(2));
        worth.dropped(DEAR.dividedBy(2).plusMillis(1));
        tryOften(DEAR, true);

        assertThat(worth.pays()).isTrue();
    }

    @Test
    void isNotGivenWhereACloneCostsLess() {
        worth.cloned(CHEAP);
        tryOften(DEAR, true);

        assertThat(worth.pays()).isFalse();
    }

    @Test
    void isNotGivenWhereMostAreDroppedAnyway() {
        worth.cloned(DEAR);
        tryOften(CHEAP, false);

        assertThat(worth.pays()).isFalse();
    }

    @Test
    void isTriedNowAndThenAllTheSame() {
        worth.cloned(CHEAP);
        tryOften(DEAR, true);

        int tried = 0;
        for (int i = 0; i < 4 * Worth.TRY_EVERY; i++) {
            tried += worth.tryNext() ? 1 : 0;
        }

        assertThat(tried).isEqualTo(4);
    }

    @Test
    void comesBackWithOtherTests() {
        worth.cloned(DEAR);
        tryOften(CHEAP, false);
        tryOften(CHEAP, true);

        assertThat(worth.pays()).isTrue();
    }
}
