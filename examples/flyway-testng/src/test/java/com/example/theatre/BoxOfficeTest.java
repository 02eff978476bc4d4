package com.example.theatre;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.sql.SQLException;
import org.pgtestdb4j.testng.PgTest;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Tests that commit real work: each in a theatre of its own. */
@PgTest
public class BoxOfficeTest {

    private static final Seat FRONT = new Seat(1, 6);
    private static final Seat BESIDE = new Seat(1, 7);
    private static final Seat BACK = new Seat(10, 1);

    @Test
    public void reservesSeats() throws SQLException {
        Theatre theatre = new Theatre();
        int ada = theatre.customer("ada");

        theatre.boxOffice.reserve(theatre.hamlet, ada, BESIDE, FRONT);

        assertThat(theatre.boxOffice.seatsOf(theatre.hamlet, ada)).containsExactly(FRONT, BESIDE);
    }

    @Test
    public void givesASeatToOneCustomerOnly() throws SQLException {
        Theatre theatre = new Theatre();
        theatre.boxOffice.reserve(theatre.hamlet, theatre.customer("ada"), FRONT);
        int bob = theatre.customer("bob");

        assertThatThrownBy(() -> theatre.boxOffice.reserve(theatre.hamlet, bob, FRONT))
                .isInstanceOf(TakenException.class)
                .hasMessage("row 1, seat 6 is taken");
    }

    @Test
    public void reservesAllSeatsOrNone() throws SQLException {
        Theatre theatre = new Theatre();
        theatre.boxOffice.reserve(theatre.hamlet, theatre.customer("ada"), FRONT);
        int bob = theatre.customer("bob");

        assertThatThrownBy(() -> theatre.boxOffice.reserve(theatre.hamlet, bob, BESIDE, FRONT))
                .isInstanceOf(TakenException.class);
        assertThat(theatre.boxOffice.seatsOf(theatre.hamlet, bob)).isEmpty();
    }

    @Test
    public void sellsTheSameSeatEveryEvening() throws SQLException {
        Theatre theatre = new Theatre();
        int saturday = theatre.programme.schedule(1, Theatre.FRIDAY.plusDays(1));
        int ada = theatre.customer("ada");

        theatre.boxOffice.reserve(theatre.hamlet, ada, FRONT);
        theatre.boxOffice.reserve(saturday, ada, FRONT);

        assertThat(theatre.boxOffice.seatsOf(saturday, ada)).containsExactly(FRONT);
    }

    @Test
    public void reservesNothingThatIsNotOnSale() throws SQLException {
        Theatre theatre = new Theatre();
        theatre.programme.takeOffSale(theatre.hamlet);
        int ada = theatre.customer("ada");

        assertThatThrownBy(() -> theatre.boxOffice.reserve(theatre.hamlet, ada, FRONT))
                .hasMessage("performance 1 is not on sale");
    }

    @DataProvider
    public Object[][] noSeats() {
        return new Object[][] {{new Seat(0, 1)}, {new Seat(1, 0)}, {new Seat(11, 1)}, {new Seat(1, 13)}};
    }

    @Test(dataProvider = "noSeats")
    public void knowsItsSeats(Seat seat) throws SQLException {
        Theatre theatre = new Theatre();
        int ada = theatre.customer("ada");

        assertThatThrownBy(() -> theatre.boxOffice.reserve(theatre.hamlet, ada, seat))
                .hasMessageContaining("ticket_row_number_seat_number_fkey");
    }

    @DataProvider
    public Object[][] prices() {
        return new Object[][] {{1, "40.00"}, {2, "40.00"}, {3, "25.00"}, {6, "25.00"}, {7, "12.50"}, {10, "12.50"}};
    }

    @Test(dataProvider = "prices")
    public void asksWhatARowCosts(int row, String price) throws SQLException {
        Theatre theatre = new Theatre();
        int ada = theatre.customer("ada");
        theatre.boxOffice.reserve(theatre.hamlet, ada, new Seat(row, 1));

        assertThat(theatre.boxOffice.pay(theatre.hamlet, ada)).isEqualTo(price);
        assertThat(theatre.boxOffice.takings(theatre.hamlet)).isEqualTo(price);
    }

    @Test
    public void addsUpWhatACustomerPays() throws SQLException {
        Theatre theatre = new Theatre();
        int ada = theatre.customer("ada");
        theatre.boxOffice.reserve(theatre.hamlet, ada, FRONT, BACK);

        assertThat(theatre.boxOffice.pay(theatre.hamlet, ada)).isEqualTo("52.50");
    }

    @Test
    public void takesMoneyOnce() throws SQLException {
        Theatre theatre = new Theatre();
        int ada = theatre.customer("ada");
        theatre.boxOffice.reserve(theatre.hamlet, ada, FRONT);
        theatre.boxOffice.pay(theatre.hamlet, ada);

        assertThat(theatre.boxOffice.pay(theatre.hamlet, ada)).isEqualByComparingTo(BigDecimal.ZERO);
        assertThat(theatre.boxOffice.takings(theatre.hamlet)).isEqualTo("40.00");
    }

    @Test
    public void takesNothingForReservations() throws SQLException {
        Theatre theatre = new Theatre();
        theatre.boxOffice.reserve(theatre.hamlet, theatre.customer("ada"), FRONT);

        assertThat(theatre.boxOffice.takings(theatre.hamlet)).isZero();
    }

    @Test
    public void returnsTheMoney() throws SQLException {
        Theatre theatre = new Theatre();
        int ada = theatre.customer("ada");
        theatre.boxOffice.reserve(theatre.hamlet, ada, FRONT, BACK);
        theatre.boxOffice.pay(theatre.hamlet, ada);

        assertThat(theatre.boxOffice.giveBack(theatre.hamlet, FRONT)).isEmpty();
        assertThat(theatre.boxOffice.takings(theatre.hamlet)).isEqualTo("12.50");
    }

    @Test
    public void returnsNoMoneyForReservations() throws SQLException {
        Theatre theatre = new Theatre();
        theatre.boxOffice.reserve(theatre.hamlet, theatre.customer("ada"), FRONT);
        theatre.boxOffice.giveBack(theatre.hamlet, FRONT);

        assertThat(theatre.boxOffice.takings(theatre.hamlet)).isZero();
    }

    @Test
    public void takesNoFreeSeatBack() throws SQLException {
        Theatre theatre = new Theatre();

        assertThatThrownBy(() -> theatre.boxOffice.giveBack(theatre.hamlet, FRONT))
                .hasMessage("row 1, seat 6 is free");
    }
}
