package org.pgtestdb4j.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pgtestdb4j.guide.Rows.count;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.flyway.FlywayMigrator;

/** The snippets of docs/migrations.md. */
class MigrationsIT {

    @Test
    void flywayWithAConfigurationOfItsOwn() throws SQLException {
        Migrator shop = FlywayMigrator.of(flyway ->
                flyway.locations("classpath:db/migration").defaultSchema("shop").placeholders(Map.of("region", "eu")));

        try (PgTestDb pg = PgTestDb.open()) {
            pg.with(
                    shop,
                    database -> assertThat(count(database.dataSource(), "shop.orders"))
                            .isZero());
        }
    }

    @Test
    void layers() throws SQLException {
        Migrator schema = FlywayMigrator.of("classpath:db/migration");
        Migrator withOrders = schema.then(Migrator.of("ten-orders-1", MigrationsIT::tenOrders));

        try (PgTestDb pg = PgTestDb.open();
                TestDatabase empty = pg.database(schema);
                TestDatabase filled = pg.database(withOrders)) {
            assertThat(count(empty.dataSource(), "orders")).isZero();
            assertThat(count(filled.dataSource(), "orders")).isEqualTo(10);
        }
    }

    static void tenOrders(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO orders (item) SELECT 'item ' || i FROM generate_series(1, 10) i");
        }
    }
}
