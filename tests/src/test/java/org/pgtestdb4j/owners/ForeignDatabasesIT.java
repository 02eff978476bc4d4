package org.pgtestdb4j.owners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.DatabaseException;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.ServerException;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.fixture.Migrators;
import org.pgtestdb4j.fixture.Query;
import org.pgtestdb4j.fixture.TestServer;

/** A name proves nothing. */
class ForeignDatabasesIT {

    private static final TestServer SERVER = TestServer.shared();

    @AfterAll
    static void nothingIsLeft() throws Exception {
        SERVER.assertNothingIsLeft();
    }

    private static void createWithContent(String database) throws SQLException {
        SERVER.run("CREATE DATABASE " + database);
        try (Connection connection = SERVER.connect(database)) {
            Query.run(connection, "CREATE TABLE precious AS SELECT 42 AS answer");
        }
    }

    private static String contentOf(String database) throws SQLException {
        try (Connection connection = SERVER.connect(database)) {
            return Query.value(connection, "SELECT answer FROM precious");
        }
    }

    @Test
    void areNotTouchedBySweepsWhateverTheyAreCalled() throws Exception {
        String[] foreign = {
            "pgtestdb4j_c_0123456789ab_1",
            "pgtestdb4j_b_0123456789abcdef0123456789abcdef",
            "pgtestdb4j_t_0123456789abcdef0123456789abcdef",
            "pgtestdb4j_",
            "pgtestdb4j_other"
        };
        for (String database : foreign) {
            createWithContent(database);
        }
        try (PgTestDb pg = SERVER.external().open();
                TestDatabase database = pg.database(Migrator.none())) {
            assertThat(database.name()).isNotIn((Object[]) foreign);
        }
        SERVER.sweep();

        for (String database : foreign) {
            assertThat(contentOf(database)).isEqualTo("42");
            SERVER.run("DROP DATABASE " + database);
        }
    }

    /** One that nobody can connect to looks as a template does. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void areNotTouchedWhenTheyAreInTheWay(boolean open) throws Exception {
        Migrator migrator = Migrators.sql("CREATE TABLE city ()");
        String template;
        try (PgTestDb pg = SERVER.external().open()) {
            template = pg.template(migrator).name();
        }
        SERVER.run("DROP DATABASE " + template);

        try (PgTestDb pg = SERVER.external().open()) {
            for (String foreign : List.of(template, template.replace("_t_", "_b_"))) {
                createWithContent(foreign);
                SERVER.run("ALTER DATABASE " + foreign + " ALLOW_CONNECTIONS " + open);

                assertThatThrownBy(() -> pg.database(migrator))
                        .isInstanceOf(DatabaseException.class)
                        .hasMessageContainingAll(foreign, "did not make", "Drop it", ":" + SERVER.port());

                SERVER.run("ALTER DATABASE " + foreign + " ALLOW_CONNECTIONS true");
                assertThat(contentOf(foreign)).isEqualTo("42");
                SERVER.run("DROP DATABASE " + foreign);
            }
            try (TestDatabase database = pg.database(migrator)) {
                assertThat(Query.value(database, "SELECT count(*) FROM city")).isEqualTo("0");
            }
        }
    }

    /** Somebody dropped ours and made another one of the same name. */
    @Test
    void areNotTouchedWhenTheyTookThePlaceOfAClone() throws Exception {
        String name;
        try (PgTestDb pg = SERVER.external().open();
                TestDatabase database = pg.database(Migrator.none())) {
            name = database.name();
            SERVER.run("DROP DATABASE " + name + " WITH (FORCE)");
            createWithContent(name);
        }
        assertThat(contentOf(name)).isEqualTo("42");
        SERVER.run("DROP DATABASE " + name);
    }

    /** Functions in it would run with the admin's rights. */
    @Test
    void areNotUsedAsRegistry() throws Exception {
        try (TestServer server = TestServer.start()) {
            server.run("CREATE ROLE somebody", "CREATE DATABASE pgtestdb4j OWNER somebody");

            try (PgTestDb pg = server.external().open();
                    TestDatabase database = pg.database(Migrator.none())) {
                assertThat(Query.value(database, "SELECT 1")).isEqualTo("1");
            }

            try (Connection theirs = server.connect("pgtestdb4j")) {
                assertThat(Query.column(theirs, "SELECT nspname FROM pg_namespace WHERE nspname = 'registry'"))
                        .isEmpty();
            }
            server.awaitEngines();
        }
    }

    @Test
    void haveRolesThatAreRefusedToo() throws Exception {
        SERVER.run("CREATE ROLE somebodys LOGIN PASSWORD 'theirs'");

        assertThatThrownBy(() -> SERVER.external()
                        .setting("pgtestdb4j.role", "somebodys")
                        .open())
                .isInstanceOf(ServerException.class)
                .hasMessageContainingAll("\"somebodys\"", "pgtestdb4j.role", "not made by pgtestdb4j");

        TestServer.open(SERVER.urlOf("postgres", "postgres", SERVER.password())).close();
        assertThat(SERVER.column("SELECT has_database_privilege('somebodys', 'pgtestdb4j', 'CONNECT')"))
                .containsExactly("f");
        SERVER.run("DROP ROLE somebodys");
    }

    @Test
    void areNotThereForTheTestRole() throws Exception {
        try (PgTestDb pg = SERVER.external().open();
                TestDatabase database = pg.database(Migrator.none())) {
            assertThat(SERVER.column("""
                            SELECT datname FROM pg_database
                            WHERE datallowconn AND has_database_privilege(?, oid, 'CONNECT') AND datname <> ?
                            """, database.user(), database.name()))
                    .allMatch(name -> name.startsWith("pgtestdb4j_c_"));
        }
    }
}
