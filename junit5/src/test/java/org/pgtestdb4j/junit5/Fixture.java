package org.pgtestdb4j.junit5;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** A class that is run by JUnit inside of a test. */
final class Fixture {

    private final List<Class<?>> types;
    private final Map<String, String> parameters = new LinkedHashMap<>();

    private Fixture(Class<?>... types) {
        this.types = List.of(types);
    }

    static Fixture of(Class<?>... types) {
        return new Fixture(types);
    }

    Fixture with(String parameter, String value) {
        parameters.put(parameter, value);
        return this;
    }

    Fixture concurrently() {
        return with("junit.jupiter.execution.parallel.enabled", "true")
                .with("junit.jupiter.execution.parallel.mode.default", "concurrent")
                .with("junit.jupiter.execution.parallel.mode.classes.default", "concurrent")
                .with("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .with("junit.jupiter.execution.parallel.config.fixed.parallelism", "8");
    }

    EngineExecutionResults run() {
        Seen.forget();
        return EngineTestKit.engine("junit-jupiter")
                .selectors(types.stream().map(DiscoverySelectors::selectClass).toArray(DiscoverySelector[]::new))
                .configurationParameters(parameters)
                .execute();
    }

    /** Runs all tests and lets them pass. */
    void passes(int tests) {
        EngineExecutionResults results = run();
        assertThat(failures(results)).isEmpty();
        results.testEvents().assertStatistics(stats -> stats.started(tests).succeeded(tests));
    }

    /** Returns what the only failing test, or the failing class, reports. */
    Throwable fails() {
        List<Throwable> failures = failures(run());
        assertThat(failures).hasSize(1);
        return failures.get(0);
    }

    static List<Throwable> failures(EngineExecutionResults results) {
        return results.allEvents()
                .failed()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .flatMap(result -> result.getThrowable().stream())
                .toList();
    }
}
