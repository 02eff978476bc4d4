package org.pgtestdb4j.testng;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.pgtestdb4j.TestDatabase;
import org.testng.annotations.Test;

@PgTest(migrator = NotesMigrator.class)
public class DependentTests {

    @Test(dependsOnMethods = "second")
    public void third() throws SQLException {
        first();
    }

    @Test(dependsOnMethods = "first")
    public void second() throws SQLException {
        first();
    }

    @Test
    public void first() throws SQLException {
        Seen.see(TestDatabase.current());
        Notes.write(TestDatabase.current().dataSource());
        assertThat(Notes.count(TestDatabase.current().dataSource())).isEqualTo(1);
    }
}
