package org.pgtestdb4j.frameworks;

import java.sql.SQLException;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.testng.PgTest;
import org.testng.IRetryAnalyzer;
import org.testng.ITestResult;
import org.testng.annotations.Test;

/** JUnit has nothing like it. */
@PgTest(migrator = Suites.Letters.class)
public class RetriedInTestNg {

    private int tries;

    @Test(retryAnalyzer = Once.class)
    public void failsAtFirst() throws SQLException {
        Suites.write(TestDatabase.current().dataSource());
        if (tries++ == 0) {
            Suites.fail();
        }
    }

    public static class Once implements IRetryAnalyzer {

        private int retries;

        @Override
        public boolean retry(ITestResult result) {
            return retries++ == 0;
        }
    }
}
