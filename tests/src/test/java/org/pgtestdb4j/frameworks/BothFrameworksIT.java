package org.pgtestdb4j.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.fixture.ChildJvm;
import org.pgtestdb4j.fixture.TestServer;

class BothFrameworksIT {

    private static final TestServer SERVER = TestServer.start();

    @AfterAll
    static void end() {
        SERVER.close();
    }

    /** But templates: whatever failed, was tried again or ran out of time. */
    @AfterEach
    void nothingIsLeftThatWasNotKept() throws Exception {
        List<String> kept = SERVER.registry("SELECT name FROM registry.database WHERE state = 'kept'");
        assertThat(SERVER.column("SELECT datname FROM pg_database WHERE datname ~ '^pgtestdb4j_[bc]_'"))
                .containsExactlyInAnyOrderElementsOf(kept);
        SERVER.forgetKept(kept.toArray(String[]::new));
        SERVER.letAnEngineSweep();
        SERVER.assertNothingIsLeft();
    }

    @Test
    void theSameSuiteGivesTheSameSummary() throws Exception {
        String hash = Suites.newHash();

        assertThat(summaries(hash, "junit-jupiter"))
                .containsExactly("11 databases handed out, 3 kept; templates: 1 built, 0 reused");
        assertThat(summaries(hash, "testng"))
                .containsExactly("11 databases handed out, 3 kept; templates: 0 built, 1 reused");
    }

    @Test
    void bothInOneJvmHaveOneEngineAndOneSummary() throws Exception {
        assertThat(summaries(Suites.newHash(), "junit-jupiter", "testng"))
                .containsExactly("22 databases handed out, 6 kept; templates: 1 built, 0 reused");
    }

    /** As modules of one reactor that are built at the same time. */
    @Test
    void bothInSeveralJvmsBuildOneTemplate() throws Exception {
        String hash = Suites.newHash();
        try (ChildJvm jUnit = start(hash, "junit-jupiter");
                ChildJvm testNg = start(hash, "testng");
                ChildJvm both = start(hash, "junit-jupiter", "testng")) {
            assertThat(List.of(summaries(jUnit), summaries(testNg), summaries(both)))
                    .allSatisfy(summaries -> assertThat(summaries).hasSize(1))
                    .filteredOn(summaries -> summaries.get(0).endsWith("1 built, 0 reused"))
                    .hasSize(1);
        }
    }

    @Test
    void aTryThatFailedIsKeptToo() throws Exception {
        try (ChildJvm jvm =
                ChildJvm.start(SERVER, Suites.class, Suites.newHash(), "testng", RetriedInTestNg.class.getName())) {
            assertThat(summaries(jvm)).containsExactly("13 databases handed out, 4 kept; templates: 1 built, 0 reused");
        }
    }

    @Test
    void aFailureLooksTheSame() throws Exception {
        try (ChildJvm jUnit = start(Suites.newHash(), "junit-jupiter");
                ChildJvm testNg = start(Suites.newHash(), "testng")) {
            assertThat(notes(jUnit)).hasSize(4).isEqualTo(notes(testNg));
        }
    }

    private static List<String> notes(ChildJvm jvm) throws Exception {
        assertThat(jvm.exitCode()).as(jvm.output()).isZero();
        return jvm.all("failed").stream()
                .map(note -> note.replaceAll("_c_[0-9a-f]+_\\d+", "_c_")
                        .replaceAll("\\S+TimeoutException: .* \\[", "time is over ["))
                .sorted()
                .toList();
    }

    private static List<String> summaries(String hash, String... engines) throws Exception {
        try (ChildJvm jvm = start(hash, engines)) {
            return summaries(jvm);
        }
    }

    private static List<String> summaries(ChildJvm jvm) throws Exception {
        assertThat(jvm.exitCode()).as(jvm.output()).isZero();
        return jvm.output()
                .lines()
                .filter(line -> line.contains("databases handed out"))
                .map(line -> line.replaceAll(".* - (\\d+ databases handed out).*(, \\d+ kept; .*)", "$1$2"))
                .toList();
    }

    private static ChildJvm start(String hash, String... engines) throws Exception {
        return ChildJvm.start(SERVER, Suites.class, hash, String.join(",", engines));
    }
}
