package org.pgtestdb4j.templates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.DatabaseException;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.fixture.Await;
import org.pgtestdb4j.fixture.Migrators;
import org.pgtestdb4j.fixture.Query;
import org.pgtestdb4j.fixture.TestServer;

/** Templates that are copies of a database which somebody else has made, and goes on using. */
class ExistingDatabaseIT {

    private static final TestServer SERVER = TestServer.start();
    private static final String SHOP = "My \"Shop\"";

    @BeforeAll
    static void createShop() throws SQLException {
        SERVER.run(
                "CREATE ROLE shopkeeper",
                "CREATE DATABASE \"My \"\"Shop\"\"\" OWNER shopkeeper",
                "ALTER DATABASE \"My \"\"Shop\"\"\" SET search_path = app, public",
                "COMMENT ON DATABASE \"My \"\"Shop\"\"\" IS 'for customers'",
                "GRANT CONNECT ON DATABASE \"My \"\"Shop\"\"\" TO PUBLIC");
        try (Connection shop = SERVER.connect(SHOP)) {
            Query.run(shop, """
                    CREATE EXTENSION hstore;
                    CREATE TABLE admins_own (id int);
                    SET ROLE shopkeeper;
                    CREATE SCHEMA app;
                    SET search_path = app;
                    CREATE TYPE mood AS ENUM ('sad', 'happy');
                    CREATE DOMAIN price AS numeric CHECK (value > 0);
                    CREATE TYPE pair AS (a int, b int);
                    CREATE TYPE span AS RANGE (subtype = numeric);
                    CREATE TABLE item (id serial PRIMARY KEY, name text, price price, mood mood);
                    INSERT INTO item (name, price) VALUES ('tea', 3);
                    CREATE TABLE "It's" (id int GENERATED ALWAYS AS IDENTITY) PARTITION BY RANGE (id);
                    CREATE TABLE part PARTITION OF "It's" DEFAULT;
                    CREATE SEQUENCE alone START 7;
                    CREATE VIEW names AS SELECT name FROM item;
                    CREATE MATERIALIZED VIEW counted AS SELECT count(*) FROM item;
                    CREATE FUNCTION twice(int) RETURNS int LANGUAGE sql AS 'SELECT $1 * 2';
                    CREATE PROCEDURE nothing() LANGUAGE sql AS 'SELECT 1';
                    CREATE AGGREGATE total(int) (sfunc = int4pl, stype = int);
                    CREATE AGGREGATE rows_of(*) (sfunc = int8inc, stype = bigint, initcond = '0');
                    CREATE OPERATOR <+> (leftarg = int, rightarg = int, function = int4pl);
                    CREATE COLLATION mine FROM "C";
                    CREATE TEXT SEARCH CONFIGURATION words (COPY = pg_catalog.english);
                    CREATE TEXT SEARCH DICTIONARY plain (TEMPLATE = simple);
                    CREATE STATISTICS both_columns ON id, name FROM item;
                    CREATE PUBLICATION items FOR TABLE item;
                    SELECT lo_from_bytea(4712, 'large object');
                    ALTER TABLE item ENABLE ROW LEVEL SECURITY;
                    GRANT SELECT ON item TO PUBLIC""");
        }
    }

    @AfterAll
    static void nothingIsLeft() throws Exception {
        SERVER.assertNothingIsLeft();
        SERVER.close();
    }

    private static String items() throws SQLException {
        try (Connection shop = SERVER.connect(SHOP)) {
            return Query.value(shop, "SELECT count(*) FROM app.item");
        }
    }

    private static List<String> shop() throws SQLException {
        List<String> state = SERVER.column("""
                SELECT concat_ws(' ', oid, datdba::regrole, datallowconn, datistemplate, datconnlimit, datacl::text, xmin)
                FROM pg_database WHERE datname = ?""", SHOP);
        try (Connection connection = SERVER.connect(SHOP)) {
            state.addAll(Query.column(
                    connection,
                    "SELECT relname || relowner::regrole || xmin FROM pg_class WHERE oid >= 16384 ORDER BY 1"));
            state.addAll(Query.column(connection, "SELECT id || name FROM app.item"));
        }
        return state;
    }

    @Test
    void haveAllThatIsInItAndBelongToTheTests() throws Exception {
        List<String> before = shop();
        try (PgTestDb pg = SERVER.external().open();
                TestDatabase database = pg.database(Migrator.copyOf(SHOP));
                Connection test = database.dataSource().getConnection()) {
            assertThat(Query.value(test, "SHOW search_path")).isEqualTo("app, public");
            assertThat(
                            Query.value(
                                    test,
                                    "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"))
                    .isEqualTo("for customers");
            Query.run(test, """
                    INSERT INTO item (name, price, mood) VALUES ('milk', 1, 'happy');
                    ALTER TABLE "It's" ADD name text;
                    ALTER TYPE mood ADD VALUE 'glad';
                    REFRESH MATERIALIZED VIEW counted;
                    DROP FUNCTION twice(int);
                    DROP TABLE part, public.admins_own;
                    SELECT lo_unlink(4712);
                    DROP SCHEMA app CASCADE""");
            assertThat(Query.column(test, """
                            SELECT objid::text FROM pg_shdepend s JOIN pg_database d ON d.oid = s.dbid
                            WHERE datname = current_database() AND refobjid = 'shopkeeper'::regrole AND deptype = 'o'""")).isEmpty();
        }
        assertThat(shop()).isEqualTo(before);
    }

    @Test
    void areMadeAnewInEveryRun() throws Exception {
        for (int run = 1; run <= 2; run++) {
            String items = items();
            try (PgTestDb pg = SERVER.external().open()) {
                for (int again = 0; again < 2; again++) {
                    try (TestDatabase database = pg.database(Migrator.copyOf(SHOP))) {
                        assertThat(Query.value(database, "SELECT count(*) FROM item"))
                                .isEqualTo(items);
                    }
                }
                assertThat(pg.report().templatesBuilt()).isEqualTo(1);
            }
            try (Connection shop = SERVER.connect(SHOP)) {
                Query.run(shop, "INSERT INTO app.item (name) VALUES ('more')");
            }
        }
        assertThat(SERVER.registry(
                        "SELECT name FROM registry.template WHERE hash = ?",
                        Migrator.copyOf(SHOP).hash()))
                .hasSize(1);
    }

    @Test
    void areMadeOnceForAHash() throws Exception {
        String hash = Migrators.newHash();
        String items = items();
        for (int run = 1; run <= 2; run++) {
            try (PgTestDb pg = SERVER.external().open();
                    TestDatabase database = pg.database(Migrator.copyOf(SHOP, hash))) {
                assertThat(Query.value(database, "SELECT count(*) FROM item")).isEqualTo(items);
                assertThat(pg.report().templatesBuilt()).isEqualTo(2 - run);
            }
            try (Connection shop = SERVER.connect(SHOP)) {
                Query.run(shop, "INSERT INTO app.item (name) VALUES ('more')");
            }
        }
    }

    @Test
    void areTheLowestLayerAndNoOther() throws Exception {
        Migrator price = Migrators.sql("UPDATE item SET price = 4");
        try (PgTestDb pg = SERVER.external().open();
                TestDatabase database = pg.database(Migrator.copyOf(SHOP).then(price))) {
            assertThat(Query.value(database, "SELECT min(price) FROM item")).isEqualTo("4");
            assertThatThrownBy(() -> pg.database(price.then(Migrator.copyOf(SHOP))))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContainingAll("My \"Shop\"", "lowest layer");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void areNotMadeWhileSomebodyIsConnectedWhoIsNamed(boolean inTransaction) throws Exception {
        String url = SERVER.urlOf(SHOP, "postgres", SERVER.password()) + "&ApplicationName=the+shop";
        try (PgTestDb pg = SERVER.external().open();
                Connection application = TestServer.open(url)) {
            application.setAutoCommit(!inTransaction);
            Query.run(application, "SELECT 1");

            assertThatThrownBy(() -> pg.database(Migrator.copyOf(SHOP)))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContainingAll(
                            "My \"Shop\"", "postgres from 127.0.0.1 (the shop), pid ", "Stop the application");

            assertThat(Query.value(application, "SELECT 1")).isEqualTo("1");
        }
        try (PgTestDb pg = SERVER.external().open();
                TestDatabase database = pg.database(Migrator.copyOf(SHOP))) {
            assertThat(Query.value(database, "SELECT count(*) FROM item")).isEqualTo(items());
        }
    }

    @Test
    void waitForOneWhoIsJustLeaving() throws Exception {
        try (PgTestDb pg = SERVER.external().open()) {
            Connection application = SERVER.connect(SHOP);
            Thread leaving = new Thread(() -> {
                try {
                    Await.until(
                            "the copy waits",
                            () -> !SERVER.column(
                                            "SELECT 1 FROM pg_stat_activity WHERE application_name LIKE 'pgtestdb4j/%/copy'")
                                    .isEmpty());
                    application.close();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            leaving.start();
            try (TestDatabase database = pg.database(Migrator.copyOf(SHOP))) {
                assertThat(Query.value(database, "SELECT count(*) FROM item")).isEqualTo(items());
            }
            leaving.join();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"my \"shop\"", "nowhere", "pgtestdb4j"})
    void areNotMadeOfWhatIsNotThere(String name) throws Exception {
        try (PgTestDb pg = SERVER.external().open()) {
            assertThatThrownBy(() -> pg.database(Migrator.copyOf(name)))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContainingAll("\"" + name + "\"", ":" + SERVER.port());
        }
    }

    /** The snippet of docs/migrations.md. */
    @Test
    void areDescribedInTheGuide() throws Exception {
        SERVER.run("CREATE DATABASE shop");
        try (Connection shop = SERVER.connect("shop")) {
            Query.run(shop, "CREATE TABLE item (name text)");
        }
        Migrator shop = Migrator.copyOf("shop");
        Migrator withMilk = Migrator.copyOf("shop", "2026-11").then(Migrator.of("milk-1", ExistingDatabaseIT::addMilk));
        try (PgTestDb pg = SERVER.external().open();
                TestDatabase plain = pg.database(shop);
                TestDatabase more = pg.database(withMilk)) {
            assertThat(Query.value(plain, "SELECT count(*) FROM item")).isEqualTo("0");
            assertThat(Query.value(more, "SELECT name FROM item")).isEqualTo("milk");
        }
    }

    private static void addMilk(String url) throws Exception {
        Migrators.step("INSERT INTO item VALUES ('milk')").migrate(url);
    }

    @Test
    void haveANameAndPerhapsAHash() {
        assertThatThrownBy(() -> Migrator.copyOf(" "))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("blank");
        assertThatThrownBy(() -> Migrator.copyOf("shop", ""))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("shop", "blank");
        assertThat(Migrator.copyOf("shop"))
                .isEqualTo(Migrator.copyOf("shop"))
                .isNotEqualTo(Migrator.copyOf("shop", "1"))
                .hasToString("copy of the database \"shop\"");
    }
}
