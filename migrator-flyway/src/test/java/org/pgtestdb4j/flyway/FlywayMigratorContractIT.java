package org.pgtestdb4j.flyway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pgtestdb4j.flyway.Sources.write;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.DatabaseDiff;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.testkit.MigrationFile;
import org.pgtestdb4j.testkit.MigratorContract;

class FlywayMigratorContractIT extends MigratorContract {

    @Override
    protected Migrator migratorOf(Path directory) {
        return FlywayMigrator.of("filesystem:" + directory);
    }

    @Override
    protected void migrateWithTheToolAlone(Path directory, String url) {
        // Without the transactional lock: CREATE INDEX CONCURRENTLY would wait for it for ever
        FluentConfiguration flyway = Flyway.configure();
        flyway.getPluginRegister()
                .getPlugin(PostgreSQLConfigurationExtension.class)
                .setTransactionalLock(false);
        flyway.locations("filesystem:" + directory)
                .dataSource(url, null, null)
                .loggers("slf4j")
                .load()
                .migrate();
    }

    @Override
    protected void ignore(DatabaseDiff.Builder diff) {
        diff.ignoreColumns("public.flyway_schema_history", "installed_on", "execution_time");
    }

    @Override
    protected Map<String, Migrator> otherwiseConfigured(Path directory) {
        String location = "filesystem:" + directory;
        return Map.of(
                "placeholder",
                        FlywayMigrator.of(flyway -> flyway.locations(location).placeholders(Map.of("a", "b"))),
                "other value",
                        FlywayMigrator.of(flyway -> flyway.locations(location).placeholders(Map.of("a", "c"))),
                "schema", FlywayMigrator.of(flyway -> flyway.locations(location).defaultSchema("ledger")),
                "order", FlywayMigrator.of(flyway -> flyway.locations(location).outOfOrder(true)),
                "text", FlywayMigrator.of(location).withFingerprint("1"));
    }

    @Override
    protected Optional<Migrator> migratorOnClassPath(String root, ClassLoader classLoader) {
        return Optional.of(FlywayMigrator.of(List.of("classpath:" + root), classLoader));
    }

    @Override
    protected Optional<MigrationFile> otherVersion() {
        return Optional.of(new MigrationFile(FlywayOnClassPath.VERSION, "99.0.0"));
    }

    @Override
    protected List<MigrationFile> files() {
        return List.of(
                new MigrationFile(
                        "V1__item.sql", "CREATE TABLE contract_item (id int PRIMARY KEY);\nSELECT 'shown';\n"),
                new MigrationFile("sub/V2__unlocked.sql", "CREATE INDEX CONCURRENTLY ON contract_item (id);\n"),
                new MigrationFile("sub/V2__unlocked.sql.conf", "executeInTransaction=false\n"),
                new MigrationFile("R__view.sql", "CREATE VIEW all_items AS SELECT * FROM contract_item;\n"),
                new MigrationFile("afterMigrate.sql", "INSERT INTO contract_item VALUES (1);\n"));
    }

    @Override
    protected MigrationFile oneMore() {
        return new MigrationFile("V3__more.sql", "CREATE TABLE contract_more (id int);\n");
    }

    @Override
    protected MigrationFile broken() {
        return new MigrationFile("V4__broken.sql", "SELECT 1;\n\nSELECT * FROM contract_none;\n");
    }

    @Test
    void runsCallbacksOnce(@TempDir Path directory) throws Exception {
        write(directory, "V1__item.sql", "CREATE TABLE item (id int);");
        write(directory, "afterMigrate.sql", "INSERT INTO item VALUES (1);");
        String url = emptyDatabase();

        migratorOf(directory).migrate(url);

        assertThat(query("SELECT count(*) FROM item", url)).isEqualTo("1");
    }

    @Test
    void runsWhatCannotRunInATransaction(@TempDir Path directory) throws Exception {
        write(directory, "V1__item.sql", "CREATE TABLE item (id int);");
        write(directory, "V2__work.sql", """
                CREATE PROCEDURE work() LANGUAGE plpgsql AS $$
                BEGIN
                    INSERT INTO item VALUES (1);
                    COMMIT;
                END $$;
                CALL work();
                VACUUM item;
                """);
        write(directory, "V2__work.sql.conf", "executeInTransaction=false");
        String url = emptyDatabase();

        migratorOf(directory).migrate(url);

        assertThat(query("SELECT count(*) FROM item", url)).isEqualTo("1");
    }

    @Test
    void takesTheConfigurationGivenInCode(@TempDir Path directory) throws Exception {
        write(directory, "V1__item.sql", "CREATE TABLE ${name} (id int);");
        String url = emptyDatabase();

        FlywayMigrator.of(flyway -> flyway.locations("filesystem:" + directory)
                        .defaultSchema("ledger")
                        .placeholders(Map.of("name", "account")))
                .migrate(url);

        assertThat(query("SELECT to_regclass('ledger.account')", url)).isEqualTo("ledger.account");
    }

    @Test
    void takesAnApplicationsConfigurationAndLeavesItAlone(@TempDir Path directory) throws Exception {
        write(directory, "V1__item.sql", "CREATE TABLE ${name} AS SELECT current_setting('work_mem') AS memory;");
        String production = "jdbc:postgresql://production.invalid/shop";
        FluentConfiguration application = Flyway.configure()
                .locations("filesystem:" + directory)
                .placeholders(Map.of("name", "account"))
                .initSql("SET work_mem = '7MB'")
                .dataSource(production, "app", "secret");
        FlywayMigrator migrator = FlywayMigrator.of(flyway -> flyway.configuration(application));
        String hash = migrator.hash();
        String url = emptyDatabase();

        migrator.migrate(url);

        assertThat(query("SELECT memory FROM account", url)).isEqualTo("7MB");
        assertThat(migrator.hash()).isEqualTo(hash);
        assertThat(application.getUrl()).isEqualTo(production);
        assertThat(application.getPassword()).isEqualTo("secret");
        assertThat(application
                        .getPluginRegister()
                        .getPlugin(PostgreSQLConfigurationExtension.class)
                        .isTransactionalLock())
                .isTrue();
    }

    @Test
    void takesTheConfigurationOfProduction(@TempDir Path project) throws Exception {
        write(project, "sql/V1__item.sql", "CREATE TABLE ${name}_${suffix} (id int);");
        write(project, "flyway.conf", """
                flyway.url=jdbc:postgresql://production.invalid/shop
                flyway.user=app
                flyway.password=secret
                flyway.locations=filesystem:sql
                flyway.defaultSchema=ledger
                flyway.placeholders.name=account
                """);
        String url = emptyDatabase();

        String hash = Sources.run(project, Map.of("FLYWAY_PLACEHOLDERS_SUFFIX", "one"), MigrateAsConfigured.class, url);

        assertThat(query("SELECT to_regclass('ledger.account_one')", url)).isEqualTo("ledger.account_one");
        assertThat(Sources.run(project, Map.of("FLYWAY_PLACEHOLDERS_SUFFIX", "one"), MigrateAsConfigured.class))
                .isEqualTo(hash);
        assertThat(Sources.run(project, Map.of("FLYWAY_PLACEHOLDERS_SUFFIX", "two"), MigrateAsConfigured.class))
                .isNotEqualTo(hash);
        write(project, "flyway.conf", "flyway.locations=filesystem:sql\nflyway.placeholders.name=other\n");
        assertThat(Sources.run(project, Map.of("FLYWAY_PLACEHOLDERS_SUFFIX", "one"), MigrateAsConfigured.class))
                .isNotEqualTo(hash);
    }

    @Test
    void neverConnectsToWhereTheConfigurationPoints() throws Exception {
        String url = emptyDatabase();

        FlywayMigrator.of(flyway -> flyway.dataSource("jdbc:postgresql://production.invalid/shop", "app", "secret")
                        .javaMigrations(new V1__Item()))
                .migrate(url);

        assertThat(query("SELECT url FROM item", url)).isEqualTo(url);
    }

    @Test
    void leavesTheLoggersThatWereChosenAndKeepsQueryResultsOut(@TempDir Path directory) throws Exception {
        write(directory, "V1__item.sql", "CREATE TABLE item (id int); SELECT 'shown' AS text;");
        RecordingLogCreator.MESSAGES.clear();

        FlywayMigrator.of(flyway ->
                        flyway.locations("filesystem:" + directory).loggers(RecordingLogCreator.class.getName()))
                .migrate(emptyDatabase());

        assertThat(RecordingLogCreator.MESSAGES)
                .anyMatch(message -> message.contains("Successfully applied 1 migration"))
                .noneMatch(message -> message.contains("shown"))
                .noneMatch(message -> message.contains("password=") && !message.contains("password=*"));
    }

    /** There Flyway's own choice is java.util.logging, which prints. */
    @Test
    void printsNothingWhereSlf4jHasNobodyToLogTo(@TempDir Path project) throws Exception {
        write(project, "sql/V1__item.sql", "CREATE TABLE item (id int);");
        write(project, "flyway.conf", "flyway.locations=filesystem:sql");
        String url = emptyDatabase();

        assertThat(Sources.runWithoutALogger(project, MigrateAsConfigured.class, url))
                .isEqualTo(Sources.run(project, MigrateAsConfigured.class))
                .isNotBlank();
        assertThat(query("SELECT to_regclass('item')", url)).isEqualTo("item");
    }

    @Test
    void failsWithFlywaysOwnMessage(@TempDir Path directory) throws Exception {
        write(directory, broken().path(), broken().content());
        String url = emptyDatabase();

        assertThatThrownBy(() -> migratorOf(directory).migrate(url))
                .isInstanceOf(FlywayException.class)
                .hasMessageContaining("V4__broken.sql")
                .hasMessageMatching("(?s).*Line +: 3.*");
    }

    @Test
    void refusesFilesAmongWhichIsNoMigration(@TempDir Path directory) throws Exception {
        write(directory, "V57__readme.md", "Not a migration");
        String url = emptyDatabase();

        assertThatThrownBy(() -> migratorOf(directory).migrate(url))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("V1__name.sql");
    }

    @Test
    void goesOnWhereAnotherHistoryEnded(@TempDir Path directory) throws Exception {
        String url = emptyDatabase();
        write(directory.resolve("one"), "V1__item.sql", "CREATE TABLE item (id int);");
        write(directory.resolve("two"), "V1__more.sql", "CREATE TABLE more AS SELECT * FROM item;");

        FlywayMigrator.of("filesystem:" + directory.resolve("one")).migrate(url);
        FlywayMigrator.of(flyway -> flyway.locations("filesystem:" + directory.resolve("two"))
                        .table("history_of_two")
                        .baselineOnMigrate(true)
                        .baselineVersion("0"))
                .migrate(url);

        assertThat(query("SELECT to_regclass('more')", url)).isEqualTo("more");
    }

    private static String query(String sql, String url) throws SQLException {
        try (Connection connection = new DirectDataSource(url).getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
