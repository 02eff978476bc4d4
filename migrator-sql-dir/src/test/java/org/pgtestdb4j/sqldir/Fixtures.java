package org.pgtestdb4j.sqldir;

import static org.pgtestdb4j.sqldir.Fixture.DOWN;
import static org.pgtestdb4j.sqldir.Fixture.TABLE;
import static org.pgtestdb4j.sqldir.Fixture.step;

import java.util.stream.Stream;

/** One directory for each layout. */
final class Fixtures {

    /** What some tools allow in a transaction only, so it shows that there is one. */
    private static final String IN_TRANSACTION = "LOCK TABLE public.step;\n";

    /** What no transaction allows. */
    private static final String ALONE = "VACUUM public.step;\n";

    private Fixtures() {}

    static Stream<Fixture> all() {
        return Stream.concat(withMarkers(), withNames());
    }

    private static Stream<Fixture> withMarkers() {
        return Stream.of(
                Fixture.of("goose")
                        .file("00001_first.sql", "-- +goose Up\n" + TABLE + step("1") + IN_TRANSACTION)
                        .file(
                                "00002_body.sql",
                                "-- +goose Up\n-- +goose StatementBegin\nDO $$ BEGIN\nINSERT INTO step (name) VALUES ('2');\nEND $$;\n-- +goose StatementEnd\n-- +goose Down\n-- +goose StatementBegin\n"
                                        + DOWN + "-- +goose StatementEnd\n")
                        .file(
                                "10_alone.sql",
                                "-- +GOOSE no transaction\n-- +goose up\n" + ALONE + step("10") + "-- +goose down\n"
                                        + DOWN)
                        .file("main.go", "package migrations")
                        .steps("1", "2", "10")
                        .history(
                                "SELECT id, version_id, is_applied FROM goose_db_version ORDER BY id",
                                "1 0 t",
                                "2 1 t",
                                "3 2 t",
                                "4 10 t"),
                Fixture.of("sql-migrate")
                        .file(
                                "1-first.sql",
                                "-- +migrate Up\n" + TABLE + step("1") + IN_TRANSACTION + "-- +migrate Down\n" + DOWN)
                        .file(
                                "2-parts.sql",
                                "-- +migrate Up\n" + step("2a") + "\n-- +migrate Down\n" + DOWN
                                        + "\n-- +migrate Up notransaction\n" + ALONE + step("2b")
                                        + "\n-- +migrate Down\n" + DOWN)
                        .file("10-last.sql", "-- +migrate Up\n" + step("10"))
                        .file("z.sql", "-- +migrate Up\n" + step("z"))
                        .steps("1", "2a", "2b", "10", "z")
                        .history(
                                "SELECT id FROM gorp_migrations WHERE applied_at <= now() ORDER BY applied_at",
                                "1-first.sql",
                                "2-parts.sql",
                                "10-last.sql",
                                "z.sql"),
                Fixture.of("dbmate")
                        .file(
                                "20240101000000_first.sql",
                                "-- about\n\n-- migrate:up\n" + TABLE + step("1") + IN_TRANSACTION
                                        + "\n-- migrate:down\n" + DOWN)
                        .file(
                                "20240102000000_alone.sql",
                                "-- migrate:up transaction:false\n" + ALONE + step("2") + "-- migrate:down\n" + DOWN)
                        .steps("1", "2")
                        .history(
                                "SELECT version FROM schema_migrations ORDER BY 1", "20240101000000", "20240102000000"),
                Fixture.of("node-pg-migrate")
                        .file(
                                "1706702400000_first.sql",
                                "-- Up Migration\n" + TABLE + step("1") + IN_TRANSACTION + "-- Down Migration\n" + DOWN)
                        .file(
                                "1706702400001_second.sql",
                                "---- down migration\n" + DOWN + "--- up migration of it\n" + step("2"))
                        .file("1706702400002_third.sql", step("3"))
                        .steps("1", "2", "3")
                        .history(
                                "SELECT id, name FROM pgmigrations WHERE run_on IS NOT NULL ORDER BY id",
                                "1 1706702400000_first",
                                "2 1706702400001_second",
                                "3 1706702400002_third"),
                Fixture.of("tern")
                        .file(
                                "001_first.sql",
                                TABLE + step("1") + IN_TRANSACTION + "---- create above / drop below ----\n" + DOWN)
                        .file(
                                "002_alone.sql",
                                "---- tern: disable-tx ----\n" + ALONE + step("2")
                                        + "---- create above / drop below ----\n" + DOWN)
                        .file("003_for_good.sql", step("3"))
                        .file("tern.conf", "[database]\n")
                        .steps("1", "2", "3")
                        .history(
                                "SELECT version, (SELECT count(*) FROM pg_constraint WHERE conrelid = 'schema_version'::regclass AND contype = 'p') FROM schema_version",
                                "3 1"),
                Fixture.of("play-evolutions")
                        .file(
                                "1.sql",
                                "# --- Tables\n\n# --- !Ups\n" + TABLE
                                        + "CREATE FUNCTION note(what text) RETURNS void LANGUAGE sql AS $$\n  INSERT INTO step (name) VALUES (what);;\n  SELECT;;\n$$;\n"
                                        + "SELECT note('1;;');\n# --- !Downs\n" + DOWN)
                        .file("2.sql", "-- !Ups\n-- a comment\n" + step("2") + "\n-- !Downs\n" + DOWN)
                        .file("10.md", "")
                        .steps("1;", "2")
                        .history(
                                "SELECT id, length(hash), state, apply_script ~ 'step', revert_script ~ 'DROP' FROM play_evolutions ORDER BY id",
                                "1 40 applied t t",
                                "2 40 applied t t"),
                Fixture.of("graphile-migrate")
                        .file(
                                "committed/000001.sql",
                                "--! Previous: -\n--! Hash: sha1:a1\n\n" + TABLE + step("1") + IN_TRANSACTION)
                        .file(
                                "committed/000002-more.sql",
                                "--! Previous: sha1:a1\n--! Hash: sha1:b2\n\n--! no-transaction\n" + ALONE + step("2"))
                        .file("current.sql", step("current"))
                        .steps("1", "2", "current")
                        .history(
                                "SELECT hash, previous_hash, filename FROM graphile_migrate.migrations ORDER BY 1",
                                "sha1:a1 null 000001.sql",
                                "sha1:b2 sha1:a1 000002.sql"));
    }

    private static Stream<Fixture> withNames() {
        return Stream.of(
                Fixture.of("plain")
                        .file("1.sql", TABLE)
                        .file("2/a.sql", step("2"))
                        .file("10.sql", ALONE + step("10"))
                        .steps("2", "10"),
                Fixture.of("golang-migrate")
                        .file("2_second.up.sql", step("2") + IN_TRANSACTION)
                        .file("2_second.down.sql", DOWN)
                        .file("0001_first.up.sql", TABLE + step("1"))
                        .file("0001_first.down.sql", DOWN)
                        .file("3_products.up.sql", DOWN)
                        .file("3_products.mysql.up.sql", DOWN)
                        .file("3_products.postgres.up.sql", step("3"))
                        .file("4_only_down.down.sql", DOWN)
                        .file("10_alone.up.sql", ALONE)
                        .file("11_empty.up.sql", "")
                        .file("README.md", "")
                        .steps("1", "2", "3")
                        .history("SELECT version, dirty FROM schema_migrations", "11 f"),
                Fixture.of("sqlx")
                        .below("migrations")
                        .file("Cargo.toml", "[package]\n")
                        .file("migrations/1_first.sql", TABLE + step("1") + IN_TRANSACTION)
                        .file("migrations/02_second_one.up.sql", step("2"))
                        .file("migrations/02_second_one.down.sql", DOWN)
                        .file("migrations/10_alone.sql", "-- no-transaction\nVACUUM public.step;\n")
                        .file("migrations/notes.sql", DOWN)
                        .steps("1", "2")
                        .history(
                                "SELECT version, description, success, length(checksum) FROM _sqlx_migrations ORDER BY 1",
                                "1 first t 48",
                                "2 second one t 48",
                                "10 alone t 48"),
                Fixture.of("diesel")
                        .file("00000000000000_diesel_initial_setup/up.sql", TABLE)
                        .file("00000000000000_diesel_initial_setup/down.sql", DOWN)
                        .file("2024-01-31-120000_first/up.sql", step("1") + IN_TRANSACTION)
                        .file("2024-01-31-120000_first/down.sql", DOWN)
                        .file("2024-02-01-120000-0001_alone/up.sql", ALONE)
                        .file("2024-02-01-120000-0001_alone/metadata.toml", "run_in_transaction = false\n")
                        .steps("1")
                        .history(
                                "SELECT version FROM __diesel_schema_migrations ORDER BY 1",
                                "00000000000000",
                                "20240131120000",
                                "202402011200000001"),
                Fixture.of("prisma")
                        .file("migration_lock.toml", "provider = \"postgresql\"\n")
                        .file("20240101000000_first/migration.sql", TABLE + step("1") + IN_TRANSACTION)
                        .file("20240102000000_alone/migration.sql", ALONE)
                        .file("20240103000000_last/migration.sql", step("2"))
                        .steps("1", "2")
                        .history(
                                "SELECT migration_name, length(id), length(checksum), applied_steps_count, finished_at IS NOT NULL FROM _prisma_migrations ORDER BY 1",
                                "20240101000000_first 36 64 1 t",
                                "20240102000000_alone 36 64 1 t",
                                "20240103000000_last 36 64 1 t"),
                Fixture.of("supabase")
                        .below("supabase")
                        .file("supabase/config.toml", "project_id = \"shop\"\n")
                        .file("supabase/migrations/20240101000000_first.sql", TABLE + step("1") + IN_TRANSACTION)
                        .file("supabase/migrations/20240102000000_second_one.sql", step("2") + "SELECT E'\\\\';")
                        .file("supabase/seed.sql", step("seed"))
                        .file("supabase/tests/down.sql", DOWN)
                        .steps("1", "2", "seed")
                        .history(
                                "SELECT version, name, statements[2] FROM supabase_migrations.schema_migrations ORDER BY 1",
                                "20240101000000 first INSERT INTO public.step (name) VALUES ('1')",
                                "20240102000000 second_one SELECT E'\\\\'"),
                Fixture.of("hasura")
                        .file("1706702400000_first/up.sql", TABLE + step("1") + IN_TRANSACTION)
                        .file("1706702400000_first/down.sql", DOWN)
                        .file("1706702400001_second/up.sql", step("2"))
                        .file("1706702400002_only_down/down.sql", DOWN)
                        .file("1706702400003_alone/up.sql", "-- hasura:no-transaction\n" + ALONE)
                        .file("1706702400004_one/up.sql", IN_TRANSACTION)
                        .file("10_first_version.down.sql", DOWN)
                        .file("seeds/up.sql", DOWN)
                        .file("3-no-version/up.sql", DOWN)
                        .steps("1", "2"),
                Fixture.of("drizzle")
                        .file("meta/_journal.json", """
                                {"version": "7", "dialect": "postgresql", "entries": [
                                  {"idx": 0, "version": "7", "when": 1706702400000, "tag": "0000_odd_name", "breakpoints": true},
                                  {"idx": 1, "version": "7", "when": 1706702400001, "tag": "0001_last", "breakpoints": true}]}
                                """)
                        .file(
                                "0000_odd_name.sql",
                                TABLE.strip()
                                        + "--> statement-breakpoint\nINSERT INTO step (name) VALUES ('1')\n--> statement-breakpoint\n"
                                        + IN_TRANSACTION)
                        .file("0001_last.sql", step("2"))
                        .file("0002_not_in_the_journal.sql", DOWN)
                        .steps("1", "2")
                        .history(
                                "SELECT id, length(hash), created_at FROM drizzle.__drizzle_migrations ORDER BY id",
                                "1 64 1706702400000",
                                "2 64 1706702400001"),
                Fixture.of("atlas")
                        .file(
                                "atlas.sum",
                                "h1:x=\n20240101000000.sql h1:a=\n20240102000000_checkpoint.sql h1:b=\n20240103000000_alone.sql h1:c=\n")
                        .file("20240101000000.sql", DOWN)
                        .file(
                                "20240102000000_checkpoint.sql",
                                "-- atlas:checkpoint\n\n" + TABLE + step("1") + IN_TRANSACTION)
                        .file("20240103000000_alone.sql", "-- atlas:txmode none\n\n" + ALONE + step("2"))
                        .steps("1", "2"),
                Fixture.of("sqitch")
                        .file("sqitch.plan", """
                                %syntax-version=1.0.0
                                %project=shop

                                zero 2024-01-01T00:00:00Z Ann <ann@example.org> # first
                                rows [zero] 2024-01-02T00:00:00Z Ann <ann@example.org> # reworked below
                                @v1 2024-01-02T00:00:00Z Ann <ann@example.org> # tag

                                rows [rows@v1] 2024-01-03T00:00:00Z Ann <ann@example.org> # again
                                """)
                        .file("deploy/zero.sql", "-- Deploy shop:zero to pg\nBEGIN;\n" + TABLE + "COMMIT;\n")
                        .file("deploy/rows@v1.sql", step("1"))
                        .file("deploy/rows.sql", step("2") + "\\ir ../common/more.sql\n")
                        .file("common/more.sql", step("included"))
                        .file("revert/zero.sql", DOWN)
                        .file("revert/rows.sql", DOWN)
                        .file("verify/zero.sql", DOWN)
                        .steps("1", "2", "included"),
                Fixture.of("rails")
                        .file(
                                "structure.sql",
                                "\\restrict x1\nSELECT pg_catalog.set_config('search_path', '', false);\n" + TABLE
                                        + step("1")
                                        + "CREATE TABLE public.schema_migrations (version varchar NOT NULL);\nSET search_path TO \"$user\", public;\n"
                                        + "INSERT INTO \"schema_migrations\" (version) VALUES\n('20240101000000');\n\\unrestrict x1\n")
                        .file("migrate/20240101000000_first.rb", "class First; end")
                        .file("cleanup.sql", DOWN)
                        .steps("1"),
                Fixture.of("docker-entrypoint-initdb")
                        .below("docker-entrypoint-initdb.d")
                        .file("docker-entrypoint-initdb.d/01-init.sql", TABLE + step("1"))
                        .file(
                                "docker-entrypoint-initdb.d/10-more.sql",
                                step("10") + "\\ir sub/x.sql\n\\i /docker-entrypoint-initdb.d/sub/z.sql\n")
                        .file("docker-entrypoint-initdb.d/02-next.sql", step("2"))
                        .file("docker-entrypoint-initdb.d/sub/x.sql", step("included"))
                        .file("docker-entrypoint-initdb.d/sub/y.sql", DOWN)
                        .file("docker-entrypoint-initdb.d/sub/z.sql", step("included, too"))
                        .file("docker-entrypoint-initdb.d/notes.txt", "")
                        .file("docker-entrypoint-initdb.d/rows.gz", "")
                        .steps("1", "2", "10", "included", "included, too"));
    }
}
