package org.pgtestdb4j.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.fixture.Await;
import org.pgtestdb4j.fixture.CapturedErr;
import org.pgtestdb4j.fixture.TestServer;
import org.pgtestdb4j.internal.engine.LingeringEngines;

/** The server ends before the engines that work on it. */
class GoneServerIT {

    private static final int DATABASES = 4;

    @Test
    void isToldOnceHoweverManyDatabasesWereOnIt() throws Exception {
        try (CapturedErr err = CapturedErr.start()) {
            List<TestDatabase> held = new ArrayList<>();
            PgTestDb pg;
            try (TestServer server = TestServer.start()) {
                pg = server.external().open();
                for (int i = 0; i < DATABASES; i++) {
                    held.add(pg.database(Migrator.none()));
                }
                Await.until(
                        "some are ready",
                        () -> server.column("SELECT 1 FROM pg_database WHERE datname LIKE 'pgtestdb4j\\_c\\_%'")
                                        .size()
                                > DATABASES + 1);
            }
            held.forEach(TestDatabase::close);
            pg.close();
            LingeringEngines.end();

            List<String> warnings =
                    err.text().lines().filter(line -> line.contains("WARN")).toList();
            assertThat(warnings).singleElement().asString().contains("Cannot drop pgtestdb4j_c_", "out of reach");
            assertThat(err.text().lines()).noneMatch(line -> line.startsWith("\tat "));
        }
    }
}
