package org.pgtestdb4j.sqldir;

import static org.assertj.core.api.Assertions.assertThat;

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

    @Test
    void textsOfMigrationsAreKeptAsTheyAre() throws Exception {
        write("1.sql", "# --- !Ups\nSELECT 'it''s \\ {schema} $1';\n# --- !Downs\nSELECT E'\\\\';\n");

        assertThat(filled(migrator(), "SELECT apply_script, revert_script FROM play_evolutions"))
                .containsExactly("SELECT 'it''s \\ {schema} $1'; SELECT E'\\\\';");
    }
}
