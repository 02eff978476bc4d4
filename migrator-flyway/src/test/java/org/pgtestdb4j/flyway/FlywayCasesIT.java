package org.pgtestdb4j.flyway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pgtestdb4j.flyway.Sources.classPath;
import static org.pgtestdb4j.flyway.Sources.compile;
import static org.pgtestdb4j.flyway.Sources.write;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.output.MigrateResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgtestdb4j.MigrationException;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.TestDatabase;

/** What real projects do with Flyway, seen in the clones. */
class FlywayCasesIT {

    @TempDir
    Path temporary;

    private PgTestDb pg;

    @BeforeEach
    void open() {
        pg = PgTestDb.open();
    }

    @AfterEach
    void close() {
        pg.close();
    }

    private static Migrator with(Path directory, Consumer<FluentConfiguration> settings) {
        return FlywayMigrator.of(flyway -> settings.accept(flyway.locations("filesystem:" + directory)));
    }

    private static Migrator of(Path directory) {
        return FlywayMigrator.of("filesystem:" + directory);
    }

    /** Returns what a query says in a clone. */
    private String in(Migrator migrator, String sql) throws SQLException {
        try (TestDatabase database = pg.database(migrator)) {
            return value(database, sql);
        }
    }

    private static String value(TestDatabase database, String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    void twoHistoriesInOneDatabaseAreLayers() throws Exception {
        Path shop = write(temporary.resolve("shop"), "V1__item.sql", "CREATE TABLE ${table} (id int);");
        Path ledger = write(
                temporary.resolve("ledger"), "V1__entry.sql", "CREATE TABLE ${table} AS SELECT * FROM shop.item;");
        String production = "jdbc:postgresql://production.invalid/shop";
        Migrator both = with(
                        shop,
                        flyway -> flyway.dataSource(production, "shop_owner", "secret")
                                .defaultSchema("shop")
                                .placeholders(Map.of("table", "item")))
                .then(with(
                        ledger,
                        flyway -> flyway.dataSource(production, "ledger_owner", "secret")
                                .defaultSchema("ledger")
                                .placeholders(Map.of("table", "entry"))));

        assertThat(in(both, """
                SELECT string_agg(relnamespace::regnamespace || '.' || relname, ' ' ORDER BY 1) FROM pg_class
                WHERE relkind = 'r' AND relnamespace::regnamespace::text IN ('shop', 'ledger')"""))
                .contains("shop.item", "ledger.entry", "shop.flyway_schema_history", "ledger.flyway_schema_history");

        String before = both.hash();
        write(shop, "V2__more.sql", "CREATE TABLE more ();");
        String afterOne = both.hash();
        write(ledger, "V2__more.sql", "CREATE TABLE more ();");
        assertThat(List.of(before, afterOne, both.hash())).doesNotHaveDuplicates();
    }

    @Test
    void anIndexIsBuiltConcurrentlyAndIsValid() throws Exception {
        Path directory = write(temporary, "V1__item.sql", "CREATE TABLE item (id int);");
        write(directory, "V2__index.sql", "CREATE INDEX CONCURRENTLY item_id ON item (id);");

        assertThat(in(of(directory), "SELECT indisvalid FROM pg_index WHERE indexrelid = 'item_id'::regclass"))
                .isEqualTo("t");
    }

    @Test
    void anIndexThatCannotBeBuiltLeavesNoTemplate() throws Exception {
        Path directory =
                write(temporary, "V1__item.sql", "CREATE TABLE item AS SELECT 1 AS id FROM generate_series(1, 2);");
        write(directory, "V2__index.sql", "CREATE UNIQUE INDEX CONCURRENTLY item_id ON item (id);");
        Migrator migrator = of(directory);

        assertThatThrownBy(() -> pg.template(migrator))
                .isInstanceOf(MigrationException.class)
                .hasStackTraceContaining("V2__index.sql")
                .hasStackTraceContaining("could not create unique index");
    }

    @Test
    void onlyAScriptsConfigurationChanges() throws Exception {
        Path directory = write(temporary, "V1__work.sql", """
                CREATE TABLE item (id int);
                CREATE PROCEDURE work() LANGUAGE plpgsql AS $$ BEGIN INSERT INTO item VALUES (1); COMMIT; END $$;
                CALL work();
                """);
        Migrator inTransaction = of(directory);
        String before = inTransaction.hash();
        assertThatThrownBy(() -> pg.template(inTransaction)).hasStackTraceContaining("invalid transaction termination");

        write(directory, "V1__work.sql.conf", "executeInTransaction=false");
        Migrator outside = with(directory, flyway -> {});

        assertThat(of(directory).hash()).isNotEqualTo(before);
        assertThat(in(outside, "SELECT count(*) FROM item")).isEqualTo("1");
    }

    private static final String CLEAN_UP = """
            package db.migration;
            public class CleanUp implements org.flywaydb.core.api.migration.JavaMigration {
                public org.flywaydb.core.api.MigrationVersion getVersion() {
                    return org.flywaydb.core.api.MigrationVersion.fromVersion("2.5");
                }
                public String getDescription() { return "clean up"; }
                public Integer getChecksum() { return null; }
                public boolean canExecuteInTransaction() { return false; }
                public void migrate(org.flywaydb.core.api.migration.Context context) throws Exception {
                    try (java.sql.Statement statement = context.getConnection().createStatement()) {
                        statement.execute("INSERT INTO item VALUES (%s)");
                        statement.execute("VACUUM item");
                    }
                }
            }
            """;

    @Test
    void aJavaMigrationSaysItsVersionItselfAndRunsOutsideATransaction() throws Exception {
        Migrator one = javaMigration("one", CLEAN_UP.formatted("1"));
        Migrator two = javaMigration("two", CLEAN_UP.formatted("2"));

        assertThat(
                        in(
                                one,
                                "SELECT string_agg(version || ' ' || coalesce(checksum::text, 'null'), ', ' ORDER BY installed_rank) FROM flyway_schema_history"))
                .matches("1 -?\\d+, 2.5 null, 3 -?\\d+");
        assertThat(in(one, "SELECT sum(id) FROM item")).isEqualTo("1");
        assertThat(in(two, "SELECT sum(id) FROM item")).isEqualTo("2");
    }

    private Migrator javaMigration(String directory, String source) throws Exception {
        Path root = write(temporary.resolve(directory), "db/migration/V1__item.sql", "CREATE TABLE item (id int);");
        write(root, "db/migration/V3__more.sql", "CREATE TABLE more (id int);");
        compile(root, source);
        URLClassLoader classPath = classPath(root);
        return FlywayMigrator.of(List.of("db/migration"), classPath);
    }

    /** As applications have it: whoever needs the database takes it from here. */
    static final class Database {

        static String url = "jdbc:postgresql://production.invalid/shop";

        private Database() {}
    }

    @Test
    void aJavaMigrationWithAConnectionOfItsOwnReachesTheTemplateIfItIsToldTo() throws Exception {
        Migrator flyway = FlywayMigrator.of(configuration -> configuration
                .locations("filesystem:" + write(temporary, "V1__item.sql", "CREATE TABLE item (id int);"))
                .javaMigrations(new V2__OwnConnection()));
        Migrator told = Migrator.of(flyway.hash(), url -> {
            Database.url = url;
            flyway.migrate(url);
        });

        assertThat(in(told, "SELECT count(*) FROM item")).isEqualTo("1");
    }

    @Test
    void onlyARepeatableChanges() throws Exception {
        Path directory = write(temporary, "V1__item.sql", "CREATE TABLE item (id int);");
        write(directory, "V2__drop.sql", "DROP VIEW IF EXISTS items;");
        write(directory, "R__items.sql", """
                CREATE OR REPLACE VIEW items AS SELECT id FROM item;
                CREATE OR REPLACE FUNCTION add_item() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN INSERT INTO item VALUES (NEW.id * 10); RETURN NEW; END $$;
                CREATE OR REPLACE TRIGGER add_item INSTEAD OF INSERT ON items FOR EACH ROW EXECUTE FUNCTION add_item();
                """);
        Migrator before = of(directory);
        String hash = before.hash();
        try (TestDatabase database = pg.database(before)) {
            assertThat(value(database, "INSERT INTO items VALUES (1) RETURNING (SELECT count(*) FROM item)"))
                    .isEqualTo("0");
            assertThat(value(database, "SELECT id FROM items")).isEqualTo("10");
        }

        write(directory, "R__items.sql", "CREATE OR REPLACE VIEW items AS SELECT id, 'new' AS state FROM item;");

        assertThat(of(directory).hash()).isNotEqualTo(hash);
        assertThat(in(
                        with(directory, flyway -> {}),
                        "SELECT count(*) FROM pg_attribute WHERE attrelid = 'items'::regclass"))
                .isEqualTo("2");
    }

    @Test
    void callbacksRunOnceForAllClones() throws Exception {
        Path directory = write(temporary, "V1__item.sql", "CREATE TABLE item (id int);");
        write(directory, "afterMigrate.sql", "INSERT INTO item VALUES (1);");
        write(directory, "beforeValidate.sql", """
                DO $$ BEGIN
                    IF to_regclass('flyway_schema_history') IS NOT NULL THEN
                        UPDATE flyway_schema_history SET description = 'edited';
                    END IF;
                END $$;
                """);
        Migrator migrator = of(directory);

        for (int i = 0; i < 3; i++) {
            assertThat(in(migrator, "SELECT count(*) FROM item")).isEqualTo("1");
        }
    }

    /** Without the edit, validation would refuse the new name. */
    @Test
    void aCallbackEditsTheHistoryBeforeItIsValidated() throws Exception {
        Path before = write(temporary.resolve("before"), "V1__item.sql", "CREATE TABLE item (id int);");
        Path after = write(temporary.resolve("after"), "V1__renamed.sql", "CREATE TABLE item (id int);");
        write(after, "V2__more.sql", "CREATE TABLE more (id int);");
        Migrator unedited = of(before).then(of(after));
        assertThatThrownBy(() -> pg.template(unedited))
                .hasStackTraceContaining("Migration description mismatch for migration version 1");

        write(after, "beforeValidate.sql", "UPDATE flyway_schema_history SET description = 'renamed';");

        assertThat(
                        in(
                                of(before).then(with(after, flyway -> {})),
                                "SELECT string_agg(version || ' ' || description, ', ' ORDER BY installed_rank) FROM flyway_schema_history"))
                .isEqualTo("1 renamed, 2 more");
    }

    /** Compiled by the test, since Flyway 13 does not take a callback that was compiled against an older version. */
    private static final String CALLBACK = """
            public class AddsAnItem extends org.flywaydb.core.api.callback.BaseCallback {
                public boolean supports(org.flywaydb.core.api.callback.Event event, org.flywaydb.core.api.callback.Context c) {
                    return event == org.flywaydb.core.api.callback.Event.AFTER_MIGRATE;
                }
                public void handle(org.flywaydb.core.api.callback.Event event, org.flywaydb.core.api.callback.Context c) {
                    try (java.sql.Statement statement = c.getConnection().createStatement()) {
                        statement.execute("INSERT INTO item VALUES (1)");
                    } catch (java.sql.SQLException e) {
                        throw new IllegalStateException(e);
                    }
                }
            }
            """;

    @Test
    void aCallbackInJavaRunsOnceForAllClones() throws Exception {
        Path directory = write(temporary.resolve("db"), "V1__item.sql", "CREATE TABLE item (id int);");
        try (URLClassLoader classes = classPath(compile(temporary.resolve("classes"), CALLBACK))) {
            Callback callback =
                    (Callback) classes.loadClass("AddsAnItem").getConstructor().newInstance();
            Migrator migrator = with(directory, flyway -> flyway.callbacks(callback));

            for (int i = 0; i < 3; i++) {
                assertThat(in(migrator, "SELECT count(*) FROM item")).isEqualTo("1");
            }
        }
    }

    @Test
    void aScriptIsMixedOnlyIfFlywayIsToldSo() throws Exception {
        Path directory = write(temporary, "V1__item.sql", "CREATE TABLE item (id int);");
        write(directory, "V2__mixed.sql", "INSERT INTO item VALUES (1);\nVACUUM item;");
        Migrator notMixed = of(directory);

        assertThatThrownBy(() -> pg.template(notMixed))
                .isInstanceOf(MigrationException.class)
                .hasStackTraceContaining("mixed");
        assertThat(in(with(directory, flyway -> flyway.mixed(true)), "SELECT count(*) FROM item"))
                .isEqualTo("1");
    }

    @Test
    void schemasAreCreated() throws Exception {
        Path directory = write(temporary, "V1__entry.sql", "CREATE TABLE ledger.entry AS SELECT current_schema AS s;");

        assertThat(in(with(directory, flyway -> flyway.schemas("shop", "ledger")), "SELECT s FROM ledger.entry"))
                .isEqualTo("shop");
    }

    @Test
    void theApplicationsOwnFlywayFindsNothingToDoOnAClone() throws Exception {
        Path directory = write(temporary, "V1__item.sql", "CREATE TABLE item (id int);");
        write(directory, "R__items.sql", "CREATE VIEW items AS SELECT * FROM item;");
        try (TestDatabase database = pg.database(of(directory))) {
            MigrateResult result = applicationsFlyway(directory, database).migrate();

            assertThat(result.initialSchemaVersion).isEqualTo("1");
            assertThat(result.migrationsExecuted).isZero();
        }
    }

    /** As applications have it that clean the database whenever they start in a test. */
    @Test
    void theApplicationsOwnFlywayMayCleanAClone() throws Exception {
        Path directory = write(temporary, "V1__item.sql", "CREATE TABLE item (id int);");
        try (TestDatabase database = pg.database(of(directory))) {
            value(database, "INSERT INTO item VALUES (1) RETURNING id");
            Flyway flyway = applicationsFlyway(directory, database);

            flyway.clean();

            assertThat(flyway.migrate().migrationsExecuted).isEqualTo(1);
            assertThat(value(database, "SELECT count(*) FROM item")).isEqualTo("0");
        }
    }

    private static Flyway applicationsFlyway(Path directory, TestDatabase database) {
        return Flyway.configure()
                .dataSource(database.dataSource())
                .locations("filesystem:" + directory)
                .cleanDisabled(false)
                .loggers("slf4j")
                .load();
    }

    @Test
    void placeholdersAndDefaultSchemaLeadToOtherTemplates() throws Exception {
        Path directory = write(temporary, "V1__item.sql", "CREATE TABLE ${name} (id int);");

        assertThat(in(
                        with(directory, flyway -> flyway.placeholders(Map.of("name", "one"))),
                        "SELECT to_regclass('public.one')"))
                .isEqualTo("one");
        assertThat(in(
                        with(directory, flyway -> flyway.placeholders(Map.of("name", "two"))),
                        "SELECT to_regclass('public.two')"))
                .isEqualTo("two");
        assertThat(in(
                        with(
                                directory,
                                flyway -> flyway.placeholders(Map.of("name", "two"))
                                        .defaultSchema("s")),
                        "SELECT to_regclass('s.two')"))
                .isEqualTo("s.two");
    }

    @Test
    void anUndefinedPlaceholderNamesTheFile() {
        Migrator migrator =
                of(write(temporary, "V1__item.sql", "CREATE TABLE item (id int);\nSELECT '${nobody.knows}';"));

        assertThatThrownBy(() -> pg.template(migrator))
                .isInstanceOf(MigrationException.class)
                .hasStackTraceContaining("nobody.knows")
                .hasStackTraceContaining("V1__item.sql");
    }

    @Test
    void aRepeatableWithValuesOfTheTemplateIsNamedInOneWarning() throws Exception {
        Path directory = write(temporary, "in/V1__item.sql", "SELECT '${flyway:user}';");
        write(directory, "in/R__stamp.sql", "SELECT '${flyway:timestamp}', '${FLYWAY:DATABASE}';");
        write(directory, "in/R__other.sql", "SELECT '${flyway:defaultSchema}';");
        Path jar = Sources.jar(directory, temporary.resolve("in.jar"));
        write(directory, "in/R__stamp.sql.conf", "executeInTransaction=true"); // or the templates would have one hash
        try (URLClassLoader jars = classPath(jar)) {
            for (Migrator migrator : List.of(of(directory.resolve("in")), FlywayMigrator.of(List.of("in"), jars))) {
                assertThat(warningsWhenBuilding(migrator))
                        .singleElement()
                        .asString()
                        .contains("R__stamp.sql", "flyway:timestamp")
                        .doesNotContain("V1__item.sql", "R__other.sql");
            }
        }
    }

    private List<String> warningsWhenBuilding(Migrator migrator) {
        PrintStream before = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            pg.template(migrator);
            pg.template(migrator);
        } finally {
            System.setErr(before);
        }
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void whatLooksLikeAPlaceholderSurvivesWithReplacementOff() throws Exception {
        Path directory =
                write(temporary, "V1__f.sql", "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$ SELECT '${x}' $$;");

        assertThat(in(with(directory, flyway -> flyway.placeholderReplacement(false)), "SELECT f()"))
                .isEqualTo("${x}");
    }

    @Test
    void versionsHaveTheirOwnOrderAndOtherFilesAreNone() throws Exception {
        Path directory = temporary;
        for (String version : List.of("9", "10", "17.1", "4.99.1575367461")) {
            write(directory, "V" + version + "__step.sql", "SELECT 1;");
        }
        write(directory, "V57__readme.md", "Not a migration");
        write(directory, "V11_single.sql", "This is no SQL and has one underscore too few");
        write(directory, "rollback/undo.sql", "Nor is this");

        assertThat(in(
                        of(directory),
                        "SELECT string_agg(version, ' ' ORDER BY installed_rank) FROM flyway_schema_history"))
                .isEqualTo("4.99.1575367461 9 10 17.1");
    }

    @Test
    void deletedMigrationsAndLateOnesInAnotherLayer() throws Exception {
        Path then = write(temporary.resolve("then"), "V1__item.sql", "CREATE TABLE item (id int);");
        write(then, "V3__deleted.sql", "CREATE TABLE deleted (id int);");
        Path now = write(temporary.resolve("now"), "V1__item.sql", "CREATE TABLE item (id int);");
        Path late = write(temporary.resolve("late"), "V2__late.sql", "CREATE TABLE late (id int);");
        Migrator deletedLater = of(then).then(
                        FlywayMigrator.of(flyway -> flyway.locations("filesystem:" + now, "filesystem:" + late)
                                .ignoreMigrationPatterns("versioned:missing", "versioned:future")
                                .outOfOrder(true)));

        assertThat(in(
                        deletedLater,
                        "SELECT string_agg(version, ' ' ORDER BY installed_rank) FROM flyway_schema_history"))
                .isEqualTo("1 3 2");
        assertThat(in(deletedLater, "SELECT to_regclass('deleted') || ' ' || to_regclass('late')"))
                .isEqualTo("deleted late");
    }

    @Test
    void aStepBeforeFlywayMayDoWhatAnOwnerMay() throws Exception {
        Migrator step = Migrator.of("owner-1", url -> {
            try (Connection connection = new DirectDataSource(url).getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("""
                        DO $$ BEGIN
                            EXECUTE format('ALTER DATABASE %I SET work_mem = ''7MB''', current_database());
                            EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO pg_monitor', current_database());
                        END $$""");
                statement.execute("CREATE COLLATION numeric_order (PROVIDER = icu, LOCALE = 'en-u-kn')");
                statement.execute("CREATE EXTENSION citext"); // trusted
            }
        });
        Migrator both = step.then(
                of(write(temporary, "V1__item.sql", "CREATE TABLE item (code citext COLLATE numeric_order);")));

        assertThat(in(both, "SHOW work_mem")).isEqualTo("7MB");
        assertThat(
                        in(
                                both,
                                "SELECT count(*) FROM pg_database WHERE datname = current_database() AND datacl::text LIKE '%pg_monitor=T/%'"))
                .isEqualTo("1");
        assertThat(in(both, "SELECT 'a10' > 'a9' COLLATE numeric_order")).isEqualTo("t");
    }

    @Test
    void aStepBeforeFlywayMayNotDoWhatASuperuserMayAndSaysWhichSettingsGiveRights() {
        Migrator step = Migrator.of("superuser-1", url -> {
            try (Connection connection = new DirectDataSource(url).getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("ALTER FUNCTION pg_catalog.generate_series(int, int) ROWS 5");
            }
        });

        Migrator both = step.then(of(write(temporary, "V1__item.sql", "CREATE TABLE item (id int);")));

        assertThatThrownBy(() -> pg.template(both))
                .isInstanceOf(MigrationException.class)
                .hasMessageContainingAll(
                        "must be owner of function", "pgtestdb4j.extensions", "pgtestdb4j.role.attributes");
    }

    @Test
    void aMigrationThatNeedsASuperuserIsNamedWithTheSettingsThatGiveRights() {
        Migrator migrator = of(write(temporary, "V1__pre_step.sql", "CREATE EXTENSION pg_stat_statements;"));

        assertThatThrownBy(() -> pg.template(migrator))
                .isInstanceOf(MigrationException.class)
                .hasMessageContainingAll("pgtestdb4j.extensions", "pgtestdb4j.role.attributes")
                .hasStackTraceContaining("V1__pre_step.sql");
    }
}
