package org.pgtestdb4j.benchmarks.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.pgtestdb4j.benchmarks.Contender;

/** Several figures of the same rounds, each as a contender of its own: whoever comes to a round first has it run. */
final class Figures {

    private final Callable<Suite.Outcome> run;
    private final List<Suite.Outcome> rounds = new ArrayList<>();

    Figures(Callable<Suite.Outcome> run) {
        this.run = run;
    }

    Contender of(ToDoubleFunction<Suite.Outcome> figure) {
        int[] round = {0};
        return () -> {
            if (round[0] == rounds.size()) {
                rounds.add(run.call());
            }
            return figure.applyAsDouble(rounds.get(round[0]++));
        };
    }
}
