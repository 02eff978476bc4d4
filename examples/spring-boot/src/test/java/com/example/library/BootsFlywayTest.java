package com.example.library;

import static org.assertj.core.api.Assertions.assertThat;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.flyway.FlywayMigrationStrategy;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** What Boot's own Flyway finds at the start: everything is there, and is what it should be. */
@SpringBootTest
class BootsFlywayTest extends LibraryTest {

    @Autowired
    private Flyway flyway;

    @Autowired
    private RecordsResult atStart;

    @Test
    void validatesAndHasNothingToDo() {
        assertThat(atStart.result.success).isTrue();
        assertThat(atStart.result.initialSchemaVersion).isEqualTo("2");
        assertThat(atStart.result.migrationsExecuted).isZero();
        assertThat(flyway.validateWithResult().validationSuccessful).isTrue();
        assertThat(flyway.info().applied()).hasSize(3);
        assertThat(flyway.info().pending()).isEmpty();
    }

    @TestConfiguration
    static class Recording {

        @Bean
        RecordsResult recordsResult() {
            return new RecordsResult();
        }
    }

    /** Does what Boot does without a strategy, and keeps what Flyway says. */
    static class RecordsResult implements FlywayMigrationStrategy {

        private MigrateResult result;

        @Override
        public void migrate(Flyway flyway) {
            result = flyway.migrate();
        }
    }
}
