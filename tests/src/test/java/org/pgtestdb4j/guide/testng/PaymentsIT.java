package org.pgtestdb4j.guide.testng;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pgtestdb4j.guide.Rows.count;
import static org.pgtestdb4j.guide.Rows.execute;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.testng.PgDatabase;
import org.pgtestdb4j.testng.PgTest;
import org.pgtestdb4j.testng.PgTestDbProvider;
import org.testng.annotations.Test;

@PgTest(migrations = "flyway:db/migration")
@PgTest(name = "ledger", migrations = "flyway:db/ledger")
public class PaymentsIT {

    @Test
    public void booksAPayment() throws SQLException {
        DataSource shop = TestDatabase.current().dataSource();
        DataSource ledger = TestDatabase.current("ledger").dataSource();
        execute(shop, "INSERT INTO orders (item) VALUES ('tea')");
        execute(ledger, "INSERT INTO entry (cents) VALUES (250)");

        assertThat(count(shop, "orders")).isEqualTo(count(ledger, "entry"));
    }

    @Test(dataProvider = PgTestDbProvider.NAME, dataProviderClass = PgTestDbProvider.class)
    public void startsWithoutEntries(@PgDatabase("ledger") DataSource ledger) throws SQLException {
        assertThat(count(ledger, "entry")).isZero();
    }
}
