package com.example.theatre;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.LocalDateTime;
import javax.sql.DataSource;
import org.pgtestdb4j.testng.PgTest;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Databases as parameters, also beside the values of a data provider. */
@PgTest
public class ProgrammeTest {

    private static final LocalDateTime FRIDAY = Theatre.FRIDAY;

    @Test
    public void isEmptyAtFirst(DataSource database) throws SQLException {
        assertThat(new Programme(database).on(FRIDAY)).isEmpty();
    }

    @Test
    public void numbersPlaysFromOne(DataSource database) throws SQLException {
        Programme programme = new Programme(database);

        assertThat(programme.addPlay("Hamlet", 240)).isEqualTo(1);
        assertThat(programme.addPlay("Faust", 180)).isEqualTo(2);
    }

    @Test
    public void listsADayInItsOrder(DataSource database) throws SQLException {
        Programme programme = new Programme(database);
        programme.schedule(programme.addPlay("Hamlet", 240), FRIDAY.withHour(20));
        programme.schedule(programme.addPlay("Faust", 180), FRIDAY.withHour(15));
        programme.schedule(programme.addPlay("Nora", 120), FRIDAY.plusDays(1));

        assertThat(programme.on(FRIDAY)).containsExactly("Faust", "Hamlet");
    }

    @Test
    public void playsOneThingAtATime(DataSource database) throws SQLException {
        Programme programme = new Programme(database);
        int hamlet = programme.addPlay("Hamlet", 240);
        programme.schedule(hamlet, FRIDAY.withHour(19));

        assertThatThrownBy(() -> programme.schedule(hamlet, FRIDAY.withHour(19)))
                .hasMessageContaining("performance_starts_key");
    }

    @Test
    public void hasEachTitleOnce(DataSource database) throws SQLException {
        Programme programme = new Programme(database);
        programme.addPlay("Hamlet", 240);

        assertThatThrownBy(() -> programme.addPlay("Hamlet", 230)).hasMessageContaining("play_title_key");
    }

    @Test
    public void doesNotScheduleWhatItDoesNotKnow(DataSource database) {
        assertThatThrownBy(() -> new Programme(database).schedule(1, FRIDAY))
                .hasMessageContaining("performance_play_fkey");
    }

    @DataProvider
    public Object[][] lengths() {
        return new Object[][] {{10, true}, {600, true}, {9, false}, {601, false}, {0, false}, {-1, false}};
    }

    @Test(dataProvider = "lengths")
    public void acceptsReasonableLengths(int minutes, boolean accepted, DataSource database) throws SQLException {
        Programme programme = new Programme(database);

        if (accepted) {
            assertThat(programme.addPlay("Hamlet", minutes)).isEqualTo(1);
        } else {
            assertThatThrownBy(() -> programme.addPlay("Hamlet", minutes)).hasMessageContaining("play_minutes_check");
        }
    }
}
