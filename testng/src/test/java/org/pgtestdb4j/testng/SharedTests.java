package org.pgtestdb4j.testng;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.pgtestdb4j.Isolation;
import org.pgtestdb4j.TestDatabase;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

@PgTest(migrator = NotesMigrator.class, isolation = Isolation.SHARED)
public class SharedTests {

    @BeforeClass
    public void beforeClass() throws SQLException {
        write();
    }

    @Test
    public void first() throws SQLException {
        write();
    }

    @Test(dependsOnMethods = "first")
    public void second() throws SQLException {
        write();
    }

    private static void write() throws SQLException {
        Seen.see(TestDatabase.current());
        Notes.write(TestDatabase.current().dataSource());
    }

    @AfterClass
    public void afterClass() {}

    @AfterClass
    public void afterClassAgain() throws SQLException {
        Seen.see(TestDatabase.current());
        assertThat(Notes.count(TestDatabase.current().dataSource())).isEqualTo(3);
    }
}
