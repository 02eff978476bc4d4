package org.pgtestdb4j.flyway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pgtestdb4j.flyway.Sources.classPath;
import static org.pgtestdb4j.flyway.Sources.write;

import java.lang.reflect.Proxy;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.migration.JavaMigration;
import org.flywaydb.core.api.resource.LoadableResource;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.ConfigurationException;

class FlywayMigratorTest {

    @TempDir
    Path temporary;

    @Test
    void equalsByLocationsAndClassLoader() throws Exception {
        try (URLClassLoader other = classPath(temporary)) {
            assertThat(FlywayMigrator.ofDefaults())
                    .isEqualTo(FlywayMigrator.of("db/migration"))
                    .isEqualTo(FlywayMigrator.of("classpath:/db/migration/"))
                    .hasSameHashCodeAs(FlywayMigrator.of("db/migration"))
                    .isNotEqualTo(FlywayMigrator.of("db/other"))
                    .isNotEqualTo(FlywayMigrator.of("filesystem:db/migration"))
                    .isNotEqualTo(FlywayMigrator.ofDefaults().withFingerprint("1"))
                    .isNotEqualTo(Sources.with(other, FlywayMigrator::ofDefaults));
        }
    }

    @Test
    void equalsByTheConfigurationGivenInCode() {
        Consumer<FluentConfiguration> mixed = flyway -> flyway.mixed(true);

        assertThat(FlywayMigrator.of(mixed))
                .isEqualTo(FlywayMigrator.of(mixed))
                .hasSameHashCodeAs(FlywayMigrator.of(mixed))
                .isNotEqualTo(FlywayMigrator.of(flyway -> flyway.mixed(true)));
    }

    @Test
    void saysWhatItMigrates() {
        assertThat(FlywayMigrator.of("db/a", "filesystem:/db/b/**/c"))
                .hasToString("Flyway classpath:db/a,filesystem:/db/b/**/c");
        assertThat(FlywayMigrator.of(flyway -> {})).hasToString("Flyway configured in code");
    }

    @ParameterizedTest
    @ValueSource(strings = {"classpath:db/nowhere", "db/nowhere", "filesystem:db/nowhere"})
    void refusesALocationWithoutFiles(String location) {
        assertThatThrownBy(FlywayMigrator.of(location)::hash)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("no files at")
                .hasMessageContaining(location);
        assertThatThrownBy(FlywayMigrator.of(flyway -> flyway.locations(location))::hash)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(location);
    }

    @Test
    void saysInFullWhereItLooked() {
        assertThatThrownBy(FlywayMigrator.of("filesystem:db/nowhere")::hash)
                .hasMessageContaining(Path.of("db/nowhere").toAbsolutePath().toString());
    }

    @Test
    void refusesOneEmptyLocationAmongOthersButNotInAConfigurationOfOnesOwn() {
        String full = "filesystem:" + write(temporary.resolve("full"), "V1__item.sql", "SELECT 1;");
        String empty = "filesystem:" + temporary.resolve("empty");

        assertThatThrownBy(FlywayMigrator.of(full, empty)::hash)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(empty)
                .hasMessageNotContaining(full);
        assertThat(FlywayMigrator.of(flyway -> flyway.locations(full, empty)).hash())
                .isNotBlank();
    }

    @Test
    void refusesToBeMadeWithoutALocation() {
        assertThatThrownBy(() -> FlywayMigrator.of(new String[0])).isInstanceOf(ConfigurationException.class);
    }

    static List<Named<Consumer<FluentConfiguration>>> unseen() {
        return List.of(
                Named.of("resource provider", flyway -> flyway.resourceProvider(new NoResources())),
                Named.of("class provider", flyway -> flyway.javaMigrationClassProvider(List::of)),
                Named.of(
                        "class without a file",
                        flyway -> flyway.callbacks((Callback) Proxy.newProxyInstance(
                                FlywayMigratorTest.class.getClassLoader(),
                                new Class<?>[] {Callback.class},
                                (a, b, c) -> null))),
                Named.of("root of the class path", flyway -> flyway.locations("classpath:")));
    }

    @ParameterizedTest
    @MethodSource("unseen")
    void refusesWhatCannotBeSeen(Consumer<FluentConfiguration> unseen) {
        String location = "filesystem:" + write(temporary, "V1__item.sql", "SELECT 1;");
        FlywayMigrator migrator = FlywayMigrator.of(flyway -> unseen.accept(flyway.locations(location)));

        assertThatThrownBy(migrator::hash)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("withFingerprint");
        assertThat(migrator.withFingerprint("1").hash())
                .isEqualTo(migrator.withFingerprint("1").hash())
                .isNotEqualTo(migrator.withFingerprint("2").hash());
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3:bucket/db", "gcs:bucket/db"})
    void refusesPlacesOnTheNetwork(String location) {
        assertThatThrownBy(FlywayMigrator.of(location)::hash)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(location)
                .hasMessageContaining("withFingerprint");
        assertThat(FlywayMigrator.of(location).withFingerprint("1").hash())
                .isNotEqualTo(FlywayMigrator.of(location).withFingerprint("2").hash());
    }

    @Test
    void stillSeesTheFilesWhenAFingerprintIsGiven() throws Exception {
        FlywayMigrator migrator = FlywayMigrator.of("filesystem:" + write(temporary, "V1__item.sql", "SELECT 1;"))
                .withFingerprint("1");
        String before = migrator.hash();

        Files.writeString(temporary.resolve("V1__item.sql"), "SELECT 2;");

        assertThat(migrator.hash()).isNotEqualTo(before);
    }

    @Test
    void refusesABlankFingerprint() {
        assertThatThrownBy(() -> FlywayMigrator.ofDefaults().withFingerprint(" "))
                .isInstanceOf(ConfigurationException.class);
    }

    @Test
    void saysWhichSettingIsWrong() {
        assertThatThrownBy(FlywayMigrator.of(flyway -> flyway.environment("nowhere"))::hash)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("nowhere");
    }

    @Test
    void needsNoFilesWhereThereAreJavaMigrations() {
        JavaMigration migration = new V1__Item();

        assertThat(FlywayMigrator.of(flyway -> flyway.locations("db/nowhere").javaMigrations(migration))
                        .hash())
                .isNotBlank();
    }

    private static final class NoResources implements ResourceProvider {

        @Override
        public LoadableResource getResource(String name) {
            return null;
        }

        @Override
        public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
            return List.of();
        }
    }
}
