package org.pgtestdb4j.sqldir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.MigrationException;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.TestDatabase;

/** What real directories of SQL have in them, run on a server. */
class SqlDirCasesIT extends OnAServer {

    private static final String SETTINGS =
            "SELECT current_setting('search_path') AS a, current_setting('row_security') AS b, current_setting('check_function_bodies') AS c";

    @Test
    void runsFilesInTheOrderOfTheirNumbers() throws Exception {
        write("00010-c.sql", "INSERT INTO seen (file) VALUES ('00010');");
        write("0009-b.sql", "INSERT INTO seen (file) VALUES ('0009');");
        write("2/a.sql", "CREATE TABLE seen (id serial, file text); INSERT INTO seen (file) VALUES ('2');");
        write("10/d.sql", "INSERT INTO seen (file) VALUES ('10');");
        write("99999999999999999999-e.sql", "INSERT INTO seen (file) VALUES ('20 digits');");

        assertThat(filled(migrator(), "SELECT file FROM seen ORDER BY id"))
                .containsExactly("2", "0009", "10", "00010", "20 digits");
    }

    @Test
    void runsEverythingThatPsqlRuns() throws Exception {
        write("1_all.sql", "\uFEFF" + """
                \\set ON_ERROR_STOP on
                CREATE TABLE item (id int PRIMARY KEY, name text, data jsonb);\r
                COPY item (id, name) FROM stdin; -- rows follow
                1\tit's; "fine"
                2\t\\N
                \\.

                CREATE FUNCTION nested() RETURNS text LANGUAGE plpgsql AS $a$
                BEGIN
                    EXECUTE $b$ SELECT 1; $b$;
                    RETURN 'x;y';
                END $a$;
                CREATE FUNCTION plain(a int) RETURNS int LANGUAGE sql RETURN a + 1;
                CREATE PROCEDURE atomic() LANGUAGE sql BEGIN ATOMIC
                    INSERT INTO item (id) VALUES (3);
                    UPDATE item SET name = CASE id WHEN 3 THEN 'three' ELSE name END;
                END;
                CALL atomic();
                /* outer ; /* inner ; */ ; */
                INSERT INTO item (id, name, data) VALUES (4, E'it\\'s;', '{"a;": ";"}');
                SELECT data ? 'a;' FROM item;
                CREATE INDEX CONCURRENTLY item_name ON item (name);
                VACUUM item;
                CREATE RULE twice AS ON DELETE TO item DO ALSO (SELECT 1; SELECT 2);
                BEGIN;
                LOCK TABLE item;
                SAVEPOINT a;
                DELETE FROM item WHERE id = 4;
                ROLLBACK TO a;
                COMMIT;
                DO $$ BEGIN UPDATE item SET name = 'one' WHERE id = 1; COMMIT; END $$;
                COPY item TO stdout;
                CREATE TYPE mood AS ENUM ('sad');
                ALTER TYPE mood ADD VALUE 'ok';
                SELECT 'ok'::mood""");

        assertThat(filled(migrator(), "SELECT id, name FROM item ORDER BY id"))
                .containsExactly("1 one", "2 null", "3 three", "4 it's;");
    }

    @Test
    void managesAMegabyteInOneLine() throws Exception {
        write(
                "1_long.sql",
                "CREATE TABLE long (text text); INSERT INTO long VALUES ('" + "x;".repeat(450_000) + "'); SELECT 1;");

        assertThat(filled(migrator(), "SELECT length(text) FROM long")).containsExactly("900000");
    }

    @Test
    void keepsLineEndsInsideLiterals() throws Exception {
        write("1_crlf.sql", "CREATE TABLE ends (text text);\r\nINSERT INTO ends VALUES ('a\r\nb');\r\n");

        assertThat(filled(migrator(), "SELECT encode(text::bytea, 'hex') FROM ends"))
                .containsExactly("610d0a62");
    }

    @Test
    void usesANewEnumValueInTheNextFile() throws Exception {
        write("1_type.sql", "CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE person (mood mood);");
        write("2_value.sql", "ALTER TYPE mood ADD VALUE 'ok';");
        write("3_use.sql", "INSERT INTO person VALUES ('ok');");

        assertThat(filled(migrator(), "SELECT mood FROM person")).containsExactly("ok");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET search_path = ''; SET row_security = off; SET check_function_bodies = off;",
                "SELECT pg_catalog.set_config('search_path', '', false);",
                "DO $$ BEGIN PERFORM set_config('search_path', '', false); END $$;",
                "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY;",
                "CREATE TEMP TABLE item (other text);",
                "PREPARE item AS SELECT 1; LISTEN item;",
            })
    void lettingNothingOfASessionReachTheNextFileOrTheTest(String change) throws Exception {
        String plain = String.join("", filled(Migrator.of("none", url -> {}), SETTINGS));
        write("1_change.sql", change);
        write(
                "2_next.sql",
                "CREATE TABLE item (id int); PREPARE item AS SELECT 1; CREATE TABLE settings AS " + SETTINGS);

        assertThat(cloned(migrator(), "SELECT * FROM settings")).containsExactly(plain);
        assertThat(cloned(migrator(), SETTINGS)).containsExactly(plain);
    }

    @Test
    void aSettingOfTheDatabaseHoldsFromTheNextFileOn() throws Exception {
        write(
                "1_settings.sql",
                "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET intervalstyle = iso_8601', current_database()); END $$;");
        write("2_seen.sql", "CREATE TABLE seen AS SELECT current_setting('intervalstyle') AS style;");

        assertThat(cloned(migrator(), "SELECT style, current_setting('intervalstyle') FROM seen"))
                .containsExactly("iso_8601 iso_8601");
    }

    @Test
    void namesFileLineAndStatementOfAFailure() throws Exception {
        write("1_item.sql", "CREATE TABLE item (id int);\n\n-- über 𝄞\nSELECT 'ü𝄞',\n  id,\n  nme\nFROM item;\n");

        assertThat(failure(migrator()))
                .isInstanceOf(SQLException.class)
                .hasMessageStartingWith("1_item.sql, line 6: ERROR: column \"nme\" does not exist")
                .hasMessageContaining("42703")
                .hasMessageContaining("in the statement of line 4: SELECT 'ü𝄞',")
                .extracting(e -> ((SQLException) e).getSQLState())
                .isEqualTo("42703");
    }

    @Test
    void namesTheLineOfARowThatCannotBeCopied() throws Exception {
        write("1_item.sql", "CREATE TABLE item (id int);\nCOPY item FROM stdin;\n1\n2\nthree\n\\.\n");
        assertThat(failure(migrator()))
                .hasMessageStartingWith("1_item.sql, line 5: ")
                .hasMessageContaining("three")
                .hasMessageContaining("in the statement of line 2: COPY item FROM stdin");

        write("1_item.sql", "CREATE TABLE item (id int);");
        write("2_item.csv", "id\n1\nthree\n");
        assertThat(failure(migrator())).hasMessageStartingWith("2_item.csv, line 3: ");
    }

    @Test
    void refusesATransactionThatIsLeftOpen() throws Exception {
        write("1_item.sql", "CREATE TABLE a ();\nBEGIN;\nCOMMIT;\nbegin work;\nCREATE TABLE b ();\n");

        assertThat(failure(migrator()))
                .hasMessageContaining("1_item.sql, line 4: the transaction that begin work begins is still open");
    }

    @Test
    void makesNoTemplateOfAFileThatFailsAfterItsOwnCommit() throws Exception {
        write("1_item.sql", "BEGIN;\nCREATE TABLE item ();\nCOMMIT;\nSELECT * FROM none;\n");
        Migrator migrator = migrator();

        long before = pg().report().templatesBuilt();
        assertThatThrownBy(() -> pg().template(migrator))
                .isInstanceOf(MigrationException.class)
                .cause()
                .hasMessageContaining("1_item.sql, line 4");
        assertThat(pg().report().templatesBuilt()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\connect other",
                "\\gset",
                "\\if true",
                "\\! ls",
                "\\copy item FROM 'x'",
                "SELECT :v",
                "SELECT :\"V\""
            })
    void refusesWhatItDoesNotUnderstandBeforeAnythingIsApplied(String command) throws Exception {
        write("1_item.sql", "CREATE TABLE item ();");
        write("2_more.sql", "SELECT 1;\n" + command + "\n");

        try (TestDatabase database = pg().database(Migrator.none())) {
            assertThatThrownBy(() -> migrator().migrate(database.url()))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("2_more.sql, line 2");
            assertThat(rows(database, "SELECT to_regclass('item')")).containsExactly("null");
        }
    }

    @Test
    void runsIncludedFilesWhereTheyAreIncludedAndNotAgain() throws Exception {
        write(
                "1_all.sql",
                "CREATE TABLE seen (id serial, file text);\n\\ir parts/b.sql\n\\i a.sql\n\\set who '''set'''\nINSERT INTO seen (file) VALUES (:who);");
        write("parts/b.sql", "INSERT INTO seen (file) VALUES ('b');");
        write("a.sql", "INSERT INTO seen (file) VALUES ('a');");

        assertThat(filled(migrator(), "SELECT file FROM seen ORDER BY id")).containsExactly("b", "a", "set");
    }

    @Test
    void givesIncludedFilesTheVariablesOfTheirIncluder() throws Exception {
        write("0_part.sql", "CREATE TABLE :name (id int);");
        write("1_all.sql", "\\set name item\n\\ir 0_part.sql\n");

        assertThat(filled(migrator(), "SELECT to_regclass('item')")).containsExactly("item");
    }

    @Test
    void loadsCsvFilesIntoTheTablesOfTheirNames() throws Exception {
        write(
                "schema/1_item.sql",
                "CREATE SCHEMA shop; CREATE TABLE shop.item (id serial, name text, \"Price\" numeric);");
        write("seed/01_shop.item.csv", "name,\"Price\"\r\n\"a, \"\"b\"\"\",1.5\r\n,2\r\n");
        write("seed/02_more.sql", "INSERT INTO shop.item (name) SELECT count(*)::text FROM shop.item;");
        Migrator schema = SqlDirMigrator.of(directory.resolve("schema"));
        Migrator seeded = schema.then(SqlDirMigrator.of(directory.resolve("seed")));

        assertThat(cloned(seeded, "SELECT id, name, \"Price\" FROM shop.item ORDER BY id"))
                .containsExactly("1 a, \"b\" 1.5", "2 null 2", "3 2 null");
        assertThat(cloned(schema, "SELECT count(*) FROM shop.item")).containsExactly("0");
    }

    /** The template is built twice, and what belongs to the server is still there the second time. */
    @Test
    void aRoleCannotBeMadeByTheOwnerOfADatabase() throws Exception {
        write("1_role.sql", "SELECT 1;\nCREATE ROLE app;");

        assertThat(failure(migrator()))
                .hasMessageStartingWith("1_role.sql, line 2: ")
                .hasMessageContaining("permission denied to create role");
    }

    @Test
    void aDatabaseCannotBeMadeByTheOwnerOfADatabase() throws Exception {
        write("1_database.sql", "CREATE DATABASE app;");

        assertThat(failure(migrator()))
                .hasMessageStartingWith("1_database.sql, line 1: ")
                .hasMessageContaining("permission denied to create database");
    }

    @Test
    void makesPartitionsOfTheDayOnWhichTheTemplateIsBuilt() throws Exception {
        write("1_partition.sql", """
                CREATE TABLE event (at date) PARTITION BY RANGE (at);
                CREATE TABLE event_today PARTITION OF event FOR VALUES FROM (DATE 'today') TO (DATE 'tomorrow');
                INSERT INTO event VALUES (DATE 'today');""");

        assertThat(filled(migrator(), "SELECT count(*) FROM event_today")).containsExactly("1");
    }

    @Test
    void runsPackedFilesOfTheDockerImage() throws Exception {
        write("docker-entrypoint-initdb.d/1.sql", "CREATE TABLE item (id int);");
        try (OutputStream out =
                new GZIPOutputStream(Files.newOutputStream(directory.resolve("docker-entrypoint-initdb.d/2.sql.gz")))) {
            out.write("\\echo rows\nCOPY item FROM stdin;\n1\n\\.\nSELECT\n * FROM none;"
                    .getBytes(StandardCharsets.UTF_8));
        }
        SqlDirMigrator migrator = SqlDirMigrator.of(directory.resolve("docker-entrypoint-initdb.d"));
        assertThat(failure(migrator)).hasMessageStartingWith("2.sql.gz, line 6: ERROR: relation \"none\"");
        write("docker-entrypoint-initdb.d/1.sql", "CREATE TABLE item (id int); CREATE TABLE none ();");
        assertThat(filled(migrator, "SELECT id FROM item")).containsExactly("1");
    }

    @Test
    void leavesOutFilesOfOtherKinds() throws Exception {
        write("README.md", "not SQL");
        write("migrate.toml", "not = 'SQL'");
        Files.write(directory.resolve("1_empty.sql"), new byte[0]);
        Files.write(directory.resolve("2_item.sql"), "CREATE TABLE item ();".getBytes(StandardCharsets.UTF_8));

        assertThat(filled(migrator(), "SELECT count(*) FROM pg_class WHERE relname = 'item'"))
                .containsExactly("1");
    }

    @Test
    void endsWhenItsThreadIsInterrupted() throws Exception {
        write("1_item.sql", "CREATE TABLE item ();");

        try (TestDatabase database = pg().database(Migrator.none())) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> migrator().migrate(database.url())).isInstanceOf(InterruptedException.class);
            assertThat(Thread.interrupted()).isFalse();
        }
    }
}
