package org.pgtestdb4j.guide.testng;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pgtestdb4j.guide.Rows.count;
import static org.pgtestdb4j.guide.Rows.execute;

import java.sql.SQLException;
import org.pgtestdb4j.Isolation;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.testng.PgTest;
import org.testng.annotations.Test;

@PgTest(isolation = Isolation.SHARED)
public class JourneyIT {

    @Test
    public void orders() throws SQLException {
        execute(TestDatabase.current().dataSource(), "INSERT INTO orders (item) VALUES ('tea')");
    }

    @Test(dependsOnMethods = "orders")
    public void findsTheOrder() throws SQLException {
        assertThat(count(TestDatabase.current().dataSource(), "orders")).isEqualTo(1);
    }
}
