package org.pgtestdb4j.sqldir;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Migrations that look at, or change, what their tool notes about them. */
class HistoryCasesIT extends OnAServer {

    @Test
    void aMigrationSeesItsOwnVersionAsDirty() throws Exception {
        write("1_a.up.sql", "SELECT 1;");
        write("2_b.up.sql", "CREATE TABLE seen AS SELECT version, dirty FROM schema_migrations;");

        assertThat(filled(migrator(), "SELECT version, dirty FROM seen")).containsExactly("2 t");
    }

    @Test
    void aMigrationSeesThoseBefore() throws Exception {
        write("1_a.sql", "-- +goose Up\nSELECT 1;");
        write("2_b.sql", "-- +goose Up\nCREATE TABLE seen AS SELECT version_id FROM goose_db_version;");

        assertThat(filled(migrator(), "SELECT version_id FROM seen ORDER BY 1")).containsExactly("0", "1");
    }

    @Test
    void aMigrationDeletesThoseBefore() throws Exception {
        write("1_a.sql", "-- migrate:up\nSELECT 1;");
        write("2_b.sql", "-- migrate:up\nDELETE FROM schema_migrations WHERE version < '2';");

        assertThat(filled(migrator(), "SELECT version FROM schema_migrations")).containsExactly("2");
    }

    @Test
    void theHistoryIsFoundThoughAMigrationChangesTheSearchPath() throws Exception {
        write("1_a.sql", "-- +migrate Up\nSET search_path = '';");
        write("2_b.sql", "-- +migrate Up\nCREATE SCHEMA app; SET search_path = app; CREATE TABLE item ();");

        assertThat(filled(migrator(), "SELECT id FROM public.gorp_migrations ORDER BY 1"))
                .containsExactly("1_a.sql", "2_b.sql");
    }

    /** Its file's name has a message in it, and the tool would run again what it does not find by the number alone. */
    @Test
    void graphileFindsWhatWasCommittedAndWhatIsCurrent() throws Exception {
        write("committed/000001-first.sql", "--! Previous: -\n--! Hash: sha1:a\n--! Message: first\n\nSELECT 1;\n");
        write("current/02-b.sql", "CREATE TABLE b AS TABLE a;\n\n");
        write("current/1.sql", "--! Message: second\nCREATE TABLE a ();");
        assertThat(filled(
                        migrator(),
                        "SELECT filename FROM graphile_migrate.migrations WHERE to_regclass('b') IS NOT NULL"))
                .containsExactly("000001.sql");
        assertThat(filled(migrator(), "SELECT filename, content FROM graphile_migrate.current"))
                .containsExactly(
                        "current.sql --! Message: second\n\n--! split: 1.sql\nCREATE TABLE a ();\n\n--! split: 02-b.sql\nCREATE TABLE b AS TABLE a;\n");
    }

    @Test
    void graphileFindsWhatIsCurrentInOneFile() throws Exception {
        write(
                "committed/000001.sql",
                "--! Previous: -\n--! Hash: sha1:a\n\nSELECT 1;\n-- --! no-transaction\n--! no-transaction\n");
        write("current.sql", "SELECT 'it''s';\n");
        assertThat(filled(migrator(), "SELECT content FROM graphile_migrate.current"))
                .containsExactly("SELECT 'it''s';\n");
    }

    /** By the name, since version 1; by the time before it. */
    @Test
    void drizzleFindsFoldersByTheirNamesAndTimes() throws Exception {
        write("20240131120000_first/migration.sql", "CREATE TABLE a ();");
        write("20240131120000_first/snapshot.json", "{}");
        write("20240131120001_last/migration.sql", "CREATE TABLE b ();");
        assertThat(
                        filled(
                                migrator(),
                                "SELECT name, created_at, hash, applied_at IS NOT NULL FROM drizzle.__drizzle_migrations ORDER BY id"))
                .containsExactly(
                        "20240131120000_first 1706702400000 " + digest("SHA-256", "CREATE TABLE a ();") + " t",
                        "20240131120001_last 1706702401000 " + digest("SHA-256", "CREATE TABLE b ();") + " t");
    }

    @Test
    void drizzleFindsWhatTheJournalNamesByTheHashOfTheFile() throws Exception {
        write("meta/_journal.json", "{\"entries\": [{\"tag\": \"0000_a\", \"when\": 7}]}");
        write("0000_a.sql", "SELECT 1;--> statement-breakpoint\nSELECT 2;\n");

        assertThat(filled(migrator(), "SELECT hash, created_at FROM drizzle.__drizzle_migrations"))
                .containsExactly(digest("SHA-256", "SELECT 1;--> statement-breakpoint\nSELECT 2;\n") + " 7");
    }

    /** Each refuses to go on when the sum is not that of the file. */
    @Test
    void prismaFindsTheSumOfTheFileAndNothingThatFailed() throws Exception {
        write("migration_lock.toml", "");
        write("20240131120000_first/migration.sql", "SELECT 1;\r\n-- é\n");

        assertThat(filled(migrator(), "SELECT checksum, rolled_back_at, logs FROM _prisma_migrations"))
                .containsExactly(digest("SHA-256", "SELECT 1;\r\n-- é\n") + " null null");
    }

    @Test
    void sqlxFindsTheSumOfTheFile() throws Exception {
        write("1_first.sql", "SELECT 1;\r\n-- é\n");

        assertThat(filled(migrator().layout("sqlx"), "SELECT encode(checksum, 'hex') FROM _sqlx_migrations"))
                .containsExactly(digest("SHA-384", "SELECT 1;\r\n-- é\n"));
    }

    @Test
    void supabaseFindsItsSeeds() throws Exception {
        write("config.toml", "[db.seed]\nsql_paths = [\"./seeds/*.sql\"]\n");
        write("migrations/20240101000000_a.sql", "CREATE TABLE item (id int);");
        write("seeds/a.sql", "INSERT INTO item VALUES (1);");
        assertThat(
                        filled(
                                migrator(),
                                "SELECT path, hash = encode(sha256('INSERT INTO item VALUES (1);'), 'hex'), id FROM supabase_migrations.seed_files, item"))
                .containsExactly("supabase/seeds/a.sql t 1");
    }

    /** Play takes away the indentation before it compares, and undoes what compares unequal. */
    @Test
    void playFindsWhatItWouldHaveNoted() throws Exception {
        write(
                "1.sql",
                "# --- !Ups\r\n\n  SELECT 1;\n\tSELECT 2; \n\n# --- !Downs\n\n  SELECT 3;\n# --- !Ups\n\n  SELECT 4;\n");
        String ups = "E'SELECT 1;\\nSELECT 2;\\n\\n\\nSELECT 4;'";
        assertThat(filled(
                        migrator(),
                        "SELECT apply_script = %s, revert_script, state, last_problem = '' FROM play_evolutions"
                                .formatted(ups)))
                .containsExactly("t SELECT 3; applied t");
        assertThat(filled(migrator(), "SELECT hash FROM play_evolutions"))
                .containsExactly(digest("SHA-1", "SELECT 3;SELECT 1;\nSELECT 2;\n\n\nSELECT 4;"));
    }

    private static String digest(String algorithm, String text) throws NoSuchAlgorithmException {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void textsOfMigrationsAreKeptAsTheyAre() throws Exception {
        write("1.sql", "# --- !Ups\nSELECT 'it''s \\ {schema} $1';\n# --- !Downs\nSELECT E'\\\\';\n");

        assertThat(filled(migrator(), "SELECT apply_script, revert_script FROM play_evolutions"))
                .containsExactly("SELECT 'it''s \\ {schema} $1'; SELECT E'\\\\';");
    }
}
