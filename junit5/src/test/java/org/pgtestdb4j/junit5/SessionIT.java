package org.pgtestdb4j.junit5;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.TestDatabase;

class SessionIT {

    @Test
    void takesSettingsFromJUnit() {
        Fixture.of(FourNotes.class).with("pgtestdb4j.migrations", "notes:4").passes(1);
    }

    @PgTest
    static class FourNotes {

        @Test
        void test(DataSource database) throws SQLException {
            assertThat(Notes.count(database)).isEqualTo(4);
        }
    }

    @Test
    void keepsNothingIfJUnitSaysSo() throws Exception {
        try (Observer server = new Observer()) {
            Throwable failure =
                    Fixture.of(Failing.class).with("pgtestdb4j.keep", "never").fails();

            assertThat(Observer.notes(failure)).isEmpty();
            assertThat(Seen.texts()).hasSize(1);
            server.awaitDropOf(Seen.texts());
        }
    }

    @PgTest
    static class Failing {

        @Test
        void test(TestDatabase database) {
            Seen.see(database);
            throw new AssertionError("intended");
        }
    }
}
