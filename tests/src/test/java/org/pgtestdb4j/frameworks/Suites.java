package org.pgtestdb4j.frameworks;

import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.pgtestdb4j.KeptDatabase;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.fixture.Migrators;

/** Runs the same suite in JUnit, TestNG or both, as Surefire runs them. */
final class Suites {

    private static final List<Class<?>> ALL = List.of(
            SuiteInJUnit.class,
            SuiteInJUnit.Shared.class,
            SuiteInJUnit.Slow.class,
            SuiteInTestNg.class,
            SuiteInTestNg.Shared.class,
            SuiteInTestNg.Slow.class);

    private static String hash = "";

    private Suites() {}

    static String newHash() {
        return Migrators.newHash();
    }

    /** Takes the migrator's hash, the engines, and further classes. */
    public static void main(String[] arguments) {
        hash = arguments[0];
        List<DiscoverySelector> classes = Stream.concat(
                        ALL.stream().map(Class::getName), Stream.of(arguments).skip(2))
                .<DiscoverySelector>map(DiscoverySelectors::selectClass)
                .toList();
        try (LauncherSession session = LauncherFactory.openSession()) {
            session.getLauncher()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .filters(EngineFilter.includeEngines(arguments[1].split(",")))
                                    .selectors(classes)
                                    .build(),
                            new Failures());
        }
    }

    /** Prints each failure with its first line, and the first line of what is noted on it. */
    private static final class Failures implements TestExecutionListener {

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            result.getThrowable().ifPresent(thrown -> System.out.println("failed " + thrown + " " + notes(thrown)));
        }

        private static String notes(Throwable thrown) {
            return Stream.of(thrown.getSuppressed())
                    .filter(KeptDatabase.class::isInstance)
                    .map(note -> Objects.toString(note.getMessage())
                            .lines()
                            .findFirst()
                            .orElse(""))
                    .toList()
                    .toString();
        }
    }

    /** The same for both frameworks; its hash is new in each run of the test. */
    record Letters() implements Migrator {

        @Override
        public String hash() {
            return hash;
        }

        @Override
        public void migrate(String url) throws Exception {
            Migrators.step("CREATE TABLE letter (text text)").migrate(url);
        }
    }

    static void write(javax.sql.DataSource database) throws SQLException {
        org.pgtestdb4j.guide.Rows.execute(database, "INSERT INTO letter VALUES ('a')");
    }

    static void fail() {
        throw new AssertionError("intended");
    }
}
