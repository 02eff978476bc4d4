package com.example.theatre;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TheatreTest
class BoxOfficeTest {

    private BoxOffice boxOffice;
    private int tonight;

    @BeforeEach
    void planAPerformance(DataSource database) throws SQLException {
        Programme programme = new Programme(database);
        tonight = programme.plan(programme.addPlay("Hamlet", 180), 1, OffsetDateTime.parse("2026-11-20T19:30:00Z"));
        boxOffice = new BoxOffice(database);
    }

    @Test
    void aHallIsEmptyAtFirst() throws SQLException {
        assertThat(boxOffice.freeSeats(tonight)).isEqualTo(50);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "B", "C", "D", "E"})
    void seatsOfARowAreBookedTogether(String row) throws SQLException {
        boxOffice.book(tonight, "Ann", row, 1, 2, 3);

        assertThat(boxOffice.freeSeats(tonight)).isEqualTo(47);
    }

    @Test
    void aSeatIsSoldOnce() throws SQLException {
        boxOffice.book(tonight, "Ann", "A", 1);

        assertThatThrownBy(() -> boxOffice.book(tonight, "Bob", "A", 2, 1))
                .isInstanceOf(SoldOutException.class)
                .hasMessage("Seat A1 is taken");
        assertThat(boxOffice.freeSeats(tonight)).as("Bob has not got A2 either").isEqualTo(49);
    }

    @Test
    void aCancelledBookingGivesItsSeatsBack() throws SQLException {
        int booking = boxOffice.book(tonight, "Ann", "A", 1, 2);

        boxOffice.cancel(booking);

        assertThat(boxOffice.freeSeats(tonight)).isEqualTo(50);
    }

    @Test
    void aPaidBookingKeepsItsSeats() throws SQLException {
        int booking = boxOffice.book(tonight, "Ann", "A", 1, 2);

        boxOffice.pay(booking);

        assertThat(boxOffice.freeSeats(tonight)).isEqualTo(48);
    }

    @Test
    void thereIsNoEleventhSeat() {
        assertThatThrownBy(() -> boxOffice.book(tonight, "Ann", "A", 11)).hasMessage("There is no seat A11");
    }

    /** Eight guests want the same seat at the same moment. */
    @RepeatedTest(5)
    void oneOfManyGetsTheSeat() throws Exception {
        ExecutorService guests = Executors.newFixedThreadPool(8);
        try {
            List<Future<Boolean>> results = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String guest = "guest " + i;
                results.add(guests.submit(() -> {
                    try {
                        boxOffice.book(tonight, guest, "C", 5);
                        return true;
                    } catch (SoldOutException e) {
                        return false;
                    }
                }));
            }
            int sold = 0;
            for (Future<Boolean> result : results) {
                sold += result.get() ? 1 : 0;
            }
            assertThat(sold).isEqualTo(1);
            assertThat(boxOffice.freeSeats(tonight)).isEqualTo(49);
        } finally {
            guests.shutdownNow();
        }
    }
}
