package org.pgtestdb4j.guide.testng;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pgtestdb4j.guide.Rows.count;
import static org.pgtestdb4j.guide.Rows.execute;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.pgtestdb4j.testng.PgTest;
import org.pgtestdb4j.testng.PgTestDbProvider;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

@PgTest
public class ParametersIT {

    @Test(dataProvider = PgTestDbProvider.NAME, dataProviderClass = PgTestDbProvider.class)
    public void startsWithoutOrders(DataSource database) throws SQLException {
        assertThat(count(database, "orders")).isZero();
    }

    @DataProvider
    public Object[][] items() {
        return new Object[][] {{"tea", 1}, {"coffee", 2}};
    }

    @Test(dataProvider = "items")
    public void takesOrders(String item, int times, DataSource database) throws SQLException {
        for (int i = 0; i < times; i++) {
            execute(database, "INSERT INTO orders (item) VALUES ('" + item + "')");
        }
        assertThat(count(database, "orders")).isEqualTo(times);
    }
}
