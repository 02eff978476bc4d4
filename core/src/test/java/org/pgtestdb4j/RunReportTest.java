package org.pgtestdb4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunReportTest {

    private static final RunReport REPORT = report(0);

    private static final String LINE =
            "1200 databases handed out (waited p50 0.5 ms, p95 12.0 ms, max 1234.0 ms), 3 kept; templates: 2 built, 1 reused";

    private static RunReport report(long leaks) {
        return report(leaks, 0, Map.of());
    }

    private static RunReport report(long leaks, long recycled, Map<String, Long> notRecycled) {
        return new RunReport(
                1200,
                1300,
                recycled,
                notRecycled,
                3,
                leaks,
                2,
                1,
                List.of(),
                Duration.ofNanos(450_000),
                Duration.ofMillis(12),
                Duration.ofMillis(1234));
    }

    @Test
    void tellsOfLeaksIfThereWereAny() {
        assertThat(report(2)).hasToString(LINE.replace("3 kept;", "3 kept, 2 sessions left open;"));
    }

    @Test
    void tellsWhatWasRecycledAndTheCommonestReasonsWhyNot() {
        assertThat(report(0, 7, Map.of())).hasToString(LINE.replace(", 3 kept;", ", 7 recycled, 3 kept;"));
        assertThat(report(0, 7, Map.of("rare", 1L, "common", 12L, "odd", 2L, "usual", 2L)))
                .hasToString(LINE.replace(", 3 kept;", ", 7 recycled, 17 not (12: common; 2: odd; 2: usual), 3 kept;"));
    }

    @Test
    void isOneLine() {
        assertThat(REPORT).hasToString(LINE);
    }

    @Test
    void readsTheSameInEveryCountry() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG"));
        try {
            assertThat(REPORT).hasToString(LINE);
        } finally {
            Locale.setDefault(before);
        }
    }
}
