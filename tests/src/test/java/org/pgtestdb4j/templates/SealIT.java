package org.pgtestdb4j.templates;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.Template;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.fixture.Migrators;
import org.pgtestdb4j.fixture.Query;
import org.pgtestdb4j.fixture.TestServer;

class SealIT {

    private static final TestServer SERVER = TestServer.shared();
    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final String ACCEPTS_NO_CONNECTIONS = "55000";

    @AfterAll
    static void nothingIsLeft() throws Exception {
        SERVER.assertNothingIsLeft();
    }

    private static PgTestDb open(boolean ours) {
        return (ours ? SERVER.ours() : SERVER.external()).open();
    }

    private static String sqlStateOf(ThrowingSql work) {
        try {
            work.run();
            return "none, it went through";
        } catch (SQLException e) {
            return e.getSQLState();
        }
    }

    private interface ThrowingSql {

        void run() throws SQLException;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void keepsTestsAwayFromTheTemplate(boolean ours) throws Exception {
        try (PgTestDb pg = open(ours)) {
            Template template = pg.template(Migrator.none());
            try (TestDatabase database = template.database();
                    Connection test = database.dataSource().getConnection()) {
                String name = template.name();
                assertThat(sqlStateOf(() -> TestServer.open(SERVER.urlOf(name, database.user(), database.password()))
                                .close()))
                        .isEqualTo(ACCEPTS_NO_CONNECTIONS);
                for (String attack : List.of(
                        "ALTER DATABASE %s RENAME TO mine",
                        "ALTER DATABASE %s ALLOW_CONNECTIONS true",
                        "ALTER DATABASE %s IS_TEMPLATE false",
                        "ALTER DATABASE %s OWNER TO CURRENT_USER",
                        "ALTER DATABASE %s SET work_mem = '5MB'",
                        "ALTER DATABASE %s CONNECTION LIMIT 0",
                        "COMMENT ON DATABASE %s IS 'mine'",
                        "DROP DATABASE %s",
                        "CREATE DATABASE mine TEMPLATE %s")) {
                    assertThat(sqlStateOf(() -> Query.run(test, attack.formatted(name))))
                            .as(attack)
                            .isEqualTo(INSUFFICIENT_PRIVILEGE);
                }
                // Who may not grant gets an error or a warning; what counts is that it changes nothing.
                List<String> before = privileges(name);
                Query.run(test, """
                        DO $$ BEGIN GRANT CREATE ON DATABASE %s TO PUBLIC; EXCEPTION WHEN insufficient_privilege THEN NULL; END $$""".formatted(name));
                assertThat(privileges(name)).isEqualTo(before);
            }
        }
    }

    private static List<String> privileges(String database) throws SQLException {
        return SERVER.column("SELECT datacl::text FROM pg_database WHERE datname = ?", database);
    }

    @Test
    void keepsTheRegistryFromTests() throws Exception {
        try (PgTestDb pg = SERVER.external().open();
                TestDatabase database = pg.database(Migrator.none())) {
            assertThat(sqlStateOf(
                            () -> TestServer.open(SERVER.urlOf("pgtestdb4j", database.user(), database.password()))
                                    .close()))
                    .isEqualTo(INSUFFICIENT_PRIVILEGE);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void closesTemplateAndCloneToEverybodyElse(boolean ours) throws Exception {
        String stranger = "stranger_" + ours;
        SERVER.run("CREATE ROLE " + stranger + " LOGIN PASSWORD 'known'");
        try (PgTestDb pg = open(ours)) {
            Template template = pg.template(Migrator.none());
            try (TestDatabase database = template.database()) {
                assertThat(sqlStateOf(() -> TestServer.open(SERVER.urlOf(database.name(), stranger, "known"))
                                .close()))
                        .isEqualTo(INSUFFICIENT_PRIVILEGE);
                assertThat(SERVER.column("""
                        SELECT datname FROM pg_database
                        WHERE datname IN (?, ?) AND has_database_privilege(?, oid, 'CONNECT')""", database.name(), template.name(), stranger))
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isAMarkOnlyWhereTheServerIsOurs(boolean ours) throws Exception {
        try (PgTestDb pg = open(ours)) {
            String name = pg.template(Migrators.sql("SELECT 1")).name();

            assertThat(SERVER.column(
                            "SELECT datistemplate || ' ' || datallowconn || ' ' || datdba::regrole FROM pg_database WHERE datname = ?",
                            name))
                    .containsExactly(ours + " false postgres");
        }
    }

    @Test
    void leavesNoUnfinishedDatabase() throws Exception {
        try (PgTestDb pg = SERVER.external().open()) {
            String name = pg.template(Migrators.sql("SELECT 1")).name();

            assertThat(SERVER.exists(name)).isTrue();
            assertThat(SERVER.exists(name.replace("_t_", "_b_"))).isFalse();
            assertThat(SERVER.registry("SELECT name FROM registry.database WHERE kind = 'build'"))
                    .isEmpty();
        }
    }

    @Test
    void letsTestsOwnTheirClones() throws Exception {
        try (PgTestDb pg = SERVER.external().open();
                TestDatabase database = pg.database(Migrator.none());
                Connection test = database.dataSource().getConnection()) {
            Query.run(test, "CREATE TABLE in_public ()");
            Query.run(test, "CREATE SCHEMA own; CREATE TABLE own.t ()");
            Query.run(test, "ALTER DATABASE " + database.name() + " SET work_mem = '5MB'");
            Query.run(test, "GRANT CONNECT ON DATABASE " + database.name() + " TO PUBLIC");
            Query.run(test, "DROP SCHEMA public CASCADE");

            assertThat(Query.value(test, "SELECT datdba::regrole FROM pg_database WHERE datname = current_database()"))
                    .isEqualTo(database.user());
            assertThat(
                            Query.value(
                                    test,
                                    "SELECT rolsuper OR rolcreatedb OR rolcreaterole FROM pg_roles WHERE rolname = current_user"))
                    .isEqualTo("f");
        }
    }

    @Test
    void keepsEveryKindOfContent() throws Exception {
        Migrator migrator = Migrators.sql("""
                CREATE UNLOGGED TABLE unlogged (id int PRIMARY KEY);
                INSERT INTO unlogged SELECT generate_series(1, 100);
                CREATE SEQUENCE never_used START 5;
                CREATE SEQUENCE used_once START 5;
                SELECT nextval('used_once');
                CREATE SEQUENCE put_back; SELECT setval('put_back', 7, false);
                CREATE TABLE numbered (id bigint GENERATED ALWAYS AS IDENTITY, name text);
                INSERT INTO numbered (name) VALUES ('a'), ('b');
                CREATE MATERIALIZED VIEW unpopulated AS SELECT * FROM numbered WITH NO DATA;
                CREATE MATERIALIZED VIEW populated AS SELECT * FROM numbered;
                SELECT lo_from_bytea(4711, 'large object');
                CREATE TYPE mood AS ENUM ('sad', 'happy');
                ALTER TYPE mood ADD VALUE 'so-so' BEFORE 'happy'""");
        try (PgTestDb pg = SERVER.external().open();
                TestDatabase database = pg.database(migrator);
                Connection test = database.dataSource().getConnection()) {
            assertThat(Query.value(test, "SELECT count(*) FROM unlogged")).isEqualTo("100");
            assertThat(Query.value(test, "SELECT nextval('never_used')")).isEqualTo("5");
            assertThat(Query.value(test, "SELECT nextval('used_once')")).isEqualTo("6");
            assertThat(Query.value(test, "SELECT nextval('put_back')")).isEqualTo("7");
            assertThat(Query.value(test, "INSERT INTO numbered (name) VALUES ('c') RETURNING id"))
                    .isEqualTo("3");
            assertThat(Query.value(test, "SELECT relispopulated FROM pg_class WHERE relname = 'unpopulated'"))
                    .isEqualTo("f");
            assertThat(Query.value(test, "SELECT count(*) FROM populated")).isEqualTo("2");
            assertThat(Query.value(test, "SELECT convert_from(lo_get(4711), 'UTF8')"))
                    .isEqualTo("large object");
            assertThat(Query.value(test, "SELECT enum_range(NULL::mood)")).isEqualTo("{sad,so-so,happy}");
        }
    }

    @Test
    void makesTablesDense() throws Exception {
        Migrator migrator = Migrators.sql("""
                CREATE TABLE city (id int, name text);
                INSERT INTO city SELECT i, repeat('x', 100) FROM generate_series(1, 2000) i;
                DELETE FROM city WHERE id < 2000;
                CREATE SCHEMA "Other one";
                CREATE TABLE "Other one"."it's a ""x"" table" AS TABLE city;
                CREATE TABLE parted (id int) PARTITION BY LIST (id);
                CREATE TABLE part PARTITION OF parted DEFAULT;
                INSERT INTO parted VALUES (1)""");
        try (PgTestDb pg = SERVER.external().open();
                TestDatabase database = pg.database(migrator);
                Connection test = database.dataSource().getConnection()) {
            assertThat(Query.value(test, "SELECT pg_relation_size('city')")).isEqualTo("8192");
            assertThat(Query.value(test, "SELECT reltuples FROM pg_class WHERE relname = 'city'"))
                    .isEqualTo("1");
            assertThat(Query.value(test, "SELECT relallvisible FROM pg_class WHERE relname = 'city'"))
                    .isEqualTo("1");
            assertThat(Query.column(test, "SELECT attname FROM pg_stats WHERE tablename = 'part'"))
                    .containsExactly("id");
            assertThat(Query.value(test, "SELECT count(*) FROM \"Other one\".\"it's a \"\"x\"\" table\""))
                    .isEqualTo("1");
        }
    }

    /** Without that file, which VACUUM removes, the first session of every clone reads the catalogs for it. */
    @Test
    void leavesTheCacheOfCatalogsForClonesToInherit() throws Exception {
        try (PgTestDb pg = SERVER.external().open()) {
            Template template = pg.template(Migrators.sql("CREATE TABLE city AS SELECT 1 AS id"));

            assertThat(SERVER.column("""
                            SELECT file FROM pg_database d, pg_ls_dir('base/' || d.oid) file
                            WHERE d.datname = ? AND file = 'pg_internal.init'""", template.name())).hasSize(1);
        }
    }

    /** From PostgreSQL 17 on maintenance runs with a search_path of its own, and an index may need the user's. */
    @Test
    void bearsWithAnIndexThatCannotBeMaintained() throws Exception {
        Migrator migrator = Migrators.sql("""
                CREATE FUNCTION inner_one(text) RETURNS text IMMUTABLE LANGUAGE sql AS $$ SELECT lower($1) $$;
                CREATE FUNCTION outer_one(text) RETURNS text IMMUTABLE LANGUAGE plpgsql AS $$ BEGIN RETURN inner_one($1); END $$;
                CREATE TABLE city (name text);
                CREATE INDEX ON city (outer_one(name));
                INSERT INTO city VALUES ('Ulm')""");
        try (PgTestDb pg = SERVER.external().open();
                TestDatabase database = pg.database(migrator)) {
            assertThat(Query.value(database, "SELECT count(*) FROM city WHERE outer_one(name) = 'ulm'"))
                    .isEqualTo("1");
        }
    }

    /** Else a table with very many rows would stay as the migrations left it. */
    @Test
    void takesTheTimeThatItNeeds() throws Exception {
        Migrator migrator = Migrators.sql("""
                CREATE FUNCTION only_without_limit(int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS $$ BEGIN
                  IF current_setting('statement_timeout') <> '0' THEN RAISE 'out of time'; END IF;
                  RETURN $1;
                END $$;
                CREATE TABLE city (id int, name text);
                CREATE INDEX ON city (only_without_limit(id));
                INSERT INTO city SELECT i, repeat('x', 100) FROM generate_series(1, 2000) i;
                DELETE FROM city WHERE id < 2000""");
        try (PgTestDb pg = SERVER.external().open();
                TestDatabase database = pg.database(migrator)) {
            assertThat(Query.value(database, "SELECT pg_relation_size('city')")).isEqualTo("8192");
        }
    }

    @Test
    void isNotHinderedBySettingsOfTheDatabase() throws Exception {
        Migrator migrator = Migrators.sql("""
                CREATE TABLE city AS SELECT generate_series(1, 1000) AS id;
                DO $$ DECLARE setting text; BEGIN
                  FOREACH setting IN ARRAY ARRAY['default_transaction_read_only = on', 'statement_timeout = 1', 'lock_timeout = 1',
                      'idle_session_timeout = 1', 'search_path = nowhere', 'row_security = off', 'client_encoding = latin1',
                      'standard_conforming_strings = off', 'default_transaction_isolation = serializable'] LOOP
                    EXECUTE format('ALTER DATABASE %I SET ', current_database()) || setting;
                  END LOOP;
                END $$""");
        try (PgTestDb pg = SERVER.external().open();
                TestDatabase database = pg.database(migrator)) {
            assertThat(SERVER.column("""
                            SELECT array_length(setconfig, 1) FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase
                            WHERE datname = ?""", database.name())).containsExactly("9");
        }
    }

    @Test
    void givesEveryCloneANameThatNoOtherEverHad() throws Exception {
        Set<String> names = new HashSet<>();
        try (PgTestDb pg = SERVER.external().open()) {
            for (int i = 0; i < 4; i++) {
                try (TestDatabase database = pg.database(Migrator.none())) {
                    names.add(database.name());
                }
            }
        }
        assertThat(names).hasSize(4).allSatisfy(name -> assertThat(name).startsWith("pgtestdb4j_c_"));
    }
}
