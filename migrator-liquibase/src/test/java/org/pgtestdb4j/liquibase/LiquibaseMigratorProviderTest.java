package org.pgtestdb4j.liquibase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pgtestdb4j.liquibase.Sources.classPath;
import static org.pgtestdb4j.liquibase.Sources.write;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.spi.MigratorContext;
import org.pgtestdb4j.spi.MigratorProvider;
import org.postgresql.Driver;

class LiquibaseMigratorProviderTest {

    private static final String MASTER = "db/changelog/db.changelog-master.";
    private static final String CHANGELOG = "--liquibase formatted sql\n--changeset us:1\nSELECT 1;";

    private final MigratorProvider provider = new LiquibaseMigratorProvider();

    @TempDir
    Path temporary;

    @Test
    void isFoundByServiceLoader() {
        assertThat(ServiceLoader.load(MigratorProvider.class))
                .hasAtLeastOneElementOfType(LiquibaseMigratorProvider.class);
        assertThat(provider.id()).isEqualTo("liquibase");
    }

    /** Or these tests would prove nothing for the versions of Liquibase that they are run with. */
    @Test
    void isTestedWithTheVersionThatTheBuildSays() {
        assertThat(LiquibaseOnClassPath.version()).isEqualTo(System.getProperty("tested.liquibase.version"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"yaml", "yml", "xml", "json", "sql"})
    void takesTheChangelogThatLiesWhereItDoesByConvention(String format) throws Exception {
        write(temporary, MASTER + format, CHANGELOG);
        try (URLClassLoader classPath = classPath(temporary)) {

            Optional<Migrator> found = provider.byConvention(new MigratorContext(classPath));

            assertThat(found).contains(LiquibaseMigrator.of(List.of(MASTER + format), classPath));
        }
    }

    @Test
    void takesNothingWhereThereIsNoChangelogAndSaysWhatItLookedFor() throws Exception {
        try (URLClassLoader classPath = classPath(temporary)) {
            assertThat(provider.byConvention(new MigratorContext(classPath))).isEmpty();
            assertThat(provider.looksFor())
                    .isEqualTo("classpath:db/changelog/db.changelog-master.{yaml,yml,xml,json,sql}");
        }
    }

    @Test
    void refusesTwoChangelogsWhereThereShouldBeOne() throws Exception {
        write(temporary, MASTER + "xml", "");
        write(temporary, MASTER + "yaml", "");
        try (URLClassLoader classPath = classPath(temporary)) {
            assertThatThrownBy(() -> provider.byConvention(new MigratorContext(classPath)))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining(MASTER + "xml")
                    .hasMessageContaining(MASTER + "yaml");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"db/all.sql", "classpath:db/all.sql", " db/all.sql "})
    void takesAChangelogOfTheClassPath(String location) throws Exception {
        write(temporary, "db/all.sql", CHANGELOG);
        try (URLClassLoader classPath = classPath(temporary)) {
            assertThat(provider.of(location, new MigratorContext(classPath)))
                    .isEqualTo(LiquibaseMigrator.of(List.of("db/all.sql"), classPath));
        }
    }

    @Test
    void takesSeveralChangelogsInOrder() throws Exception {
        write(temporary, "one.sql", CHANGELOG);
        write(temporary, "two.sql", CHANGELOG);
        String one = "filesystem:" + temporary.resolve("one.sql");
        String two = "filesystem:" + temporary.resolve("two.sql");
        MigratorContext context = new MigratorContext(getClass().getClassLoader());

        assertThat(provider.of(one + ", " + two, context))
                .isEqualTo(LiquibaseMigrator.of(one, two))
                .isNotEqualTo(LiquibaseMigrator.of(two, one));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " , ", "db/nowhere.xml", "filesystem:nowhere.xml", "db/changelog", "all.unknown"})
    void refusesALocationAtOnce(String location) {
        MigratorContext context = new MigratorContext(getClass().getClassLoader());

        assertThatThrownBy(() -> provider.of(location, context)).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void takesNothingWithoutLiquibaseAndSaysWhatToAdd() throws Exception {
        write(temporary, MASTER + "sql", CHANGELOG);
        try (URLClassLoader classPath = classPathWithoutLiquibase()) {
            assertThat(call("byConvention", classPath)).isEqualTo(Optional.empty());
            assertThatThrownBy(() -> call("of", classPath, MASTER + "sql"))
                    .rootCause()
                    .hasMessageContaining("org.liquibase:liquibase-core");
            assertThat((String) providerOf(classPath)
                            .getClass()
                            .getMethod("looksFor")
                            .invoke(providerOf(classPath)))
                    .contains("Liquibase, which is not on the class path");
        }
    }

    /** Returns a class path of this adapter, what it always needs, and the temporary directory. */
    private URLClassLoader classPathWithoutLiquibase() {
        URL[] urls = Stream.concat(
                        Stream.of(LiquibaseMigrator.class, Migrator.class, Driver.class, org.slf4j.Logger.class)
                                .map(type -> type.getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()),
                        Stream.of(Sources.url(temporary)))
                .toArray(URL[]::new);
        return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
    }

    private static Object call(String method, ClassLoader classPath, Object... location) throws Exception {
        Object provider = providerOf(classPath);
        Class<?> type = classPath.loadClass(MigratorContext.class.getName());
        Object context = type.getConstructor(ClassLoader.class).newInstance(classPath);
        return location.length == 0
                ? provider.getClass().getMethod(method, type).invoke(provider, context)
                : provider.getClass().getMethod(method, String.class, type).invoke(provider, location[0], context);
    }

    private static Object providerOf(ClassLoader classPath) throws Exception {
        Class<?> type = classPath.loadClass(MigratorProvider.class.getName());
        return ServiceLoader.load(type, classPath).findFirst().orElseThrow();
    }
}
