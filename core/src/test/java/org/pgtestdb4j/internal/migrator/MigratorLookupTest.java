package org.pgtestdb4j.internal.migrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.spi.MigratorContext;
import org.pgtestdb4j.spi.MigratorProvider;

class MigratorLookupTest {

    /** An adapter whose files are there or not; its migrators only have a name. */
    private record FakeProvider(String id, boolean filesExist) implements MigratorProvider {

        @Override
        public Optional<Migrator> byConvention(MigratorContext context) {
            return filesExist ? Optional.of(new FakeMigrator(id + " by convention")) : Optional.empty();
        }

        @Override
        public Migrator of(String location, MigratorContext context) {
            return new FakeMigrator(id + " at " + location);
        }

        @Override
        public String looksFor() {
            return "classpath:" + id + "/files";
        }
    }

    private record FakeMigrator(String hash) implements Migrator {

        @Override
        public void migrate(String url) {
            throw new AssertionError("nobody migrates in this test");
        }
    }

    private static MigratorLookup among(FakeProvider... providers) {
        return new MigratorLookup(List.of(providers), new MigratorContext(MigratorLookupTest.class.getClassLoader()));
    }

    private static FakeProvider with(String id) {
        return new FakeProvider(id, true);
    }

    private static FakeProvider without(String id) {
        return new FakeProvider(id, false);
    }

    @Test
    void takesTheOnlyOneWhoseFilesExist() {
        assertThat(among(without("liquibase"), with("flyway"), without("sql")).byConvention())
                .isEqualTo(new FakeMigrator("flyway by convention"));
    }

    @Test
    void saysWhatEachLookedForWhenNoneHasFiles() {
        assertThatThrownBy(among(without("flyway"), without("liquibase"))::byConvention)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(
                        "flyway: classpath:flyway/files",
                        "liquibase: classpath:liquibase/files",
                        "@PgTest(migrations = \"flyway:db/other\")",
                        "pgtestdb4j.migrations=flyway:db/other",
                        "Migrator.none()");
    }

    @Test
    void saysWhichDependencyToAddWhenThereIsNoAdapter() {
        assertThatThrownBy(among()::byConvention)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("no adapter is on the class path", "pgtestdb4j-migrator-flyway");
    }

    @Test
    void leavesTheChoiceAmongSeveralToTheUser() {
        assertThatThrownBy(among(with("flyway"), without("sql"), with("liquibase"))::byConvention)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(
                        "flyway: classpath:flyway/files",
                        "liquibase: classpath:liquibase/files",
                        "@PgTest(migrations = \"flyway:…\")",
                        "pgtestdb4j.migrations=flyway:…",
                        ";")
                .hasMessageNotContaining("sql: ");
    }

    @Test
    void findsAMigratorByNameWhetherOthersHaveFilesOrNot() {
        assertThat(among(with("flyway"), with("sql")).named("sql:fixtures/payments"))
                .isEqualTo(new FakeMigrator("sql at fixtures/payments"));
    }

    @Test
    void splitsNameAndLocationAtTheFirstColon() {
        assertThat(among(with("flyway")).named("flyway:filesystem:/db"))
                .isEqualTo(new FakeMigrator("flyway at filesystem:/db"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"flyway:a;sql:b;flyway:c", " flyway:a ;\n sql:b; flyway:c ;"})
    void makesLayersOfSeveralLocationsFromTheBottomUp(String locations) {
        assertThat(among(with("flyway"), with("sql")).named(locations).layers())
                .containsExactly(
                        new FakeMigrator("flyway at a"), new FakeMigrator("sql at b"), new FakeMigrator("flyway at c"));
    }

    @Test
    void saysWhichAdaptersThereAreWhenOneIsMissing() {
        assertThatThrownBy(() -> among(with("sql"), without("flyway")).named("liquibase:db/changelog.xml"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(
                        "\"liquibase\"",
                        "\"liquibase:db/changelog.xml\"",
                        "flyway, sql",
                        "pgtestdb4j-migrator-liquibase");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ";", ";;", " ; ", "db/migration", ":db/migration", "flyway:a;;flyway:b"})
    void refusesALocationWithoutAnAdapter(String locations) {
        assertThatThrownBy(() -> among(with("flyway")).named(locations))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("names no migrator", "flyway:db/migration", "on the class path are flyway");
    }

    @Test
    void doesNotHideWhatAnAdapterHasToSay() {
        MigratorProvider complaining = new MigratorProvider() {
            @Override
            public String id() {
                return "flyway";
            }

            @Override
            public Optional<Migrator> byConvention(MigratorContext context) {
                throw new ConfigurationException("two files V1");
            }

            @Override
            public Migrator of(String location, MigratorContext context) {
                throw new ConfigurationException("nothing at " + location);
            }

            @Override
            public String looksFor() {
                return "";
            }
        };
        MigratorLookup lookup = new MigratorLookup(
                List.of(complaining), new MigratorContext(getClass().getClassLoader()));

        assertThatThrownBy(lookup::byConvention).hasMessage("two files V1");
        assertThatThrownBy(() -> lookup.named("flyway:x")).hasMessage("nothing at x");
    }
}
