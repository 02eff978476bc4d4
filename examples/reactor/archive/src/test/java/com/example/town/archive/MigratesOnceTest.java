package com.example.town.archive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.junit5.PgTest;

/** The build calls all tests twice, and migrates once at most. */
@PgTest(migrations = "sql:db")
class MigratesOnceTest {

    @Test
    @EnabledIfSystemProperty(named = "town.again", matches = "true")
    void theSecondRunFindsTheTemplate(TestDatabase database) {
        try (PgTestDb pg = PgTestDb.open()) {
            assertThat(pg.report().databases()).isPositive();
            assertThat(pg.report().templatesBuilt()).isZero();
        }
    }
}
