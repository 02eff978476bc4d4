package com.example.library;

import static org.assertj.core.api.Assertions.assertThat;

import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pgtestdb4j.junit5.PgTest;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What needs no application context has a database for each test. */
@PgTest
class OverdueLoanTest {

    @ParameterizedTest
    @CsvSource({"-1, 0", "0, 0", "1, 1", "30, 1"})
    void isOverdueFromTheNextDayOn(int daysAgo, int overdue, DataSource database) {
        JdbcClient jdbc = JdbcClient.create(database);
        lend(jdbc, daysAgo);

        assertThat(jdbc.sql("SELECT days FROM overdue_loan")
                        .query(Integer.class)
                        .list())
                .hasSize(overdue)
                .allMatch(days -> days == daysAgo);
    }

    @Test
    void isNotOverdueWhenItCameBack(DataSource database) {
        JdbcClient jdbc = JdbcClient.create(database);
        lend(jdbc, 30);

        jdbc.sql("UPDATE loan SET returned_on = current_date WHERE id = 1").update();

        assertThat(jdbc.sql("SELECT member FROM overdue_loan")
                        .query(String.class)
                        .list())
                .isEmpty();
    }

    private static void lend(JdbcClient jdbc, int dueDaysAgo) {
        jdbc.sql("INSERT INTO book (isbn, title) VALUES ('9780441172719', 'Dune')")
                .update();
        jdbc.sql("INSERT INTO member (name) VALUES ('Ada')").update();
        jdbc.sql("INSERT INTO loan (book_id, member_id, due_on) VALUES (1, 1, current_date - ?)")
                .param(dueDaysAgo)
                .update();
    }
}
