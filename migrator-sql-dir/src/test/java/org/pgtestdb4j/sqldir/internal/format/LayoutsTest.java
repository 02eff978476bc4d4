package org.pgtestdb4j.sqldir.internal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.sqldir.internal.files.FileTree;
import org.pgtestdb4j.sqldir.internal.files.FileTrees;
import org.pgtestdb4j.sqldir.internal.run.Command;
import org.pgtestdb4j.sqldir.internal.run.Script;
import org.pgtestdb4j.sqldir.internal.run.Transaction;

/** What is recognised, and what is refused. */
class LayoutsTest {

    @TempDir
    Path directory;

    private void write(String path, String content) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content.replace("\\n", "\n"));
    }

    private FileTree tree() {
        return FileTrees.of(directory.toString(), getClass().getClassLoader());
    }

    private String recognised() {
        return Layouts.recognise(tree()).layout().id();
    }

    private Plan plan(String layout) {
        return Layouts.named(layout).plan(tree(), true);
    }

    @Test
    void believesLinesInFilesMoreThanNames() throws Exception {
        write("0001_init.up.sql", "-- +goose Up\nSELECT 1;");

        assertThat(recognised()).isEqualTo("goose");
    }

    @Test
    void believesLinesInFilesMoreThanSentinels() throws Exception {
        write("atlas.sum", "h1:x=\n");
        write("1_init.sql", "-- migrate:up\nSELECT 1;");

        assertThat(recognised()).isEqualTo("dbmate");
    }

    @Test
    void believesSentinelsMoreThanNames() throws Exception {
        write("migration_lock.toml", "");
        write("1706702400000_a/up.sql", "");

        assertThat(recognised()).isEqualTo("prisma");
    }

    @Test
    void leavesDirectoriesOfOtherToolsToThemThoughAtlasSumIsThere() throws Exception {
        write("atlas.sum", "h1:x=\n");
        write("1_a.up.sql", "");
        write("1_a.down.sql", "");

        assertThat(recognised()).isEqualTo("golang-migrate");
    }

    @Test
    void refusesWhatSeveralToolsCouldClaim() throws Exception {
        write("1_a.sql", "-- +goose Up\nSELECT 1;");
        write("2_b.sql", "-- migrate:up\nSELECT 1;");

        assertThatThrownBy(this::recognised)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("dbmate (lines \"-- migrate:up\")")
                .hasMessageContaining("goose (lines \"-- +goose Up\")")
                .hasMessageContaining("layout=dbmate")
                .hasMessageContaining(directory.toString());
    }

    @Test
    void refusesFoldersThatCouldBeOfDieselOrHasura() throws Exception {
        write("1706702400000_a/up.sql", "");
        write("2024-01-31-120000_b/up.sql", "");

        assertThatThrownBy(this::recognised).hasMessageContaining("diesel").hasMessageContaining("hasura");
    }

    @Test
    void refusesADirectoryWithoutSql() throws Exception {
        write("README.md", "");

        assertThatThrownBy(this::recognised)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("No layout was recognised");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.down.sql",
                "x_down.sql",
                "down/1.sql",
                "rollback/1.sql",
                "a/undo/1.sql",
                "1/down.sql",
                "1-rollback.sql",
                "Revert.sql",
                "1_a.down.postgres.sql",
                "revert/x.sql",
                "V1__a.sql",
                "R__a.sql",
                "U1.2__a.sql"
            })
    void refusesNamesThatLeadDownOrBelongToFlyway(String path) throws Exception {
        write("0.sql", "");
        write(path, "");

        assertThatThrownBy(() -> plan("plain"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(path)
                .hasMessageContaining("Nothing was applied");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1_add_rollback_reason.sql", "markdown.sql", "V1.sql", "countdown/1.sql"})
    void takesNamesThatOnlyLookAlike(String path) throws Exception {
        write(path, "");

        assertThat(plan("plain").scripts()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-- migrate:down",
                "-- +goose Down",
                "-- +migrate Down",
                "-- Down Migration",
                "-- //@UNDO",
                "--//@undo",
                "---- create above / drop below ----",
                "# --- !Downs",
                "  -- +goose Down",
                "-- some +goose Down",
                " -- +migrate Down",
                "\t-- migrate:down",
                "-- Down Migrations",
                "  -- !Downs",
                "--- create above / drop below ---",
                "-- @UNDO",
                "--liquibase formatted sql",
                "--rollback DROP TABLE a"
            })
    void refusesToRunBothSidesOfAFileAsPlainSql(String line) throws Exception {
        write("sub/1.sql", "SELECT 1;\n" + line + "\nSELECT 2;");

        assertThatThrownBy(() -> plan("plain"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("sub/1.sql, line 2")
                .hasMessageContaining(line.strip());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "goose|1_a.sql|SELECT 1;|no \"-- +goose Up\"",
                "goose|1_a.sql|-- +goose Down\\nSELECT 1;|no \"-- +goose Up\"",
                "goose|1_a.sql|-- +goose ENVSUB ON\\n-- +goose Up\\n|line 1",
                "goose|00003_a.go|package a|version 3 is a migration in Go",
                "goose|README.md||no file 1_name.sql",
                "sql-migrate|1_a.sql|SELECT 1;\\n-- +migrate Up|line 1",
                "sql-migrate|1_a.sql|-- +migrate Sideways|not understood",
                "dbmate|1_a.sql|SELECT 1;|-- migrate:up",
                "dbmate|1_a.sql|SELECT 1;\\n-- migrate:up\\n|above all statements",
                "golang-migrate|99999999999999999999_a.up.sql|SELECT 1;|history=off",
                "golang-migrate|1_a.down.sql|SELECT 1;|no file 1_name.up.sql",
                "node-pg-migrate|1_a.sql|-- Down Migration\\nSELECT 1;|-- Up Migration",
                "node-pg-migrate|1706702400000_a.js||JavaScript",
                "goose|1_a.sql|-- +goose Up\\nSELECT 1;\\n-- +goose Down\\n-- +goose Up\\nSELECT 2;|line 4",
                "tern|001_a.sql|SELECT 1;\\nSELECT {{.name}};|001_a.sql, line 2",
                "tern|001_a.sql|SELECT 1;\\n---- create above / drop below ----\\nSELECT {{.name}};|001_a.sql, line 3",
                "play-evolutions|1.sql|# --- !Ups\\nSELECT '$evolutions{{{name}}}';|1.sql, line 2",
                "tern|002_a.sql|SELECT 1;|number 1",
                "play-evolutions|2.sql|# --- !Ups\\n|no evolution 1",
                "hasura|1706702400000_a/up.yaml||YAML",
                "atlas|1_a.sql|\\n-- atlas:delimiter //\\nSELECT 1//|1_a.sql, line 2",
                "atlas|1_a.down.sql||undoes",
                "drizzle|meta/_journal.json|{\"entries\": [{\"tag\": \"0000_a\"}]}|no \"when\"",
                "drizzle|meta/_journal.json|{\"entries\": [{\"tag\": \"0000_a\", \"when\": 1}]}|no file 0000_a.sql",
                "graphile-migrate|committed/000001.sql|--! Previous: -\\n\\nSELECT 1;|--! Hash:",
                "graphile-migrate|committed/000001.sql|--! Previous: -\\n--! Hash: x\\n\\nGRANT CONNECT ON DATABASE :DATABASE_NAME TO a;|000001.sql, line 4",
                "graphile-migrate|committed/000001.sql|--! Previous: -\\n--! Hash: x\\n\\nCREATE ROLE a PASSWORD ':A_PASSWORD';|line 4",
                "graphile-migrate|committed/000001.sql|--! Previous: -\\n--! Hash: x\\n\\n--!include a.sql|000001.sql, line 4",
                "sqitch|sqitch.plan|a 2024-01-01T00:00:00Z A <a@b.c>|deploy/a.sql",
                "sqitch|sqitch.plan|-a 2024-01-01T00:00:00Z A <a@b.c>|not understood",
                "sqitch|README.md||no sqitch.plan",
                "rails|README.md||no structure.sql",
                "prisma|migration_lock.toml||no folder with migration.sql",
                "docker-entrypoint-initdb|1.sh||1.sh cannot be run",
                "docker-entrypoint-initdb|1.sql.xz||Unpack it",
                "docker-entrypoint-initdb|1.sql.gz|SELECT 1;|1.sql.gz cannot be unpacked",
                "drizzle|next_a/migration.sql||nothing of drizzle",
                "drizzle|2024_a/migration.sql||does not begin with a date",
            })
    void refusesWhatItCannotRunAsTheToolWould(String layout, String path, String content, String message)
            throws Exception {
        write(path, content == null ? "" : content);

        assertThatThrownBy(() -> plan(layout))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(message);
    }

    /** The tool would run what is below such a line, so to leave it out would be as wrong as to run it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "goose|1_a.sql|-- +goose Up\\nSELECT 1;\\n  -- +goose Down\\nSELECT 2;",
                "goose|1_a.sql|-- +goose Up\\nSELECT 1;\\n-- the +goose Down\\nSELECT 2;",
                "sql-migrate|1_a.sql|-- +migrate Up\\nSELECT 1;\\n -- +migrate Down\\nSELECT 2;",
                "dbmate|1_a.sql|-- migrate:up\\nSELECT 1;\\n  -- migrate:down\\nSELECT 2;",
                "dbmate|1_a.sql|-- migrate:up\\nSELECT 1;\\n--- migrate: down\\nSELECT 2;",
                "tern|001_a.sql|SELECT 1;\\n\\n--- create above / drop below ---\\nSELECT 2;",
            })
    void refusesLinesThatOnlyLookLikeThoseOfTheTool(String layout, String path, String content) throws Exception {
        write(path, content);
        assertThatThrownBy(() -> plan(layout))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(path + ", line 3 ")
                .hasMessageContaining("does not take");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tern|001_a.sql|SELECT 1; ---- create above / drop below ----\\nSELECT 2;",
                "tern|001_a.sql|SELECT 1\\n  ---- create above / drop below ----\\nSELECT 2;",
                "node-pg-migrate|1_a.sql|-- Up Migrations\\nSELECT 1;\\n-- Down Migrations\\nSELECT 2;",
                "node-pg-migrate|1_a.sql|--up   migration\\nSELECT 1;\\n  --- DOWN migration of it\\nSELECT 2;",
                "play-evolutions|1.sql|  # --- !Ups\\nSELECT 1;\\n  -- !Downs\\nSELECT 2;",
            })
    void endsTheUpSideWhereverTheToolDoes(String layout, String path, String content) throws Exception {
        write(path, content);
        assertThat(Layouts.named(layout).plan(tree(), false).scripts())
                .flatExtracting(Script::commands)
                .extracting(Command::sql)
                .containsExactly("SELECT 1");
    }

    /** Debian's image passes over punctuation and case, and Alpine's does not. */
    @ParameterizedTest
    @CsvSource({"init.sql, init_data.sql", "1-schema.sql, 10-rows.sql", "B.sql, a.sql", "1_a.sql, 1a.sql"})
    void refusesAnOrderThatDependsOnTheImage(String first, String second) throws Exception {
        write(first, "");
        write(second, "");
        assertThatThrownBy(() -> plan("docker-entrypoint-initdb"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(second)
                .hasMessageContaining(first);
    }

    @ParameterizedTest
    @CsvSource({
        "current/a.sql, SELECT 1;, current/001-message.sql",
        "current/1_a.sql, SELECT 1;, current/001-message.sql",
        "current/1.sql, --! no-transaction, for current.sql alone",
        "current/2.sql, SELECT :A_ROLE, 'current/2.sql, line 1'"
    })
    void refusesPartsOfTheCurrentMigrationAsGraphileDoes(String path, String content, String message) throws Exception {
        write("committed/000001.sql", "--! Previous: -\n--! Hash: x\n\nSELECT 1;");
        write(path, content);
        assertThatThrownBy(() -> plan("graphile-migrate"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(message);
        write("current/3.sql", "");
        write("current/03.sql", "");
        assertThatThrownBy(() -> plan("graphile-migrate")).hasMessageContaining("the same version");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[db]\\nport = 1|seed.sql",
                "[db.seed]\\nenabled = false\\n[db.other]\\nenabled = true|",
                "[db.other]\\nenabled = false\\n[db.seed]\\n# enabled = false|seed.sql",
                "[db.seed]\\nsql_paths = []|",
                "[db.seed]\\nsql_paths = [\\n  \"./seeds/b.sql\", # it's last] \"x.sql\"\\n  './seeds/*.sql',\\n  \"none.sql\"]|seeds/b.sql seeds/a.sql",
            })
    void runsTheSeedsThatTheConfigurationNames(String configuration, @Nullable String seeds) throws Exception {
        write("config.toml", configuration);
        write("migrations/20240101000000_a.sql", "");
        for (String seed : List.of("seed.sql", "seeds/a.sql", "seeds/b.sql", "seeds/sub/c.sql")) {
            write(seed, "");
        }
        assertThat(String.join(" ", SupabaseSeeds.of(tree()))).isEqualTo(seeds == null ? "" : seeds);
        assertThat(plan("supabase").files())
                .hasSize(1 + SupabaseSeeds.of(tree()).size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../seed.sql", "/seed.sql", "seed[0-9].sql", "env(SEEDS)"})
    void refusesSeedsThatItCannotFindAsSupabaseWould(String seed) throws Exception {
        write("config.toml", "[db.seed]\nsql_paths = [\"" + seed + "\"]");
        write("migrations/20240101000000_a.sql", "");
        assertThatThrownBy(() -> plan("supabase"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("config.toml")
                .hasMessageContaining(seed);
    }

    @Test
    void passesOverAFirstMigrationThatSupabaseMadeUpItself() throws Exception {
        write("migrations/20211208000000_init.sql", "");
        write("migrations/20211209000000_init.sql", "");
        assertThat(plan("supabase").files())
                .extracting(Object::toString)
                .containsExactly("migrations/20211209000000_init.sql");
    }

    /** A date of 17 digits and the milliseconds of the same moment are one number to the tool. */
    @Test
    void ordersDatesAndMillisecondsOfNodePgMigrateByTime() throws Exception {
        for (String name : List.of("1706702400001_d", "20240131120000000_b", "1706702399999_a", "0002_z", "10_y")) {
            write(name + ".sql", "-- Up Migration\n");
        }
        write("1706702400002_e.up.sql", "SELECT 1;");
        write("1706702400002_e.down.sql", "SELECT 2;");
        assertThat(plan("node-pg-migrate").files())
                .extracting(Object::toString)
                .containsExactly(
                        "0002_z.sql",
                        "10_y.sql",
                        "1706702399999_a.sql",
                        "20240131120000000_b.sql",
                        "1706702400001_d.sql",
                        "1706702400002_e.up.sql");
        write("20241331000000000_f.sql", "-- Up Migration\\n");
        assertThatThrownBy(() -> plan("node-pg-migrate")).hasMessageContaining("no date");
    }

    @ParameterizedTest
    @CsvSource({
        "golang-migrate, up.sql, SELECT 1;",
        "goose, sql, -- +goose Up",
        "dbmate, sql, -- migrate:up",
        "sqlx, sql, SELECT 1;"
    })
    void refusesTwoFilesOfOneVersion(String layout, String suffix, String content) throws Exception {
        write("1_a." + suffix, content);
        write("01_b." + suffix, content);

        assertThatThrownBy(() -> plan(layout))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("the same version as");
    }

    @Test
    void refusesTwoFoldersOfOneVersionAsHasuraDoes() throws Exception {
        write("1706702400000_a/up.sql", "SELECT 1;");
        write("01706702400000_b.up.sql", "SELECT 1;");

        assertThatThrownBy(() -> plan("hasura"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("the same version as");
    }

    @Test
    void ordersFoldersAndFilesOfHasuraByTheirNumbers() throws Exception {
        for (String path : List.of("10_c/up.sql", "9_b.up.sql", "1706702400000_d/up.sql", "0002_a/up.sql")) {
            write(path, "");
        }

        assertThat(plan("hasura").files())
                .extracting(Object::toString)
                .containsExactly("0002_a/up.sql", "9_b.up.sql", "10_c/up.sql", "1706702400000_d/up.sql");
    }

    /** Hasura looks at the first line alone, and takes no other words in it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-- hasura:no-transaction\\nSELECT 1;|AS_ONE_QUERY",
                "\t-- hasura:no-transaction  \\nSELECT 1;|AS_ONE_QUERY",
                "\\n-- hasura:no-transaction\\nSELECT 1;|AROUND",
                "--hasura:no-transaction\\nSELECT 1;|AROUND",
                "-- hasura:no-transaction please\\nSELECT 1;|AROUND",
            })
    void runsInATransactionUnlessTheFirstLineSaysOtherwise(String content, Transaction transaction) throws Exception {
        write("1706702400000_a/up.sql", content);

        assertThat(plan("hasura").scripts()).extracting(Script::transaction).containsExactly(transaction);
    }

    @ParameterizedTest
    @CsvSource({"2_b.sql, it is not in atlas.sum", "1_a.sql, 'it names 2_b.sql, which is not there'"})
    void refusesAnAtlasDirectoryThatItsSumsDoNotFit(String file, String message) throws Exception {
        write("atlas.sum", file.startsWith("2") ? "h1:x=\n1_a.sql h1:a=\n" : "h1:x=\n1_a.sql h1:a=\n2_b.sql h1:b=\n");
        write("1_a.sql", "");
        write(file, "");

        assertThatThrownBy(() -> plan("atlas")).hasMessageContaining(message);
    }

    @Test
    void runsMigrationsOfOneDatabaseProductWhereThereIsNoGeneralOne() throws Exception {
        write("1_a.postgresql.up.sql", "SELECT 1;");
        write("1_a.cockroach.up.sql", "SELECT 2;");
        write("2_b.up.sql", "SELECT 3;");

        assertThat(plan("golang-migrate").files())
                .extracting(Object::toString)
                .containsExactly("1_a.postgresql.up.sql", "2_b.up.sql");
    }

    @Test
    void holdsVersionsOfAnyLengthWhereNoHistoryHoldsThem() throws Exception {
        write("99999999999999999999_b.up.sql", "SELECT 2;");
        write("9223372036854775808_a.up.sql", "SELECT 1;");

        assertThat(Layouts.named("golang-migrate").plan(tree(), false).files())
                .extracting(Object::toString)
                .containsExactly("9223372036854775808_a.up.sql", "99999999999999999999_b.up.sql");
    }
}
