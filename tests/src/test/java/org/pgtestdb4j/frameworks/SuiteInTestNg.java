package org.pgtestdb4j.frameworks;

import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.pgtestdb4j.Isolation;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.TestDatabases;
import org.pgtestdb4j.testng.PgTest;
import org.pgtestdb4j.testng.PgTestDbProvider;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** The same as {@link SuiteInJUnit}. Surefire would take it for a test of its own if its name began with that word. */
@PgTest(migrator = Suites.Letters.class)
public class SuiteInTestNg {

    @Test(dataProvider = PgTestDbProvider.NAME, dataProviderClass = PgTestDbProvider.class)
    public void writes(DataSource database) throws SQLException {
        Suites.write(database);
    }

    @Test
    public void asksForNothing() {}

    @Test(invocationCount = 3)
    public void repeats() throws SQLException {
        Suites.write(TestDatabase.current().dataSource());
    }

    @DataProvider
    public Object[][] values() {
        return new Object[][] {{1}, {2}};
    }

    @Test(dataProvider = "values")
    public void takesValues(int value, DataSource database) throws SQLException {
        Suites.write(database);
    }

    @Test(dataProvider = PgTestDbProvider.NAME, dataProviderClass = PgTestDbProvider.class)
    public void takesFurtherDatabases(TestDatabases databases) throws SQLException {
        Suites.write(databases.create().dataSource());
        Suites.write(databases.create().dataSource());
    }

    @Test(dataProvider = PgTestDbProvider.NAME, dataProviderClass = PgTestDbProvider.class)
    public void fails(DataSource database) throws SQLException {
        Suites.write(database);
        Suites.fail();
    }

    @AfterMethod
    public void after() {}

    @PgTest(migrator = Suites.Letters.class, isolation = Isolation.SHARED)
    public static class Shared {

        @Test
        public void writes() throws SQLException {
            Suites.write(TestDatabase.current().dataSource());
        }

        @Test
        public void fails() throws SQLException {
            Suites.write(TestDatabase.current().dataSource());
            Suites.fail();
        }

        @Test
        public void failsToo() throws SQLException {
            Suites.write(TestDatabase.current().dataSource());
            Suites.fail();
        }
    }

    @PgTest(migrator = Suites.Letters.class)
    public static class Slow {

        @BeforeMethod
        public void before() throws SQLException {
            Suites.write(TestDatabase.current().dataSource());
        }

        @Test(timeOut = 100)
        public void timesOut() throws InterruptedException {
            new CountDownLatch(1).await();
        }
    }
}
