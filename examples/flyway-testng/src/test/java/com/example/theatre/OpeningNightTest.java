package com.example.theatre;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.pgtestdb4j.Isolation;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.testng.PgTest;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** One story in several steps: here the tests share a database, and each goes on where the one before it ended. */
@PgTest(isolation = Isolation.SHARED)
public class OpeningNightTest {

    private static final Seat BEST = new Seat(1, 6);

    private Theatre theatre;
    private int ada;

    @BeforeClass
    public void theTheatreOpens() throws SQLException {
        theatre = new Theatre();
    }

    @Test
    public void aCustomerComes() throws SQLException {
        ada = theatre.customer("ada");

        assertThat(theatre.customers.nameOf("ada@example.com")).contains("ada");
    }

    @Test(dependsOnMethods = "aCustomerComes")
    public void reserves() throws SQLException {
        theatre.boxOffice.reserve(theatre.hamlet, ada, BEST);

        assertThat(theatre.boxOffice.seatsOf(theatre.hamlet, ada)).containsExactly(BEST);
    }

    @Test(dependsOnMethods = "reserves")
    public void pays() throws SQLException {
        assertThat(theatre.boxOffice.pay(theatre.hamlet, ada)).isEqualTo("40.00");
    }

    @Test(dependsOnMethods = "pays")
    public void andTheTheatreHasTheMoney() throws SQLException {
        assertThat(new BoxOffice(TestDatabase.current().dataSource()).takings(theatre.hamlet))
                .isEqualTo("40.00");
    }
}
