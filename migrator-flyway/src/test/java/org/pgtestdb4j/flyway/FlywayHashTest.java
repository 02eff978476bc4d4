package org.pgtestdb4j.flyway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.pgtestdb4j.flyway.Sources.classPath;
import static org.pgtestdb4j.flyway.Sources.compile;
import static org.pgtestdb4j.flyway.Sources.jar;
import static org.pgtestdb4j.flyway.Sources.write;

import java.lang.reflect.Method;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What changes the hash and what does not, beyond what the contract says of files. */
class FlywayHashTest {

    @TempDir
    Path temporary;

    private Path migrations;

    @BeforeEach
    void writeMigrations() {
        migrations = write(temporary.resolve("db"), "V1__item.sql", "CREATE TABLE item (id int);\n");
    }

    private String hash() {
        return FlywayMigrator.of("filesystem:" + migrations).hash();
    }

    private String hash(Consumer<FluentConfiguration> settings) {
        return FlywayMigrator.of(flyway -> settings.accept(flyway.locations("filesystem:" + migrations)))
                .hash();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"V1__item.sql.conf", "afterMigrate.sql", "R__view.sql", "B2__baseline.sql", "sub/include.txt"})
    void changesWithAnyFileBelowALocation(String path) {
        String before = hash();
        String beforeInCode = hash(flyway -> {});

        write(migrations, path, "x");

        assertThat(hash()).isNotEqualTo(before);
        assertThat(hash(flyway -> {})).isNotEqualTo(beforeInCode);
    }

    /** Flyway 10 has no such locations. */
    @Test
    void changesWithACallbackInALocationOfCallbacks() {
        assumeTrue(Stream.of(Configuration.class.getMethods())
                .map(Method::getName)
                .anyMatch("getCallbackLocations"::equals));
        Path callbacks = write(temporary.resolve("callbacks"), "afterMigrate.sql", "SELECT 1;");
        Map<String, String> setting = Map.of("flyway.callbackLocations", "filesystem:" + callbacks);
        String before = hash(flyway -> flyway.configuration(setting));

        write(callbacks, "afterMigrate.sql", "SELECT 2;");

        assertThat(hash(flyway -> flyway.configuration(setting))).isNotEqualTo(before);
    }

    static Stream<Named<Consumer<FluentConfiguration>>> settingsThatCount() {
        return Stream.of(
                setting("placeholder", flyway -> flyway.placeholders(Map.of("tenant", "acme"))),
                setting("default schema", flyway -> flyway.defaultSchema("ledger")),
                setting("schemas", flyway -> flyway.schemas("ledger")),
                setting("history table", flyway -> flyway.table("history")),
                setting("out of order", flyway -> flyway.outOfOrder(true)),
                setting("target", flyway -> flyway.target("1")),
                setting("prefix", flyway -> flyway.sqlMigrationPrefix("M")),
                setting("suffixes", flyway -> flyway.sqlMigrationSuffixes(".sql", ".ddl")),
                setting("init SQL", flyway -> flyway.initSql("SET ROLE owner")),
                setting("placeholders off", flyway -> flyway.placeholderReplacement(false)),
                setting(
                        "transactional lock",
                        flyway -> flyway.getPluginRegister()
                                .getPlugin(PostgreSQLConfigurationExtension.class)
                                .setTransactionalLock(false)));
    }

    static Stream<Named<Consumer<FluentConfiguration>>> settingsThatDoNotCount() {
        return Stream.of(
                setting("url", flyway -> flyway.dataSource("jdbc:postgresql://prod/shop", "app", "secret")),
                setting(
                        "data source",
                        flyway -> flyway.dataSource(new DirectDataSource("jdbc:postgresql://prod/shop"))),
                setting("retries", flyway -> flyway.connectRetries(7).lockRetryCount(9)),
                setting("loggers", flyway -> flyway.loggers("slf4j")),
                setting("output", flyway -> flyway.outputQueryResults(false)));
    }

    private static Named<Consumer<FluentConfiguration>> setting(String name, Consumer<FluentConfiguration> setting) {
        return Named.of(name, setting);
    }

    @ParameterizedTest
    @MethodSource("settingsThatCount")
    void changesWithASettingThatDecidesTheOutcome(Consumer<FluentConfiguration> setting) {
        assertThat(hash(setting)).isEqualTo(hash(setting)).isNotEqualTo(hash(flyway -> {}));
    }

    @ParameterizedTest
    @MethodSource("settingsThatDoNotCount")
    void staysWithASettingThatDoesNot(Consumer<FluentConfiguration> setting) {
        assertThat(hash(setting)).isEqualTo(hash(flyway -> {}));
    }

    @Test
    void changesWithAnotherPlaceholderValue() {
        assertThat(hash(flyway -> flyway.placeholders(Map.of("tenant", "acme"))))
                .isNotEqualTo(hash(flyway -> flyway.placeholders(Map.of("tenant", "umbrella"))));
    }

    @Test
    void isTheSameInAJarAndInADirectory() throws Exception {
        Path root = write(temporary.resolve("root"), "db/migration/V1__item.sql", "CREATE TABLE item (id int);\n");
        write(root, "db/migration/sub/V2__more.sql", "CREATE TABLE more (id int);\n");
        Path jar = jar(root, temporary.resolve("migrations.jar"));
        try (URLClassLoader directories = classPath(root);
                URLClassLoader jars = classPath(jar)) {

            assertThat(hashOn(jars)).isEqualTo(hashOn(directories));
        }
    }

    @Test
    void countsEveryRootOfTheClassPath() throws Exception {
        Path one = write(temporary.resolve("one"), "db/migration/V1__item.sql", "CREATE TABLE item (id int);\n");
        Path two = write(temporary.resolve("two"), "db/migration/V2__more.sql", "CREATE TABLE more (id int);\n");
        Path jarOfTwo = jar(two, temporary.resolve("two.jar"));
        try (URLClassLoader first = classPath(one);
                URLClassLoader both = classPath(one, two);
                URLClassLoader withJar = classPath(one, jarOfTwo)) {

            assertThat(hashOn(both)).isNotEqualTo(hashOn(first)).isEqualTo(hashOn(withJar));
        }
    }

    @Test
    void doesNotDependOnTheTimesInAJar() throws Exception {
        Path root = write(temporary.resolve("root"), "db/migration/V1__item.sql", "CREATE TABLE item (id int);\n");
        Path jar = jar(root, temporary.resolve("migrations.jar"));
        String before;
        try (URLClassLoader classPath = classPath(jar)) {
            before = hashOn(classPath);
        }
        Files.setLastModifiedTime(jar, FileTime.from(Instant.EPOCH));
        try (URLClassLoader classPath = classPath(jar)) {

            assertThat(hashOn(classPath)).isEqualTo(before);
        }
    }

    /** Not those of the thread: Flyway itself looks there. */
    @Test
    void countsWhatTheClassLoaderOfAConfigurationSees() throws Exception {
        Path root = write(temporary.resolve("root"), "db/elsewhere/V1__item.sql", "CREATE TABLE item (id int);\n");
        try (URLClassLoader classPath = classPath(root)) {
            Configuration application = Flyway.configure(classPath).locations("db/elsewhere");
            FlywayMigrator migrator = FlywayMigrator.of(flyway -> flyway.configuration(application));
            String before = migrator.hash();

            write(root, "db/elsewhere/V1__item.sql", "CREATE TABLE item (id bigint);\n");

            assertThat(migrator.hash()).isNotEqualTo(before);
        }
    }

    private static String hashOn(ClassLoader classPath) {
        return FlywayMigrator.of(List.of("db/migration"), classPath).hash();
    }

    @Test
    void isTheSameInAnotherJvmAndWorkingDirectory() throws Exception {
        String here = hash() + "\n" + hash(flyway -> {});

        assertThat(Sources.run(temporary, PrintHash.class, "filesystem:db")).isEqualTo(here);
        assertThat(Sources.run(migrations, PrintHash.class, "filesystem:../db")).isEqualTo(here);
    }

    @Test
    void changesWithTheVersionOfFlyway() throws Exception {
        String here = hash() + "\n" + hash(flyway -> {});
        Path same = write(temporary.resolve("same"), FlywayOnClassPath.VERSION, System.getProperty("flyway.version"));
        Path next = write(temporary.resolve("next"), FlywayOnClassPath.VERSION, "99.0.0");

        assertThat(Sources.runBehind(same, temporary, PrintHash.class, "filesystem:db"))
                .isEqualTo(here);
        assertThat(Sources.runBehind(next, temporary, PrintHash.class, "filesystem:db")
                        .lines())
                .doesNotContainAnyElementsOf(here.lines().toList())
                .hasSize(2);
    }

    @Test
    void doesNotDependOnTheOrderOfLocations() {
        Path more = write(temporary.resolve("more"), "V2__more.sql", "CREATE TABLE more (id int);\n");

        assertThat(FlywayMigrator.of("filesystem:" + migrations, "filesystem:" + more)
                        .hash())
                .isEqualTo(FlywayMigrator.of("filesystem:" + more, "filesystem:" + migrations)
                        .hash());
    }

    @Test
    void seesFilesThatWildcardsLeadTo() {
        write(migrations, "shop/ddl/V2__more.sql", "CREATE TABLE more (id int);\n");
        FlywayMigrator migrator = FlywayMigrator.of("filesystem:" + migrations + "/**/ddl");
        String before = migrator.hash();

        write(migrations, "shop/ddl/V2__more.sql", "CREATE TABLE more (id bigint);\n");

        assertThat(migrator.hash()).isNotEqualTo(before);
        assertThat(FlywayMigrator.of("filesystem:" + migrations + "/*/ddl").hash())
                .isNotEqualTo(migrator.hash());
    }

    private static final String MIGRATION = """
            public class V2__Seed extends %s {
                public void migrate(org.flywaydb.core.api.migration.Context context) { Helper.say("%s"); }
                static class Helper { static void say(String text) { System.err.println(text + "%s"); } }
                public Integer getChecksum() { return %s; }
            }
            """;

    private static final String BASE = "org.flywaydb.core.api.migration.BaseJavaMigration";

    @Test
    void changesWithTheClassOfAJavaMigration() throws Exception {
        String original = hashOfMigration("original", MIGRATION.formatted(BASE, "a", "b", "1"));

        assertThat(hashOfMigration("same", MIGRATION.formatted(BASE, "a", "b", "1")))
                .isEqualTo(original);
        assertThat(hashOfMigration("body", MIGRATION.formatted(BASE, "other", "b", "1")))
                .isNotEqualTo(original);
        assertThat(hashOfMigration("nested", MIGRATION.formatted(BASE, "a", "other", "1")))
                .isNotEqualTo(original);
        assertThat(hashOfMigration("checksum", MIGRATION.formatted(BASE, "a", "b", "null")))
                .isNotEqualTo(original);
    }

    @Test
    void changesWithWhatAJavaMigrationSaysOfItself() {
        String original = hash(flyway -> flyway.javaMigrations(new Seed("2", 1, true)));

        assertThat(hash(flyway -> flyway.javaMigrations(new Seed("2", 1, true))))
                .isEqualTo(original);
        assertThat(hash(flyway -> flyway.javaMigrations(new Seed("3", 1, true))))
                .isNotEqualTo(original);
        assertThat(hash(flyway -> flyway.javaMigrations(new Seed("2", null, true))))
                .isNotEqualTo(original);
        assertThat(hash(flyway -> flyway.javaMigrations(new Seed("2", 1, false))))
                .isNotEqualTo(original);
    }

    private record Seed(String number, Integer getChecksum, boolean canExecuteInTransaction) implements JavaMigration {

        @Override
        public MigrationVersion getVersion() {
            return MigrationVersion.fromVersion(number);
        }

        @Override
        public String getDescription() {
            return "seed";
        }

        @Override
        public void migrate(Context context) {}
    }

    @Test
    void changesWithTheSuperclassOfAJavaMigration() throws Exception {
        String base = """
                public abstract class Base extends org.flywaydb.core.api.migration.BaseJavaMigration {
                    protected String text() { return "%s"; }
                }
                """;
        String[] hashes = new String[2];
        for (int i = 0; i < 2; i++) {
            compile(temporary.resolve("base" + i), base.formatted("text" + i));
            hashes[i] = hashOfMigration("base" + i, MIGRATION.formatted("Base", "a", "b", "1"));
        }

        assertThat(hashes[0]).isNotEqualTo(hashes[1]);
    }

    private String hashOfMigration(String directory, String source) throws Exception {
        Path classes = compile(temporary.resolve(directory), source);
        try (URLClassLoader loader = classPath(classes)) {
            JavaMigration migration = (JavaMigration)
                    loader.loadClass("V2__Seed").getConstructor().newInstance();
            return hash(flyway -> flyway.javaMigrations(migration));
        }
    }

    @Test
    void changesWithTheClassOfACallback() throws Exception {
        assertThat(hashOfCallback("a")).isEqualTo(hashOfCallback("a")).isNotEqualTo(hashOfCallback("b"));
    }

    private String hashOfCallback(String text) throws Exception {
        Path classes = compile(temporary.resolve("callback" + text), """
                public class Seeding extends org.flywaydb.core.api.callback.BaseCallback {
                    public void handle(org.flywaydb.core.api.callback.Event e, org.flywaydb.core.api.callback.Context c) {
                        System.err.println("%s");
                    }
                }
                """.formatted(text));
        try (URLClassLoader loader = classPath(classes)) {
            Callback callback =
                    (Callback) loader.loadClass("Seeding").getConstructor().newInstance();
            return hash(flyway -> flyway.callbacks(callback));
        }
    }
}
