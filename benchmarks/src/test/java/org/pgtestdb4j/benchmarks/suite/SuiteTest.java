package org.pgtestdb4j.benchmarks.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SuiteTest {

    private static final Suite.Outcome ONE_TO_TWENTY = new Suite.Outcome(
            IntStream.rangeClosed(1, 20).asDoubleStream().boxed().toList(), 1);

    @Test
    void knowsTheWaitThatAPartOfTheTestsDidNotExceed() {
        assertThat(ONE_TO_TWENTY.waited(0.5)).isEqualTo(10);
        assertThat(ONE_TO_TWENTY.waited(0.95)).isEqualTo(19);
        assertThat(ONE_TO_TWENTY.waited(1)).isEqualTo(20);
        assertThat(ONE_TO_TWENTY.waited(0)).isEqualTo(1);
    }
}
