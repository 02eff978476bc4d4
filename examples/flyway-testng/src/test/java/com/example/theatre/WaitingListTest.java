package com.example.theatre;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.pgtestdb4j.testng.PgTest;
import org.testng.annotations.Test;

/** Invocations in a pool, time limits, and threads in a test. */
@PgTest
public class WaitingListTest {

    private static final Seat SEAT = new Seat(1, 1);

    @Test
    public void getsTheSeatThatIsGivenBack() throws SQLException {
        Theatre theatre = new Theatre();
        theatre.boxOffice.reserve(theatre.hamlet, theatre.customer("ada"), SEAT);
        int bob = theatre.customer("bob");
        int eve = theatre.customer("eve");
        theatre.boxOffice.waitFor(theatre.hamlet, bob);
        theatre.boxOffice.waitFor(theatre.hamlet, eve);

        assertThat(theatre.boxOffice.giveBack(theatre.hamlet, SEAT)).contains(bob);
        assertThat(theatre.boxOffice.seatsOf(theatre.hamlet, bob)).containsExactly(SEAT);
        assertThat(theatre.boxOffice.giveBack(theatre.hamlet, SEAT)).contains(eve);
    }

    @Test
    public void isJoinedOnce() throws SQLException {
        Theatre theatre = new Theatre();
        int ada = theatre.customer("ada");
        theatre.boxOffice.waitFor(theatre.hamlet, ada);

        assertThatThrownBy(() -> theatre.boxOffice.waitFor(theatre.hamlet, ada))
                .hasMessageContaining("waiting_performance_customer_key");
    }

    @Test(timeOut = 60_000)
    public void belongsToOnePerformance() throws SQLException {
        Theatre theatre = new Theatre();
        int saturday = theatre.programme.schedule(1, Theatre.FRIDAY.plusDays(1));
        theatre.boxOffice.reserve(theatre.hamlet, theatre.customer("ada"), SEAT);
        theatre.boxOffice.waitFor(saturday, theatre.customer("bob"));

        assertThat(theatre.boxOffice.giveBack(theatre.hamlet, SEAT)).isEmpty();
    }

    @Test(invocationCount = 10, threadPoolSize = 4)
    public void servesNobodyTwiceHoweverManyGiveBackAtOnce() throws Exception {
        Theatre theatre = new Theatre();
        theatre.boxOffice.reserve(theatre.hamlet, theatre.customer("ada"), SEAT, new Seat(1, 2));
        int bob = theatre.customer("bob");
        theatre.boxOffice.waitFor(theatre.hamlet, bob);

        ExecutorService counters = Executors.newFixedThreadPool(2);
        try {
            for (Future<?> done : counters.invokeAll(List.of(back(theatre, SEAT), back(theatre, new Seat(1, 2))))) {
                done.get();
            }
        } finally {
            counters.shutdownNow();
        }

        assertThat(theatre.boxOffice.seatsOf(theatre.hamlet, bob)).hasSize(1);
    }

    private static Callable<Object> back(Theatre theatre, Seat seat) {
        return () -> theatre.boxOffice.giveBack(theatre.hamlet, seat);
    }
}
