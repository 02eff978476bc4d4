package org.pgtestdb4j.flyway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pgtestdb4j.flyway.Sources.classPath;
import static org.pgtestdb4j.flyway.Sources.write;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.flywaydb.core.Flyway;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.spi.MigratorContext;
import org.pgtestdb4j.spi.MigratorProvider;
import org.postgresql.Driver;

class FlywayMigratorProviderTest {

    private final MigratorProvider provider = new FlywayMigratorProvider();

    @TempDir
    Path temporary;

    @Test
    void isFoundByServiceLoader() {
        assertThat(ServiceLoader.load(MigratorProvider.class)).hasAtLeastOneElementOfType(FlywayMigratorProvider.class);
        assertThat(provider.id()).isEqualTo("flyway");
    }

    /** Or these tests would prove nothing for the versions of Flyway that they are run with. */
    @Test
    void isTestedWithTheVersionThatTheBuildSays() {
        assertThat(FlywayOnClassPath.version()).isEqualTo(System.getProperty("flyway.version"));
    }

    @Test
    void takesMigrationsWhereTheyAreByConvention() throws Exception {
        write(temporary, "db/migration/V1__item.sql", "SELECT 1;");
        try (URLClassLoader classPath = classPath(temporary)) {

            Optional<Migrator> found = provider.byConvention(new MigratorContext(classPath));

            assertThat(found).contains(Sources.with(classPath, FlywayMigrator::ofDefaults));
            assertThat(provider.looksFor()).isEqualTo("files in classpath:db/migration");
        }
    }

    @Test
    void takesNothingWhereThereIsNoFile() throws Exception {
        Files.createDirectories(temporary.resolve("db/migration"));
        try (URLClassLoader classPath = classPath(temporary)) {
            assertThat(provider.byConvention(new MigratorContext(classPath))).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"db/ledger", "classpath:db/ledger", " db/ledger "})
    void takesALocationOfTheClassPath(String location) throws Exception {
        write(temporary, "db/ledger/V1__item.sql", "SELECT 1;");
        try (URLClassLoader classPath = classPath(temporary)) {
            assertThat(provider.of(location, new MigratorContext(classPath)))
                    .isEqualTo(FlywayMigrator.of(List.of("classpath:db/ledger"), classPath));
        }
    }

    @Test
    void takesSeveralLocations() throws Exception {
        write(temporary, "db/ledger/V1__item.sql", "SELECT 1;");
        String directory = "filesystem:" + write(temporary.resolve("more"), "V2__more.sql", "SELECT 1;");
        try (URLClassLoader classPath = classPath(temporary)) {
            assertThat(provider.of("db/ledger, " + directory, new MigratorContext(classPath)))
                    .isEqualTo(FlywayMigrator.of(List.of("classpath:db/ledger", directory), classPath));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " , ", "db/nowhere", "filesystem:nowhere", "s3:bucket/db", "db:migration"})
    void refusesALocationAtOnce(String location) {
        MigratorContext context = new MigratorContext(getClass().getClassLoader());

        assertThatThrownBy(() -> provider.of(location, context)).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void takesNothingWithoutFlywayAndSaysWhatToAdd() throws Exception {
        write(temporary, "db/migration/V1__item.sql", "SELECT 1;");
        try (URLClassLoader classPath = classPathWith()) {
            assertThat(byConvention(classPath)).isEqualTo(Optional.empty());
            assertThatThrownBy(() -> of("db/migration", classPath))
                    .rootCause()
                    .hasMessageContaining("org.flywaydb:flyway-core")
                    .hasMessageContaining("org.flywaydb:flyway-database-postgresql");
        }
    }

    @Test
    void saysWhatToAddWithoutFlywaysSupportForPostgres() throws Exception {
        write(temporary, "db/migration/V1__item.sql", "SELECT 1;");
        try (URLClassLoader classPath = classPathWith(Flyway.class)) {
            assertThatThrownBy(() -> of("db/migration", classPath))
                    .rootCause()
                    .hasMessageMatching("Flyway \\d+\\..*")
                    .hasMessageContaining("org.flywaydb:flyway-database-postgresql")
                    .hasMessageNotContaining("flyway-core");
        }
    }

    @Test
    void worksInAClassLoaderOfItsOwn() throws Exception {
        write(temporary, "db/migration/V1__item.sql", "SELECT 1;");
        try (URLClassLoader classPath = classPathWith(Flyway.class, PostgreSQLConfigurationExtension.class)) {
            assertThat(of("db/migration", classPath)).hasToString("Flyway classpath:db/migration");
        }
    }

    /** Returns a class path of this adapter, what it always needs, the given classes' jars and the temporary directory. */
    private URLClassLoader classPathWith(Class<?>... optional) {
        List<Class<?>> always = List.of(FlywayMigrator.class, Migrator.class, Driver.class, org.slf4j.Logger.class);
        URL[] urls = java.util.stream.Stream.of(always, Arrays.asList(optional))
                .flatMap(List::stream)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .toArray(URL[]::new);
        URL[] all = Arrays.copyOf(urls, urls.length + 1);
        all[urls.length] = Sources.url(temporary);
        return new URLClassLoader(all, ClassLoader.getPlatformClassLoader());
    }

    private static Object byConvention(ClassLoader classPath) throws Exception {
        Object provider = providerOf(classPath);
        Object context = contextOf(classPath);
        return provider.getClass().getMethod("byConvention", context.getClass()).invoke(provider, context);
    }

    private static Object of(String location, ClassLoader classPath) throws Exception {
        Object provider = providerOf(classPath);
        Object context = contextOf(classPath);
        return provider.getClass()
                .getMethod("of", String.class, context.getClass())
                .invoke(provider, location, context);
    }

    private static Object providerOf(ClassLoader classPath) throws Exception {
        Class<?> type = classPath.loadClass(MigratorProvider.class.getName());
        return ServiceLoader.load(type, classPath).findFirst().orElseThrow();
    }

    private static Object contextOf(ClassLoader classPath) throws Exception {
        return classPath
                .loadClass(MigratorContext.class.getName())
                .getConstructor(ClassLoader.class)
                .newInstance(classPath);
    }
}
