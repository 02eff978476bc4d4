package org.pgtestdb4j.testng;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.TestDatabase;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;

class LifecycleIT {

    @Test
    void givesEachTestOneDatabaseFromItsFirstConfigurationMethodToItsLast() throws Exception {
        try (Observer server = new Observer()) {
            Fixture.of(WholeTest.class).passes(2);

            assertThat(Seen.texts()).hasSize(6);
            assertThat(Seen.texts().stream().distinct()).hasSize(2);
            assertThat(Seen.texts().subList(0, 3)).containsOnly(Seen.texts().get(0));
            assertThat(Seen.texts().subList(3, 6)).containsOnly(Seen.texts().get(3));
            server.awaitDropOf(Seen.texts());
        }
    }

    @PgTest(migrator = NotesMigrator.class)
    public static class WholeTest {

        @BeforeMethod
        public void before() throws SQLException {
            Seen.see(TestDatabase.current());
            Notes.write(TestDatabase.current().dataSource());
        }

        @org.testng.annotations.Test
        public void first() throws SQLException {
            Seen.see(TestDatabase.current());
            Notes.write(TestDatabase.current().dataSource());
        }

        @org.testng.annotations.Test
        public void second() throws SQLException {
            Seen.see(TestDatabase.current());
            Notes.write(TestDatabase.current().dataSource());
        }

        @AfterMethod
        public void after() throws SQLException {
            Seen.see(TestDatabase.current());
            assertThat(Notes.count(TestDatabase.current().dataSource())).isEqualTo(2);
        }
    }
}
