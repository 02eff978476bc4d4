package org.pgtestdb4j.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pgtestdb4j.guide.Rows.count;
import static org.pgtestdb4j.guide.Rows.execute;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.pgtestdb4j.Isolation;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.TestDatabases;
import org.pgtestdb4j.flyway.FlywayMigrator;
import org.pgtestdb4j.junit5.PgDatabase;
import org.pgtestdb4j.junit5.PgTest;
import org.pgtestdb4j.junit5.PgTestDbExtension;

/** The snippets of docs/junit5.md. */
class Jupiter5IT {

    @Nested
    @PgTest
    class ParametersTest {

        @BeforeEach
        void stocksUp(DataSource database) throws SQLException {
            execute(database, "INSERT INTO orders (item) VALUES ('tea')");
        }

        @Test
        void seesWhatWasPreparedForIt(TestDatabase database, Connection connection, @PgDatabase("") String url)
                throws SQLException {
            assertThat(count(connection, "orders")).isEqualTo(1);
            assertThat(url).isEqualTo(database.url());
        }
    }

    @Nested
    @PgTest(migrations = "flyway:db/migration")
    @PgTest(name = "ledger", migrations = "flyway:db/ledger")
    class PaymentsTest {

        @Test
        void booksAPayment(DataSource shop, @PgDatabase("ledger") DataSource ledger) throws SQLException {
            execute(shop, "INSERT INTO orders (item) VALUES ('tea')");
            execute(ledger, "INSERT INTO entry (cents) VALUES (250)");

            assertThat(count(shop, "orders")).isEqualTo(count(ledger, "entry"));
        }
    }

    @Nested
    @PgTest(isolation = Isolation.SHARED)
    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    class JourneyTest {

        @Test
        @Order(1)
        void orders(DataSource database) throws SQLException {
            execute(database, "INSERT INTO orders (item) VALUES ('tea')");
        }

        @Test
        @Order(2)
        void findsTheOrder(DataSource database) throws SQLException {
            assertThat(count(database, "orders")).isEqualTo(1);
        }
    }

    @Nested
    @PgTest
    class ReplicationTest {

        @Test
        void needsTwoOfAKind(TestDatabases databases) throws SQLException {
            TestDatabase here = databases.create();
            TestDatabase there = databases.create(FlywayMigrator.of("db/ledger"));

            assertThat(count(here.dataSource(), "orders")).isZero();
            assertThat(count(there.dataSource(), "entry")).isZero();
        }
    }

    @Nested
    class InCodeTest {

        @RegisterExtension
        static final PgTestDbExtension LEDGER = PgTestDbExtension.builder()
                .migrator(FlywayMigrator.of("classpath:db/ledger"))
                .build();

        @Test
        void startsWithoutEntries(DataSource ledger) throws SQLException {
            assertThat(count(ledger, "entry")).isZero();
        }
    }
}
