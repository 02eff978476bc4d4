package com.example.shop.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.shop.Shop;
import com.example.shop.catalog.Product;
import com.example.shop.customers.Customer;
import com.example.shop.jdbc.Database;
import java.math.BigDecimal;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.junit5.PgTest;

@PgTest
class AuditLogTest {

    private Shop shop;
    private Database database;

    @BeforeEach
    void open(DataSource source) {
        shop = new Shop(source);
        database = new Database(source);
    }

    @Test
    void isEmptyAtFirst() throws SQLException {
        assertThat(shop.auditLog.all()).isEmpty();
    }

    @Test
    void followsACustomer() throws SQLException {
        Customer ada = shop.customer("Ada");
        shop.customers.rename(ada.id(), "Ada Lovelace");
        shop.customers.forget(ada.id());

        assertThat(shop.auditLog.operations("customer", ada.id())).containsExactly("INSERT", "UPDATE", "DELETE");
        assertThat(shop.auditLog.before("customer", ada.id(), "name")).contains("Ada Lovelace");
    }

    @Test
    void knowsWhatWasThereBefore() throws SQLException {
        Product dune = shop.book("Dune", "9.90", 0);

        shop.prices.change(dune.id(), new BigDecimal("11.00"));

        assertThat(shop.auditLog.before("product", dune.id(), "price")).contains("9.90");
    }

    @Test
    void forgetsWhatNeverHappened() throws SQLException {
        assertThatThrownBy(() -> database.inTransaction(session -> {
                    session.update("INSERT INTO customer (email, name) VALUES ('ada@example.com', 'Ada')");
                    throw new IllegalStateException("changed my mind");
                }))
                .hasMessage("changed my mind");

        assertThat(shop.auditLog.all()).isEmpty();
    }

    @Test
    void isInTheOrderOfTheEvents() throws SQLException {
        shop.paidOrder(shop.customer("Ada"), shop.book("Dune", "9.90", 1), 1);

        assertThat(shop.auditLog.all())
                .containsExactly(
                        new Change("customer", "INSERT"),
                        new Change("product", "INSERT"),
                        new Change("customer_order", "INSERT"),
                        new Change("customer_order", "UPDATE"),
                        new Change("payment", "INSERT"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UPDATE audit.change SET table_name = 'nothing'", "DELETE FROM audit.change"})
    void cannotBeChanged(String forgery) throws SQLException {
        shop.customer("Ada");

        assertThatThrownBy(() -> database.update(forgery))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("the audit log cannot be changed");
        assertThat(shop.auditLog.all()).containsExactly(new Change("customer", "INSERT"));
    }

    @ParameterizedTest
    @CsvSource({
        "2024-12-31T23:59:59Z, audit.change_other",
        "2025-01-01T00:00:00Z, audit.change_2025",
        "2025-12-31T23:59:59Z, audit.change_2025",
        "2026-06-30T12:00:00Z, audit.change_2026",
        "2027-06-30T12:00:00Z, audit.change_2027",
        "2028-01-01T00:00:00Z, audit.change_other",
    })
    void isKeptByYear(String time, String partition) throws SQLException {
        database.update("""
                INSERT INTO audit.change (changed_at, table_name, row_id, operation)
                VALUES (?::timestamptz, 'customer', 1, 'INSERT')
                """, time);

        assertThat(database.list("SELECT tableoid::regclass FROM audit.change", row -> row.getString(1)))
                .containsExactly(partition);
    }
}
