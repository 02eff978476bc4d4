package org.pgtestdb4j.templates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.Connection;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.DatabaseException;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.Template;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.fixture.Await;
import org.pgtestdb4j.fixture.CapturedErr;
import org.pgtestdb4j.fixture.Migrators;
import org.pgtestdb4j.fixture.Query;
import org.pgtestdb4j.fixture.TestServer;

/** Somebody removes a template, renames it, opens it, or the server crashes: a test gets what the migrations made, or is told. */
class LostTemplateIT {

    private static final TestServer SERVER = TestServer.shared();

    private final AtomicInteger migrated = new AtomicInteger();
    private final Migrator migrator = Migrator.of(Migrators.newHash(), url -> {
        migrated.incrementAndGet();
        Migrators.step("CREATE TABLE city AS SELECT 'Ulm' AS name").migrate(url);
    });

    @AfterAll
    static void nothingIsLeft() throws Exception {
        SERVER.assertNothingIsLeft();
    }

    /** Opens an engine that has no more than one clone ready, so that the third of three is made when it is asked for, or later. */
    private static PgTestDb open() {
        return SERVER.external().setting("pgtestdb4j.pool.size", "1").open();
    }

    /** Takes as many as show what is cloned now, and not what was made ahead. */
    private static String citiesOfTheThird(Template template) throws Exception {
        for (int i = 0; i < 2; i++) {
            template.database().close();
        }
        try (TestDatabase database = template.database()) {
            return Query.value(database, "SELECT string_agg(name, ', ') FROM city");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP DATABASE %s",
                "ALTER DATABASE %s RENAME TO taken_away",
                "ALTER DATABASE %s ALLOW_CONNECTIONS true",
                "UPDATE pg_database SET datconnlimit = -2 WHERE datname = '%s'", // as an interrupted DROP leaves it
                "ALTER DATABASE %1$s RENAME TO taken_away; CREATE DATABASE %1$s TEMPLATE taken_away ALLOW_CONNECTIONS false; DROP DATABASE taken_away"
            })
    void isBuiltAnewDuringTheRun(String damage) throws Exception {
        try (PgTestDb pg = open();
                CapturedErr log = CapturedErr.start()) {
            Template template = pg.template(migrator);
            template.database().close();
            for (String statement : damage.formatted(template.name()).split("; ")) {
                SERVER.run(statement);
            }
            if (damage.contains("CREATE")) {
                SERVER.run("DROP DATABASE " + template.name()); // a stranger in the place stays: another test has that
            }

            assertThat(citiesOfTheThird(template)).isEqualTo("Ulm");
            assertThat(citiesOfTheThird(template)).isEqualTo("Ulm");
            assertThat(pg.template(migrator).name()).isEqualTo(template.name());
            assertThat(log.text()).contains(template.name(), "built anew").hasSizeLessThan(2_000);
        }
        assertThat(migrated).hasValue(2);
        SERVER.run("DROP DATABASE IF EXISTS taken_away");
    }

    /** Whoever looks into it could have changed it. */
    @Test
    void isBuiltAnewAlsoWhileSomebodyIsConnectedToIt() throws Exception {
        try (PgTestDb pg = open()) {
            Template template = pg.template(migrator);
            SERVER.run("ALTER DATABASE " + template.name() + " ALLOW_CONNECTIONS true");
            try (Connection somebody = SERVER.connect(template.name())) {
                Query.run(somebody, "INSERT INTO city VALUES ('poison')");

                assertThat(citiesOfTheThird(template)).isEqualTo("Ulm");
            }
        }
        assertThat(migrated).hasValue(2);
    }

    @Test
    void isBuiltOnceForEnginesThatMissItTogether() throws Exception {
        try (PgTestDb one = open();
                PgTestDb other = open()) {
            Template ofOne = one.template(migrator);
            Template ofOther = other.template(migrator);
            SERVER.run("DROP DATABASE " + ofOne.name());

            assertThat(citiesOfTheThird(ofOne)).isEqualTo("Ulm");
            assertThat(citiesOfTheThird(ofOther)).isEqualTo("Ulm");
        }
        assertThat(migrated).hasValue(2);
    }

    @Test
    void isBuiltAnewWhereALayerStandsOnIt() throws Exception {
        try (PgTestDb pg = open()) {
            Template below = pg.template(migrator);
            SERVER.run("DROP DATABASE " + below.name());

            try (TestDatabase database = pg.database(migrator.then(Migrators.sql("INSERT INTO city VALUES ('Aix')")))) {
                assertThat(Query.value(database, "SELECT string_agg(name, ', ') FROM city"))
                        .isEqualTo("Ulm, Aix");
            }
        }
        assertThat(migrated).hasValue(2);
    }

    /** As after an update of the system's libraries. */
    @Test
    void isBuiltAnewWhenTheSystemSortsInAnotherWay() throws Exception {
        assumeTrue(SERVER.column("SHOW server_version_num").get(0).compareTo("15") > 0, "14 has no version of sorting");
        for (int run = 0; run < 2; run++) {
            try (PgTestDb pg = open()) {
                Template template = pg.template(migrator);
                assertThat(citiesOfTheThird(template)).isEqualTo("Ulm");
                SERVER.run("UPDATE pg_database SET datcollversion = '0' WHERE datname = '" + template.name() + "'");

                assertThat(citiesOfTheThird(template)).isEqualTo("Ulm");
                SERVER.run("UPDATE pg_database SET datcollversion = '0' WHERE datname = '" + template.name() + "'");
            }
        }
        assertThat(migrated).hasValue(4);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void losesItsUnloggedRowsInACrash(boolean inTheMiddleOfARun) throws Exception {
        Migrator unlogged = Migrator.of(Migrators.newHash(), url -> {
            migrated.incrementAndGet();
            Migrators.step("CREATE UNLOGGED TABLE city AS SELECT 'Ulm' AS name").migrate(url);
        });
        try (TestServer server = TestServer.start()) {
            try (PgTestDb pg = server.external().open()) {
                Template template = pg.template(unlogged);
                template.database().close(); // one more is made ahead
                Await.until(
                        "one is made ahead",
                        () -> server.registry("SELECT 1 FROM registry.database WHERE state = 'created'")
                                        .size()
                                == 1);
                if (inTheMiddleOfARun) {
                    server.crash();
                    awaitSession(template);
                    assertThat(citiesOfTheThird(template)).isEqualTo("Ulm");
                }
            }
            if (!inTheMiddleOfARun) {
                server.awaitEngines();
                server.crash();
                try (PgTestDb pg = server.external().open()) {
                    assertThat(citiesOfTheThird(pg.template(unlogged))).isEqualTo("Ulm");
                }
            }
            assertThat(migrated).hasValue(2);
            server.awaitEngines();
        }
    }

    /** The first to use a session that the crash has ended hears of it. */
    private static void awaitSession(Template template) throws Exception {
        Await.until("there is a session again", () -> {
            try (TestDatabase database = template.database()) {
                return Query.value(database, "SELECT name FROM city").equals("Ulm");
            } catch (DatabaseException e) {
                assertThat(e).hasMessageContaining("SQLSTATE 08");
                return false;
            }
        });
    }
}
