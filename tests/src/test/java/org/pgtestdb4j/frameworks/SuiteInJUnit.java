package org.pgtestdb4j.frameworks;

import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.Isolation;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.TestDatabases;
import org.pgtestdb4j.junit5.PgTest;

/** The same as {@link SuiteInTestNg}. */
@PgTest(migrator = Suites.Letters.class)
class SuiteInJUnit {

    @Test
    void writes(DataSource database) throws SQLException {
        Suites.write(database);
    }

    @Test
    void asksForNothing() {}

    @RepeatedTest(3)
    void repeats() throws SQLException {
        Suites.write(TestDatabase.current().dataSource());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void takesValues(int value, DataSource database) throws SQLException {
        Suites.write(database);
    }

    @Test
    void takesFurtherDatabases(TestDatabases databases) throws SQLException {
        Suites.write(databases.create().dataSource());
        Suites.write(databases.create().dataSource());
    }

    @Test
    void fails(DataSource database) throws SQLException {
        Suites.write(database);
        Suites.fail();
    }

    @AfterEach
    void after() {}

    @PgTest(migrator = Suites.Letters.class, isolation = Isolation.SHARED)
    static class Shared {

        @Test
        void writes(DataSource database) throws SQLException {
            Suites.write(database);
        }

        @Test
        void fails(DataSource database) throws SQLException {
            Suites.write(database);
            Suites.fail();
        }

        @Test
        void failsToo(DataSource database) throws SQLException {
            Suites.write(database);
            Suites.fail();
        }
    }

    @PgTest(migrator = Suites.Letters.class)
    static class Slow {

        @BeforeEach
        void before() throws SQLException {
            Suites.write(TestDatabase.current().dataSource());
        }

        @Test
        @Timeout(value = 100, unit = TimeUnit.MILLISECONDS)
        void timesOut() throws InterruptedException {
            new CountDownLatch(1).await();
        }
    }
}
