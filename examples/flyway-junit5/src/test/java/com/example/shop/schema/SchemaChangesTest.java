package com.example.shop.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.shop.Shop;
import com.example.shop.jdbc.Database;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.TestDatabases;
import org.pgtestdb4j.junit5.PgTest;

/** A test may do to its database what it likes, also to the schema: the next one gets another. */
@PgTest
class SchemaChangesTest {

    private Shop shop;
    private Database database;

    @BeforeEach
    void open(DataSource source) throws SQLException {
        shop = new Shop(source);
        database = new Database(source);
        shop.customer("Ada");
    }

    @Test
    void addsAColumn() throws SQLException {
        database.update("ALTER TABLE customer ADD COLUMN vip boolean NOT NULL DEFAULT true");

        assertThat(database.list("SELECT vip FROM customer", row -> row.getBoolean("vip")))
                .containsExactly(true);
    }

    @RepeatedTest(3)
    void dropsATable() throws SQLException {
        database.update("DROP TABLE customer CASCADE");

        assertThatThrownBy(() -> shop.customers.count())
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("relation \"customer\" does not exist");
    }

    @Test
    void dropsAWholeSchema() throws SQLException {
        database.update("DROP SCHEMA warehouse CASCADE");

        assertThatThrownBy(() -> shop.book("Dune", "9.90", 1))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("warehouse.stock");
    }

    @Test
    void extendsAnEnum() throws SQLException {
        database.update("ALTER TYPE order_status ADD VALUE 'LOST'");
        database.update("INSERT INTO order_step VALUES ('SHIPPED', 'LOST')");

        assertThat(database.list("SELECT unnest(enum_range(NULL::order_status))", row -> row.getString(1)))
                .containsExactly("PLACED", "PAID", "SHIPPED", "CANCELLED", "LOST");
    }

    @Test
    void switchesATriggerOff() throws SQLException {
        database.update("ALTER TABLE customer DISABLE TRIGGER z_audit");

        shop.customer("Grace");

        assertThat(shop.auditLog.all()).hasSize(1);
    }

    @Test
    void buildsAnIndexWithoutATransaction() throws SQLException {
        database.update("CREATE INDEX CONCURRENTLY customer_name ON customer (name)");

        assertThat(database.<Boolean>one(
                        "SELECT indisvalid FROM pg_index WHERE indexrelid = 'customer_name'::regclass",
                        row -> row.getBoolean(1)))
                .isTrue();
    }

    @Test
    void emptiesATableThatOthersReferTo() throws SQLException {
        database.update("TRUNCATE customer RESTART IDENTITY CASCADE");

        assertThat(shop.customer("Grace").id()).isEqualTo(1);
    }

    @Test
    void takesDdlBackWithItsTransaction() throws SQLException {
        assertThatThrownBy(() -> database.inTransaction(session -> {
                    session.update("DROP TABLE customer CASCADE");
                    throw new IllegalStateException("changed my mind");
                }))
                .hasMessage("changed my mind");

        assertThat(shop.customers.count()).isEqualTo(1);
    }

    @Test
    void changesASettingOfTheDatabase(TestDatabase mine, TestDatabases others) throws SQLException {
        database.update("ALTER DATABASE " + mine.name() + " SET timezone = 'Asia/Kathmandu'");

        assertThat(timeZone(others.create().dataSource())).isNotEqualTo("Asia/Kathmandu");
    }

    private static String timeZone(DataSource source) throws SQLException {
        return new Database(source).one("SHOW timezone", row -> row.getString(1));
    }
}
