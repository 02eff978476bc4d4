package org.pgtestdb4j.owners;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.fixture.Await;
import org.pgtestdb4j.fixture.ChildJvm;
import org.pgtestdb4j.fixture.Query;
import org.pgtestdb4j.fixture.TestServer;
import org.pgtestdb4j.liquibase.LiquibaseMigrator;

class KilledLiquibaseIT {

    private static final TestServer SERVER = TestServer.shared();

    @AfterAll
    static void nothingIsLeft() throws Exception {
        SERVER.assertNothingIsLeft();
    }

    /** Builds a template. */
    static final class Builds {

        private Builds() {}

        public static void main(String[] changelog) {
            System.out.println("begin");
            LiquibaseMigrator migrator = LiquibaseMigrator.of("filesystem:" + changelog[0]);
            migrator.hash();
            System.out.println("hashed");
            try (PgTestDb pg = PgTestDb.open()) {
                pg.template(migrator);
            }
        }
    }

    /** Liquibase would wait five minutes for a lock that is still there. */
    @Test
    @Timeout(240)
    void whoeverComesAfterAKilledUpdateDoesNotFindItsLock(@TempDir Path directory) throws Exception {
        Path changelog = Files.writeString(directory.resolve("all.sql"), """
                --liquibase formatted sql
                --changeset us:1
                CREATE TABLE item (id int);
                --changeset us:2 splitStatements:false
                DO $$ BEGIN
                    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'gate_of_liquibase') THEN
                        PERFORM pg_sleep(600);
                    END IF;
                END $$;
                """);
        SERVER.run("CREATE ROLE gate_of_liquibase");
        try (ChildJvm child = ChildJvm.start(SERVER, Builds.class, changelog.toString())) {
            child.await("begin");
            child.await("hashed");
            Await.until(
                    "the second change set runs",
                    () -> !SERVER.column("SELECT pid FROM pg_stat_activity WHERE wait_event = 'PgSleep'")
                            .isEmpty());
            child.killAfter(0);
        } finally {
            SERVER.run("DROP ROLE gate_of_liquibase");
        }

        try (PgTestDb pg = SERVER.external().open();
                TestDatabase database = pg.database(LiquibaseMigrator.of("filesystem:" + changelog))) {
            assertThat(Query.value(database, "SELECT string_agg(id, ' ' ORDER BY id) FROM databasechangelog"))
                    .isEqualTo("1 2");
            assertThat(Query.value(database, "SELECT locked FROM databasechangeloglock"))
                    .isEqualTo("f");
        }
        SERVER.sweep();
    }
}
