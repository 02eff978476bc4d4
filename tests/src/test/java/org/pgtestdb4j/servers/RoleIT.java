package org.pgtestdb4j.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.MigrationException;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.ServerException;
import org.pgtestdb4j.Template;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.fixture.Migrators;
import org.pgtestdb4j.fixture.Query;
import org.pgtestdb4j.fixture.TestServer;

/** What the role of the tests may do, under an admin who is a superuser and under one who is not. */
class RoleIT {

    private static TestServer server;
    private static int major;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start();
        major = Integer.parseInt(server.column("SHOW server_version_num").get(0)) / 10_000;
        server.run(
                "CREATE ROLE manager LOGIN CREATEDB CREATEROLE PASSWORD 's'",
                "GRANT CONNECT ON DATABASE postgres TO manager");
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        server.awaitEngines();
        assertThat(server.column("SELECT datname FROM pg_database WHERE datname ~ '^pgtestdb4j_[bc]_'"))
                .isEmpty();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static PgTestDb.Builder builder(boolean superuser, Map<String, String> settings) {
        PgTestDb.Builder builder = superuser
                ? server.external()
                : PgTestDb.builder().url(TestServer.unshared(server.urlOf("postgres", "manager", "s")));
        settings.forEach((name, value) -> builder.setting("pgtestdb4j." + name, value));
        return builder;
    }

    private static List<String> rightsOf(String role) throws SQLException {
        return server.column("""
                SELECT concat_ws(' ', CASE WHEN rolsuper THEN 'super' END, CASE WHEN rolcreatedb THEN 'db' END,
                                 CASE WHEN rolcreaterole THEN 'role' END, CASE WHEN rolreplication THEN 'repl' END,
                                 CASE WHEN rolbypassrls THEN 'rls' END)
                FROM pg_roles WHERE rolname = ?""", role);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void hasNoRightsByDefaultAndItsOwnNameOtherwise(boolean superuser) throws Exception {
        String plain;
        try (PgTestDb pg = builder(superuser, Map.of()).open();
                TestDatabase database = pg.database(Migrator.none())) {
            plain = database.user();
            assertThat(rightsOf(plain)).containsExactly("");
        }
        try (PgTestDb pg = builder(superuser, Map.of("role.attributes", "createdb"))
                        .open();
                TestDatabase database = pg.database(Migrators.sql("CREATE TABLE city ()"))) {
            assertThat(database.user()).startsWith("pgtestdb4j_test_db");
            assertThat(rightsOf(database.user())).containsExactly("db");
            assertThat(rightsOf(plain)).containsExactly("");
            Query.run(database, "CREATE DATABASE of_a_test");
            server.run("DROP DATABASE of_a_test");
        }
    }

    /** A role that is named keeps its name; what it may do follows the settings. */
    @Test
    void hasTheRightsThatAreSet() throws Exception {
        String name = "Tester's \"own\"";
        for (List<String> attributes : List.of(
                List.of("createdb,createrole,replication,bypassrls", "db role repl rls"),
                List.of("replication", "repl"),
                List.of(" ", ""))) {
            try (PgTestDb pg = builder(true, Map.of("role", name, "role.attributes", attributes.get(0)))
                            .open();
                    TestDatabase database = pg.database(Migrators.sql("CREATE TABLE city ()"))) {
                assertThat(database.user()).isEqualTo(name);
                assertThat(rightsOf(name)).containsExactly(attributes.get(1));
                assertThat(Query.value(database, "SELECT current_user")).isEqualTo(name);
            }
        }
    }

    /** Before 16 CREATEROLE was enough for CREATEDB and CREATEROLE; since then an admin gives what he has. */
    @ParameterizedTest
    @ValueSource(strings = {"CREATEDB", "CREATEROLE", "REPLICATION", "BYPASSRLS"})
    void hasFromAPlainAdminWhatThatMayGive(String attribute) throws Exception {
        PgTestDb.Builder builder = builder(false, Map.of("role.attributes", attribute));
        if (List.of("CREATEDB", "CREATEROLE").contains(attribute)) {
            try (PgTestDb pg = builder.open();
                    TestDatabase database = pg.database(Migrators.sql("CREATE TABLE city ()"))) {
                assertThat(rightsOf(database.user()).get(0)).hasSizeGreaterThan(1);
            }
        } else {
            assertThatThrownBy(builder::open)
                    .isInstanceOf(ServerException.class)
                    .hasMessageContainingAll(
                            "42501", "with " + attribute, "can give only what it has", "pgtestdb4j.role.attributes");
        }
    }

    @Test
    void hasFromAPlainAdminWhatThatHasItself() throws Exception {
        server.run("ALTER ROLE manager BYPASSRLS");
        try {
            PgTestDb.Builder builder = builder(false, Map.of("role", "past_policies", "role.attributes", "bypassrls"));
            if (major >= 16) {
                try (PgTestDb pg = builder.open();
                        TestDatabase database = pg.database(Migrator.none())) {
                    assertThat(rightsOf(database.user())).containsExactly("rls");
                }
            } else {
                assertThatThrownBy(builder::open).isInstanceOf(ServerException.class);
            }
        } finally {
            server.run("ALTER ROLE manager NOBYPASSRLS");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void hasThePasswordThatIsSet(boolean superuser) throws Exception {
        String password = " it's %41 & \"ä\\ ";
        String name = superuser ? "with_password" : "with_password_too";
        try (PgTestDb pg = builder(superuser, Map.of("role", name, "role.password", password))
                        .open();
                TestDatabase database = pg.database(Migrator.none())) {
            assertThat(database.password()).isEqualTo(password);
            try (Connection test = TestServer.open(database.url())) {
                assertThat(Query.value(test, "SELECT current_user")).isEqualTo(name);
            }
        }
        try (PgTestDb pg = builder(superuser, Map.of("role", name)).open();
                TestDatabase database = pg.database(Migrator.none())) {
            assertThat(database.password()).isEqualTo(password);
            assertThat(Query.value(database, "SELECT current_user")).isEqualTo(name);
        }
    }

    /** Migrations run before the first test gets anything. */
    @Test
    void hasNothingOfWhatAnEarlierRunSetForIt() throws Exception {
        Map<String, String> settings = Map.of("role", "set_by_others");
        builder(true, settings).open().close();
        server.awaitEngines();
        server.run("ALTER ROLE set_by_others SET search_path = nowhere", "ALTER ROLE set_by_others PASSWORD 'theirs'");

        try (PgTestDb pg = builder(true, settings).open();
                TestDatabase database = pg.database(Migrators.sql("CREATE TABLE city ()"))) {
            assertThat(Query.value(database, "SELECT count(*) FROM public.city"))
                    .isEqualTo("0");
        }
    }

    /** Hard to reach by hand: everything of the role has to go first. */
    @Test
    void isMadeAnewWhenSomebodyHasRemovedIt() throws Exception {
        Migrator migrator = Migrators.sql("CREATE TABLE city ()");
        Map<String, String> settings = Map.of("role", "recreated");
        String template;
        try (PgTestDb pg = builder(true, settings).open()) {
            template = pg.template(migrator).name();
        }
        server.awaitEngines();
        server.run("DROP DATABASE " + template, "DROP ROLE recreated");

        try (PgTestDb pg = builder(true, settings).open();
                TestDatabase database = pg.database(migrator)) {
            assertThat(Query.value(database, "SELECT tableowner FROM pg_tables WHERE tablename = 'city'"))
                    .isEqualTo("recreated");
        }
        server.awaitEngines();
        server.run("DROP DATABASE " + template, "DROP ROLE recreated", "CREATE ROLE recreated");
        assertThatThrownBy(() -> builder(true, settings).open())
                .isInstanceOf(ServerException.class)
                .hasMessageContainingAll("\"recreated\"", "not made by pgtestdb4j");
        server.run("DROP ROLE recreated");
    }

    @Test
    void keepsWhatMigrationsMadeOfOtherRoles() throws Exception {
        Migrator migrator = Migrators.sql("""
                CREATE TABLE city AS SELECT 'Ulm' AS name;
                DO $$ BEGIN
                  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'reader') THEN CREATE ROLE reader; END IF;
                END $$;
                GRANT reader TO CURRENT_USER;
                GRANT SELECT ON city TO reader""");
        for (int build = 0; build < 2; build++) {
            try (PgTestDb pg = builder(true, Map.of("role.attributes", "createrole", "template.rebuild", "true"))
                            .open();
                    TestDatabase database = pg.database(migrator);
                    Connection test = database.dataSource().getConnection()) {
                Query.run(test, "SET ROLE reader");
                assertThat(Query.value(test, "SELECT name FROM city")).isEqualTo("Ulm");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void findsExtensionsThatTheAdminInstalled(boolean superuser) throws Exception {
        Migrator migrator = Migrators.sql("""
                CREATE EXTENSION IF NOT EXISTS hstore;
                CREATE TABLE city (tags hstore, id uuid DEFAULT uuid_generate_v4())""");
        try (PgTestDb pg = builder(superuser, Map.of("extensions", "hstore, uuid-ossp"))
                        .open();
                TestDatabase database = pg.database(migrator.then(Migrators.sql("INSERT INTO city VALUES ('a=>b')")))) {
            assertThat(Query.value(database, "SELECT tags -> 'a' FROM city")).isEqualTo("b");
            assertThat(
                            Query.value(
                                    database,
                                    "SELECT string_agg(extname || ' ' || extnamespace::regnamespace, ', ' ORDER BY 1) FROM pg_extension WHERE extname <> 'plpgsql'"))
                    .isEqualTo("hstore public, uuid-ossp public");
        }
        try (PgTestDb pg = builder(superuser, Map.of("extensions", "hstore")).open()) {
            assertThatThrownBy(() -> pg.database(migrator))
                    .isInstanceOf(MigrationException.class)
                    .hasMessageContaining("uuid_generate_v4");
        }
        server.awaitEngines();
        for (String failed : server.column("SELECT datname FROM pg_database WHERE datname ~ '^pgtestdb4j_b_'")) {
            server.run("DROP DATABASE " + failed);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void hasUntrustedExtensionsOnlyFromASuperuser(boolean superuser) throws Exception {
        Migrator migrator = Migrators.sql("CREATE TABLE city ()");
        try (PgTestDb pg =
                builder(superuser, Map.of("extensions", "pageinspect")).open()) {
            if (superuser) {
                try (TestDatabase database = pg.database(migrator)) {
                    assertThat(Query.value(database, "SELECT 1 FROM pg_extension WHERE extname = 'pageinspect'"))
                            .isEqualTo("1");
                }
            } else {
                assertThatThrownBy(() -> pg.database(migrator))
                        .isInstanceOf(ServerException.class)
                        .hasMessageContainingAll(
                                "\"pageinspect\"", "pgtestdb4j.extensions", "42501", "Only a superuser");
            }
        }
    }

    @Test
    void isToldOfAnExtensionThatIsNotThere() throws Exception {
        try (PgTestDb pg = builder(true, Map.of("extensions", "hstorr")).open()) {
            assertThatThrownBy(() -> pg.database(Migrator.none()))
                    .isInstanceOf(ServerException.class)
                    .hasMessageContainingAll("\"hstorr\"", "pgtestdb4j.extensions", ":" + server.port());
        }
    }

    @Test
    void hasDatabasesWithTheLocaleAndEncodingThatAreSet() throws Exception {
        Migrator migrator = Migrators.sql("CREATE TABLE city ()");
        try (PgTestDb pg = builder(true, Map.of("locale", "C", "encoding", "LATIN1"))
                        .open();
                PgTestDb plain = builder(true, Map.of()).open();
                TestDatabase database = pg.database(migrator);
                TestDatabase other = plain.database(migrator)) {
            String of =
                    "SELECT pg_encoding_to_char(encoding) || ' ' || datcollate FROM pg_database WHERE datname = current_database()";
            assertThat(Query.value(database, of)).isEqualTo("LATIN1 C");
            assertThat(Query.value(other, of)).startsWith("UTF8");
        }
    }

    /** Everybody may connect to a database by default. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isTheOnlyOneThatMayConnect(boolean superuser) throws Exception {
        server.run("CREATE ROLE stranger LOGIN PASSWORD 's'");
        try (PgTestDb pg = builder(superuser, Map.of()).open()) {
            List<String> mayConnect = List.of("SELECT has_database_privilege('stranger', '", "', 'CONNECT')");
            Template template = pg.template(Migrator.of(
                    Migrators.newHash(), url -> assertThat(server.column("""
                                    SELECT has_database_privilege('stranger', datname, 'CONNECT')
                                    FROM pg_database WHERE datname ~ '^pgtestdb4j_b_'""")).containsOnly("f")));
            try (TestDatabase database = template.database()) {
                for (String name : List.of(template.name(), database.name())) {
                    assertThat(server.column(String.join(name, mayConnect))).containsExactly("f");
                }
                assertThatThrownBy(() -> TestServer.open(server.urlOf(database.name(), "stranger", "s"))
                                .close())
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("permission denied");
            }
        } finally {
            server.run("DROP ROLE stranger");
        }
    }
}
