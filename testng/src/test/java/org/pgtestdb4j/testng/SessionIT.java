package org.pgtestdb4j.testng;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.TestDatabase;

class SessionIT {

    @Test
    void takesSettingsFromSuites() {
        Fixture.of(FourNotes.class).with("pgtestdb4j.migrations", "notes:4").passes(1);
    }

    @PgTest
    public static class FourNotes {

        @org.testng.annotations.Test
        public void test() throws SQLException {
            assertThat(Notes.count(TestDatabase.current().dataSource())).isEqualTo(4);
        }
    }

    @Test
    void takesSettingsFromOneOfSeveralSuites() {
        Fixture.Results results = Fixture.run(List.of(
                Fixture.of(FourNotes.class),
                Fixture.of(FourNotes.class).named("second").with("pgtestdb4j.migrations", "notes:4")));

        assertThat(results.failures()).isEmpty();
        assertThat(results.passed).hasSize(2);
    }

    @Test
    void refusesSuitesThatContradictEachOther() {
        List<Throwable> failures = Fixture.run(List.of(
                        Fixture.of(FourNotes.class).with("pgtestdb4j.migrations", "notes:4"),
                        Fixture.of(FourNotes.class).named("second").with("pgtestdb4j.migrations", "notes:3")))
                .failures();

        assertThat(failures).hasSize(2);
        assertThat(failures.get(0))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("set pgtestdb4j.migrations to different values");
    }

    @Test
    void touchesNoServerForTestsThatAskForNoDatabase() {
        Fixture.of(Modest.class)
                .with("pgtestdb4j.url", "jdbc:postgresql://nowhere.invalid/none")
                .passes(2);
    }

    @PgTest
    public static class Modest {

        @org.testng.annotations.Test
        public void asksForNothing() {}

        @org.testng.annotations.Test(dataProvider = PgTestDbProvider.NAME, dataProviderClass = PgTestDbProvider.class)
        public void doesNotUseWhatItGets(TestDatabase database) {}
    }

    @Test
    void endsWithTheRunWhateverTheNumberOfItsSuites() throws Exception {
        List<String> output = ChildJvm.run(TwoRuns.class);

        assertThat(ChildJvm.summaries(output))
                .containsExactly(
                        "7 databases handed out, 0 kept; templates: 1 built, 0 reused",
                        "1 databases handed out, 0 kept; templates: 1 built, 0 reused");
        assertThat(output).containsSubsequence("first run has ended", "server has ended", "second run has ended");
    }

    /** The second run has a server of its own: that of the first has ended with it. */
    static final class TwoRuns {

        public static void main(String[] arguments) throws Exception {
            String url = run(List.of(
                    Fixture.of(Seeing.class).with("pgtestdb4j.keep", "never"),
                    Fixture.of(Seeing.class, Shared.class, FailingAndRetried.class)
                            .named("second")));
            System.out.println("first run has ended");
            Servers.awaitEnd(url);
            System.out.println("server has ended");
            run(List.of(Fixture.of(Seeing.class)));
            System.out.println("second run has ended");
        }

        private static String run(List<Fixture> suites) {
            Fixture.run(suites);
            return Seen.texts().get(0);
        }
    }

    @PgTest(migrator = NotesMigrator.class)
    public static class Seeing {

        @org.testng.annotations.Test
        public void test() {
            Seen.see(TestDatabase.current().url());
        }
    }

    @PgTest(migrator = NotesMigrator.class, isolation = org.pgtestdb4j.Isolation.SHARED)
    public static class Shared {

        @org.testng.annotations.Test(invocationCount = 4, threadPoolSize = 2)
        public void test() {
            TestDatabase.current();
        }
    }

    @PgTest(migrator = NotesMigrator.class)
    public static class FailingAndRetried {

        @org.testng.annotations.Test(retryAnalyzer = FailureIT.Twice.class)
        public void test() {
            TestDatabase.current();
            throw new AssertionError("intended");
        }

        @org.testng.annotations.Test(timeOut = 500)
        public void timesOut() throws InterruptedException {
            TestDatabase.current();
            new java.util.concurrent.CountDownLatch(1).await();
        }
    }

    @Test
    void endsWithTheSessionOfTheJUnitPlatform() throws Exception {
        List<String> output = ChildJvm.run(InJUnitPlatform.class);

        assertThat(ChildJvm.summaries(output))
                .containsExactly("2 databases handed out, 0 kept; templates: 1 built, 0 reused");
        assertThat(output)
                .anyMatch(line -> line.equals("executed"))
                .last()
                .asString()
                .contains("handed out");
    }

    static final class InJUnitPlatform {

        public static void main(String[] arguments) {
            try (LauncherSession session = LauncherFactory.openSession()) {
                session.getLauncher()
                        .execute(LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(RunsTwice.class))
                                .build());
                System.out.println("executed");
            }
        }
    }

    static class RunsTwice {

        @Test
        void runsTestNg() {
            Fixture.of(Seeing.class).passes(1);
            Fixture.of(Seeing.class).passes(1);
        }
    }
}
