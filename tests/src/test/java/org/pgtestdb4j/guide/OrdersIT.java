package org.pgtestdb4j.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.junit5.PgTest;

@PgTest
class OrdersIT {

    @Test
    void numbersOrdersFromOne(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO orders (item) VALUES ('tea')");
            ResultSet order = statement.executeQuery("SELECT max(id) FROM orders");
            assertThat(order.next()).isTrue();
            assertThat(order.getInt(1)).isEqualTo(1); // in every test, however many run at once
        }
    }
}
