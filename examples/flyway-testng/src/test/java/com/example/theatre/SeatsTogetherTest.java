package com.example.theatre;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.testng.PgTest;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** A database that is filled before each test, and looked at after it. Threads share the instance, so it keeps a theatre for each of them. */
@PgTest
public class SeatsTogetherTest {

    private static final ThreadLocal<Theatre> THEATRE = new ThreadLocal<>();

    @BeforeMethod
    public void fillTheMiddleOfTheFirstRow() throws SQLException {
        Theatre theatre = new Theatre();
        THEATRE.set(theatre);
        theatre.boxOffice.reserve(theatre.hamlet, theatre.customer("ada"), new Seat(1, 5), new Seat(1, 6));
    }

    @DataProvider
    public Object[][] parties() {
        return new Object[][] {
            {1, new Seat(1, 1)},
            {4, new Seat(1, 1)},
            {5, new Seat(1, 7)},
            {6, new Seat(1, 7)},
            {7, new Seat(2, 1)},
            {12, new Seat(2, 1)}
        };
    }

    @Test(dataProvider = "parties")
    public void areTheBestThatAreLeft(int people, Seat first) throws SQLException {
        Theatre theatre = THEATRE.get();

        List<Seat> found = theatre.boxOffice.findTogether(theatre.hamlet, people);

        assertThat(found).hasSize(people).startsWith(first);
        theatre.boxOffice.reserve(theatre.hamlet, theatre.customer("bob"), found.toArray(Seat[]::new));
    }

    @Test
    public void areNotFoundForMoreThanARow() throws SQLException {
        assertThat(THEATRE.get().boxOffice.findTogether(THEATRE.get().hamlet, 13))
                .isEmpty();
    }

    @AfterMethod
    public void nobodySitsOnTwoSeats() throws SQLException {
        String twice = "SELECT FROM ticket GROUP BY performance, row_number, seat_number HAVING count(*) > 1";
        assertThat(new Sql(TestDatabase.current().dataSource()).list(twice, row -> 1))
                .isEmpty();
    }
}
