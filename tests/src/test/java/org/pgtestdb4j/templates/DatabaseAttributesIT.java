package org.pgtestdb4j.templates;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.fixture.Migrators;
import org.pgtestdb4j.fixture.Query;
import org.pgtestdb4j.fixture.TestServer;
import org.postgresql.Driver;

/** Cloning does not copy what stands in the shared catalogs. */
class DatabaseAttributesIT {

    private static final TestServer SERVER = TestServer.shared();

    @BeforeAll
    static void createRoles() throws SQLException {
        SERVER.run("CREATE ROLE \"Ann's\"", "CREATE ROLE ben", "CREATE ROLE cleo", "CREATE ROLE \"d e\"");
    }

    @AfterAll
    static void nothingIsLeft() throws Exception {
        SERVER.assertNothingIsLeft();
    }

    /** Runs SQL as the admin; {@code $DB} stands for the database. */
    private static void asAdmin(String url, String... statements) throws SQLException {
        String database = databaseOf(url);
        try (Connection admin = SERVER.connect(database)) {
            for (String statement : statements) {
                Query.run(admin, statement.replace("$DB", '"' + database + '"'));
            }
        }
    }

    private static List<String> attributes(Connection connection) throws SQLException {
        List<String> attributes = new ArrayList<>();
        attributes.addAll(Query.column(connection, """
                SELECT 'owner ' || datdba::regrole || ', limit ' || datconnlimit || ', privileges ' || coalesce(datacl::text, 'default')
                FROM pg_database WHERE datname = current_database()"""));
        attributes.addAll(Query.column(connection, """
                SELECT 'of ' || CASE setrole WHEN 0 THEN 'all' ELSE setrole::regrole::text END || ': ' || setconfig::text
                FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase
                WHERE datname = current_database() ORDER BY 1"""));
        attributes.addAll(Query.column(connection, """
                SELECT 'comment ' || coalesce(shobj_description(oid, 'pg_database'), 'none')
                FROM pg_database WHERE datname = current_database()"""));
        return attributes;
    }

    private static void assertSameInClone(String... statements) throws SQLException {
        for (PgTestDb.Builder builder : List.of(SERVER.external(), SERVER.ours())) {
            List<String> ofTheMigrated = new ArrayList<>();
            Migrator migrator = Migrator.of(Migrators.newHash(), url -> {
                asAdmin(url, statements);
                try (Connection connection = SERVER.connect(databaseOf(url))) {
                    ofTheMigrated.addAll(attributes(connection));
                }
            });
            try (PgTestDb pg = builder.open();
                    TestDatabase database = pg.database(migrator);
                    Connection connection = SERVER.connect(database.name())) {
                assertThat(attributes(connection)).isEqualTo(ofTheMigrated).isNotEmpty();
            }
        }
    }

    private static String databaseOf(String url) {
        return String.valueOf(Driver.parseURL(url, null).getProperty("PGDBNAME"));
    }

    @Test
    void areTheSameWhenNothingWasChanged() throws Exception {
        assertSameInClone();
    }

    @Test
    void keepPrivilegesInTheNameOfWhoeverGrantedThem() throws Exception {
        assertSameInClone(
                "GRANT CREATE, TEMPORARY ON DATABASE $DB TO \"Ann's\" WITH GRANT OPTION",
                "GRANT CONNECT ON DATABASE $DB TO cleo",
                "SET ROLE \"Ann's\"",
                "GRANT TEMPORARY ON DATABASE $DB TO ben WITH GRANT OPTION",
                "GRANT CREATE ON DATABASE $DB TO \"d e\"",
                "SET ROLE ben",
                "GRANT TEMPORARY ON DATABASE $DB TO cleo, PUBLIC");
    }

    /** The list of privileges is in the order of each pair's first grant, which need not be an order in which all can be granted. */
    @Test
    void keepPrivilegesThatWereGrantedBackAndForth() throws Exception {
        assertSameInClone(
                "GRANT TEMPORARY ON DATABASE $DB TO ben WITH GRANT OPTION",
                "SET ROLE ben",
                "GRANT TEMPORARY ON DATABASE $DB TO cleo",
                "RESET ROLE",
                "GRANT CREATE ON DATABASE $DB TO \"Ann's\" WITH GRANT OPTION",
                "SET ROLE \"Ann's\"",
                "GRANT CREATE ON DATABASE $DB TO ben WITH GRANT OPTION",
                "SET ROLE ben",
                "GRANT CREATE ON DATABASE $DB TO cleo");
    }

    @Test
    void keepPrivilegesThatWereTakenAway() throws Exception {
        assertSameInClone(
                "REVOKE TEMPORARY ON DATABASE $DB FROM PUBLIC", "REVOKE CREATE ON DATABASE $DB FROM pgtestdb4j_test");
    }

    @Test
    void keepThatNobodyHasAnyPrivilege() throws Exception {
        assertSameInClone("REVOKE ALL ON DATABASE $DB FROM PUBLIC, pgtestdb4j_test");
    }

    @Test
    void keepThatPublicMayConnect() throws Exception {
        assertSameInClone("GRANT CONNECT ON DATABASE $DB TO PUBLIC");
    }

    @Test
    void keepSettingsWithListsOfNames() throws Exception {
        assertSameInClone(
                "ALTER DATABASE $DB SET search_path = app, \"B c\", public",
                "ALTER ROLE ben IN DATABASE $DB SET search_path = \"$user\", \"it's\", \"a\"\"b\", \"x,y\"",
                "ALTER DATABASE $DB SET temp_tablespaces = ''",
                "ALTER ROLE cleo IN DATABASE $DB SET local_preload_libraries = 'one', 'two'",
                "ALTER ROLE cleo IN DATABASE $DB SET session_preload_libraries = 'one', 'Two x'");
    }

    @Test
    void keepAnEmptySearchPath() throws Exception {
        assertSameInClone("ALTER DATABASE $DB SET search_path = ''");
    }

    @Test
    void keepSettingsWithAnyText() throws Exception {
        assertSameInClone(
                "ALTER DATABASE $DB SET application_name = 'it''s a=b \"quoted\" \\ back'",
                "ALTER DATABASE $DB SET \"my.tenant\" = 'a=b=c; --'",
                "ALTER DATABASE $DB SET DateStyle = 'German, DMY'",
                "ALTER DATABASE $DB SET TimeZone = 'Asia/Kolkata'",
                "ALTER DATABASE $DB SET work_mem = '5MB'",
                "ALTER DATABASE $DB SET statement_timeout = 61000",
                "ALTER DATABASE $DB SET \"my.empty\" = ''",
                "ALTER ROLE \"Ann's\" IN DATABASE $DB SET work_mem = '6MB'",
                "ALTER ROLE \"d e\" IN DATABASE $DB SET default_transaction_isolation = 'serializable'",
                "ALTER ROLE pgtestdb4j_test IN DATABASE $DB SET lock_timeout = '3s'");
    }

    @Test
    void takeEffectForTests() throws Exception {
        Migrator migrator = Migrator.of(
                Migrators.newHash(),
                url -> asAdmin(
                        url,
                        "ALTER DATABASE $DB SET search_path = app, \"B c\", public",
                        "ALTER ROLE pgtestdb4j_test IN DATABASE $DB SET work_mem = '7MB'"));
        try (PgTestDb pg = SERVER.external().open();
                TestDatabase database = pg.database(migrator)) {
            assertThat(Query.value(database, "SHOW search_path")).isEqualTo("app, \"B c\", public");
            assertThat(Query.value(database, "SHOW work_mem")).isEqualTo("7MB");
        }
    }

    @Test
    void keepComments() throws Exception {
        assertSameInClone("COMMENT ON DATABASE $DB IS 'it''s \"quoted\"; $1 ? \\n \\ {d x}\nsecond line \uD83D\uDE00'");
    }

    @Test
    void keepTheLimitOfConnections() throws Exception {
        assertSameInClone("ALTER DATABASE $DB CONNECTION LIMIT 7");
    }

    /** Texts from a database are put into SQL: whatever they hold, they stay texts. */
    @Test
    void areOnlyTexts() throws Exception {
        String evil = "'; DROP ROLE ben; --".replace("'", "''");
        assertSameInClone(
                String.format(Locale.ROOT, "COMMENT ON DATABASE $DB IS '%s \\'", evil),
                String.format(Locale.ROOT, "ALTER DATABASE $DB SET application_name = '%s \\'", evil));
        assertThat(SERVER.column("SELECT rolname FROM pg_roles WHERE rolname = 'ben'"))
                .containsExactly("ben");
    }
}
