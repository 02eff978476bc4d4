package org.pgtestdb4j.owners;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.fixture.Await;
import org.pgtestdb4j.fixture.ChildJvm;
import org.pgtestdb4j.fixture.Query;
import org.pgtestdb4j.fixture.TestServer;
import org.pgtestdb4j.liquibase.LiquibaseMigrator;

/** Liquibase notes in the database that it is at work there, and whoever finds such a note waits for minutes. */
class KilledLiquibaseIT {

    private static final TestServer SERVER = TestServer.shared();

    @AfterAll
    static void nothingIsLeft() throws Exception {
        SERVER.run("DROP ROLE IF EXISTS hold_on");
        SERVER.sweep();
        SERVER.assertNothingIsLeft();
    }

    private static Migrator migrator() {
        return LiquibaseMigrator.of("org/pgtestdb4j/owners/killed.sql");
    }

    static final class Builder {

        private Builder() {}

        public static void main(String[] arguments) {
            try (PgTestDb pg = PgTestDb.open()) {
                pg.template(migrator());
            }
        }
    }

    @Test
    @Timeout(120)
    void isNotWaitedForByTheNext() throws Exception {
        SERVER.run("CREATE ROLE hold_on");
        ChildJvm child = ChildJvm.start(SERVER, Builder.class);
        try (child) {
            Await.until(
                    "Liquibase is in the middle of it", () -> !databasesHeld().isEmpty());
            try (Connection unfinished = SERVER.connect(databasesHeld().get(0))) {
                assertThat(Query.value(unfinished, "SELECT locked FROM databasechangeloglock"))
                        .isEqualTo("t");
            }
        }
        SERVER.run("DROP ROLE hold_on");

        try (PgTestDb pg = SERVER.external().open();
                TestDatabase database = pg.database(migrator())) {
            assertThat(
                            Query.value(
                                    database,
                                    "SELECT (SELECT count(*) FROM databasechangelog) || ' ' || locked FROM databasechangeloglock"))
                    .isEqualTo("2 false");
        }
    }

    private static List<String> databasesHeld() throws Exception {
        return SERVER.column(
                "SELECT datname FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'DO $$%hold\\_on%'");
    }
}
