package org.pgtestdb4j.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunLogTest {

    private final RunLog log = new RunLog();

    @Test
    void saysZeroWhenNothingWasHandedOut() {
        assertThat(log.count()).isZero();
        assertThat(log.percentile(50)).isEqualTo(Duration.ZERO);
        assertThat(log.percentile(100)).isEqualTo(Duration.ZERO);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 10", "50, 500", "95, 950", "99, 990", "100, 1000"})
    void takesTheNearestRankWhateverTheOrder(int percent, long expected) {
        LongStream.rangeClosed(1, 1000).map(i -> i * 7919 % 1000 + 1).forEach(log::add);

        assertThat(log.count()).isEqualTo(1000);
        assertThat(log.percentile(percent)).isEqualTo(Duration.ofNanos(expected));
    }

    @ParameterizedTest
    @CsvSource({"50, 7", "95, 7", "100, 7"})
    void hasOnlyOneAnswerForOneWait(int percent, long expected) {
        log.add(7);

        assertThat(log.percentile(percent)).isEqualTo(Duration.ofNanos(expected));
    }

    @Test
    void neverSaysMoreThanTheLongestWait() {
        log.add(10);
        log.add(20);

        assertThat(log.percentile(50)).isEqualTo(Duration.ofNanos(10));
        assertThat(log.percentile(95)).isEqualTo(Duration.ofNanos(20));
    }
}
