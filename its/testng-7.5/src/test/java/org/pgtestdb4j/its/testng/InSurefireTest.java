package org.pgtestdb4j.its.testng;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.testng.PgTest;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Run by Surefire, several methods at a time. */
@PgTest(migrator = Counters.class)
public class InSurefireTest {

    @BeforeMethod
    public void countOne() throws SQLException {
        Counters.add(TestDatabase.current().dataSource());
    }

    @Test(invocationCount = 20, threadPoolSize = 4)
    public void seesItsOwnDatabase() throws SQLException {
        Counters.add(TestDatabase.current().dataSource());
        assertEquals(Counters.count(TestDatabase.current().dataSource()), 2);
    }

    @DataProvider(parallel = true)
    public Object[][] rows() {
        return new Object[][] {{1}, {2}, {3}, {4}};
    }

    @Test(dataProvider = "rows")
    public void seesItsOwnDatabaseBesideValues(int row, DataSource database) throws SQLException {
        for (int i = 0; i < row; i++) {
            Counters.add(database);
        }
        assertEquals(Counters.count(database), 1 + row);
    }

    @AfterMethod
    public void stillHasIt() throws SQLException {
        assertTrue(Counters.count(TestDatabase.current().dataSource()) > 0);
    }
}
