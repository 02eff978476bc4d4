package org.pgtestdb4j.guide.testng;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pgtestdb4j.guide.Rows.count;
import static org.pgtestdb4j.guide.Rows.execute;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.testng.PgTest;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

@PgTest
public class OrdersIT {

    @BeforeMethod
    public void stocksUp() throws SQLException {
        execute(TestDatabase.current().dataSource(), "INSERT INTO orders (item) VALUES ('tea')");
    }

    @Test
    public void seesWhatWasPreparedForIt() throws SQLException {
        DataSource database = TestDatabase.current().dataSource();
        assertThat(count(database, "orders")).isEqualTo(1); // in every test, however many run at once
    }
}
