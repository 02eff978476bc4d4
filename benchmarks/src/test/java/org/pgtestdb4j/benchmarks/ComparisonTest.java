package org.pgtestdb4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    private final List<String> done = new ArrayList<>();
    private final List<Result> results = new ArrayList<>();
    private final Comparison comparison = new Comparison("clones", "ms", results::add);

    @Test
    void comparesTheMediansOfTheRoundsThatCount() throws Exception {
        comparison
                .ours("ours", contender("ours", 1000, 3, 1, 2))
                .peer("theirs", contender("theirs", 0, 8, 7, 9))
                .run(1, 3);

        assertThat(results).containsExactly(new Result("clones: ours", 2, "ms", "theirs", 8.0));
        assertThat(results.get(0).ratio()).isCloseTo(0.25, within(1e-9));
    }

    @Test
    void theMedianOfAnEvenNumberLiesBetweenTheTwoInTheMiddle() {
        assertThat(Comparison.median(List.of(9.0, 1.0, 2.0, 4.0))).isEqualTo(3);
    }

    @Test
    void contendersTakeTurnsAndNobodyIsAlwaysTheFirst() throws Exception {
        comparison
                .ours("a", contender("a", 1, 1))
                .peer("b", contender("b", 1, 1))
                .run(0, 2);

        assertThat(done).startsWith("a", "b", "b", "a");
    }

    @Test
    void eachOfOursMeetsEachPeer() throws Exception {
        comparison
                .ours("a", contender("a", 1))
                .ours("b", contender("b", 2))
                .peer("x", contender("x", 3))
                .peer("y", contender("y", 4))
                .run(0, 1);

        assertThat(results)
                .containsExactly(
                        new Result("clones: a", 1, "ms", "x", 3.0),
                        new Result("clones: a", 1, "ms", "y", 4.0),
                        new Result("clones: b", 2, "ms", "x", 3.0),
                        new Result("clones: b", 2, "ms", "y", 4.0));
    }

    @Test
    void withoutPeersThereIsNoRatio() throws Exception {
        comparison.ours("a", contender("a", 5)).run(0, 1);

        assertThat(results).containsExactly(Result.alone("clones: a", 5, "ms"));
        assertThat(results.get(0).ratio()).isNull();
    }

    @Test
    void allContendersAreClosedWhateverHappens() {
        comparison.ours("a", contender("a", 1)).peer("b", contender("b")); // has no value for the first round

        assertThatThrownBy(() -> comparison.run(0, 1)).isNotNull();

        assertThat(results).isEmpty();
        assertThat(done).endsWith("a closed", "b closed");
    }

    private Contender contender(String name, double... values) {
        Iterator<Double> remaining = Arrays.stream(values).iterator();
        return new Contender() {
            @Override
            public double once() {
                done.add(name);
                return remaining.next();
            }

            @Override
            public void close() {
                done.add(name + " closed");
            }
        };
    }
}
