package org.pgtestdb4j.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SharesTest {

    @Test
    void areWhatIsWantedIfThereIsEnough() {
        assertThat(Shares.of(Map.of("a", 3, "b", 5), 8)).isEqualTo(Map.of("a", 3, "b", 5));
    }

    @Test
    void areEqualPartsOfTheRestForThoseWhoWantMore() {
        assertThat(Shares.of(Map.of("modest", 1, "a", 9, "b", 20), 7)).isEqualTo(Map.of("modest", 1, "a", 3, "b", 3));
    }

    @Test
    void areTogetherWhatThereIs() {
        assertThat(Shares.of(Map.of("a", 9, "b", 9, "c", 9), 7).values()).containsExactlyInAnyOrder(2, 2, 3);
        assertThat(Shares.of(Map.of("a", 9, "b", 9, "c", 9), 2).values()).containsExactlyInAnyOrder(0, 1, 1);
    }

    @Test
    void areNothingOfNothing() {
        assertThat(Shares.of(Map.of("a", 2), 0)).isEqualTo(Map.of("a", 0));
        assertThat(Shares.of(Map.of(), 5)).isEmpty();
    }
}
