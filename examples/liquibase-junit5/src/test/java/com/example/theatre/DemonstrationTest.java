package com.example.theatre;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.junit5.PgTest;

/** By convention, db.changelog-master.yaml is taken with all contexts: so there are data for demonstrations. */
@PgTest
class DemonstrationTest {

    @Test
    void aPerformanceCanBeBookedAtOnce(DataSource database) throws SQLException {
        new BoxOffice(database).book(1, "Ann", "E", 9, 10);

        assertThat(new BoxOffice(database).freeSeats(1)).isEqualTo(48);
    }

    @Test
    void itIsBookedOut(DataSource database) throws SQLException {
        BoxOffice boxOffice = new BoxOffice(database);
        for (String row : new String[] {"A", "B", "C", "D", "E"}) {
            boxOffice.book(1, "Ann", row, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        }

        assertThat(boxOffice.freeSeats(1)).isZero();
    }
}
