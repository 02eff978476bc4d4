package com.example.shop.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.shop.jdbc.Database;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pgtestdb4j.junit5.PgTest;

/** What the migrations leave behind, and that they are done. */
@PgTest
class MigrationsTest {

    private Database database;

    @BeforeEach
    void open(DataSource source) {
        database = new Database(source);
    }

    @Test
    void areDoneWhenATestBegins(DataSource source) {
        MigrateResult again = Flyway.configure().dataSource(source).load().migrate();

        assertThat(again.migrationsExecuted).isZero();
        assertThat(again.targetSchemaVersion).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "country, 12",
        "tax_rate, 36",
        "postal_zone, 1000",
        "shipping_rate, 40",
        "warehouse.bin, 1000",
        "ledger.account, 14",
        "ledger.period, 300",
        "ledger.exchange_rate, 1460",
        "customer, 0",
        "customer_order, 0",
        "audit.change, 0",
    })
    void leaveRows(String table, int rows) throws SQLException {
        assertThat(database.<Integer>one("SELECT count(*) FROM " + table, row -> row.getInt(1)))
                .isEqualTo(rows);
    }

    @ParameterizedTest
    @CsvSource({"public, 43", "warehouse, 12", "ledger, 10", "audit, 5"})
    void leaveTables(String schema, int tables) throws SQLException {
        assertThat(database.<Integer>one(
                        "SELECT count(*) FROM pg_tables WHERE schemaname = ?", row -> row.getInt(1), schema))
                .isEqualTo(tables);
    }
}
