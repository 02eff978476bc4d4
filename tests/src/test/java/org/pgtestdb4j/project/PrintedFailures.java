package org.pgtestdb4j.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.testng.PgTestDbProvider;

/** Prints what a failing test shows in JUnit and in TestNG, on the embedded server; in front of each line stands the framework. */
final class PrintedFailures {

    private PrintedFailures() {}

    public static void main(String[] arguments) {
        System.setProperty("pgtestdb4j.embedded.mode", "private");
        try (LauncherSession session = LauncherFactory.openSession()) {
            session.getLauncher()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(selectClass(InJUnit.class), selectClass(InTestNg.class))
                                    .build(),
                            new Printer());
        }
    }

    private static final class Printer implements TestExecutionListener {

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            result.getThrowable().ifPresent(thrown -> {
                StringWriter printed = new StringWriter();
                thrown.printStackTrace(new PrintWriter(printed));
                String framework = test.getUniqueIdObject().getEngineId().orElseThrow();
                printed.toString().lines().forEach(line -> System.out.println(framework + " " + line));
            });
        }
    }

    @org.pgtestdb4j.junit5.PgTest(migrator = Nothing.class)
    static class InJUnit {

        @org.junit.jupiter.api.Test
        void failsOnPurpose(DataSource database) throws SQLException {
            PrintedFailures.fail(database);
        }
    }

    @org.pgtestdb4j.testng.PgTest(migrator = Nothing.class)
    public static class InTestNg {

        @org.testng.annotations.Test(dataProvider = PgTestDbProvider.NAME, dataProviderClass = PgTestDbProvider.class)
        public void failsOnPurpose(DataSource database) throws SQLException {
            PrintedFailures.fail(database);
        }
    }

    private static void fail(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1");
        }
        assertThat(1).isEqualTo(2);
    }

    record Nothing() implements Migrator {

        @Override
        public String hash() {
            return "nothing";
        }

        @Override
        public void migrate(String url) {}
    }
}
