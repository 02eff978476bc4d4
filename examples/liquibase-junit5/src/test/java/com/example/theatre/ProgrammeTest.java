package com.example.theatre;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.OffsetDateTime;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@TheatreTest
class ProgrammeTest {

    private static final OffsetDateTime EVENING = OffsetDateTime.parse("2026-11-20T19:30:00Z");

    @Test
    void numbersPlaysFromOne(DataSource database) throws SQLException {
        assertThat(new Programme(database).addPlay("Hamlet", 180)).isEqualTo(1);
    }

    @Test
    void numbersPlaysFromOneInEveryTest(DataSource database) throws SQLException {
        assertThat(new Programme(database).addPlay("Macbeth", 120)).isEqualTo(1);
    }

    @Test
    void aHallHasOnePlayAtATime(DataSource database) throws SQLException {
        Programme programme = new Programme(database);
        int hamlet = programme.addPlay("Hamlet", 180);
        programme.plan(hamlet, 1, EVENING);

        assertThatThrownBy(() -> programme.plan(hamlet, 1, EVENING.plusHours(2)))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("one_play_at_a_time");
    }

    @Test
    void anotherHallIsFree(DataSource database) throws SQLException {
        Programme programme = new Programme(database);
        int hamlet = programme.addPlay("Hamlet", 180);
        programme.plan(hamlet, 1, EVENING);

        assertThat(programme.plan(hamlet, 2, EVENING)).isEqualTo(2);
    }

    @Test
    void theNextPlayMayStartWhenTheLastHasEnded(DataSource database) throws SQLException {
        Programme programme = new Programme(database);
        int hamlet = programme.addPlay("Hamlet", 180);
        programme.plan(hamlet, 1, EVENING);

        assertThat(programme.plan(hamlet, 1, EVENING.plusHours(3))).isEqualTo(2);
    }
}
