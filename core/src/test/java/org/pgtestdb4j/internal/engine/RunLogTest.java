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

    @Test
    void countsWaitsByTheirLength() {
        assertThat(log.histogram()).isEmpty();
        LongStream.of(0, 999_999, 1_000_000, 4_999_999, 5_000_000, 12_000_000, 19_000_000, 59_000_000_000L)
                .forEach(log::add);

        assertThat(log.histogram())
                .extracting(Object::toString)
                .containsExactly(
                        "0 ms to 1 ms: 2",
                        "1 ms to 2 ms: 1",
                        "2 ms to 5 ms: 1",
                        "5 ms to 10 ms: 1",
                        "10 ms to 20 ms: 2",
                        "30000 ms to 60000 ms: 1");
    }
}
