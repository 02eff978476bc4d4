package org.pgtestdb4j.liquibase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pgtestdb4j.liquibase.Sources.classPath;
import static org.pgtestdb4j.liquibase.Sources.write;

import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import liquibase.resource.ClassLoaderResourceAccessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pgtestdb4j.ConfigurationException;

class LiquibaseMigratorTest {

    @TempDir
    Path temporary;

    @Test
    void equalsByChangelogsOptionsAndClassLoader() throws Exception {
        try (URLClassLoader other = classPath(temporary)) {
            assertThat(LiquibaseMigrator.of("db/a.xml"))
                    .isEqualTo(LiquibaseMigrator.of("classpath:db/a.xml"))
                    .isEqualTo(LiquibaseMigrator.of("classpath:/db/a.xml"))
                    .isEqualTo(
                            LiquibaseMigrator.builder().changelog("/db/a.xml").build())
                    .hasSameHashCodeAs(LiquibaseMigrator.of("classpath:db/a.xml"))
                    .isNotEqualTo(LiquibaseMigrator.of("db/a.xml", "db/a.xml"))
                    .isNotEqualTo(LiquibaseMigrator.of("filesystem:db/a.xml"))
                    .isNotEqualTo(LiquibaseMigrator.of("db/a.xml").withFingerprint("1"))
                    .isNotEqualTo(Sources.with(other, () -> LiquibaseMigrator.of("db/a.xml")));
        }
    }

    @Test
    void contextsOfAnUpdateGoBeforeThoseOfAll() {
        assertThat(LiquibaseMigrator.builder()
                        .contexts("a")
                        .labels("b")
                        .changelog("x.xml")
                        .changelog("y.xml", "c", "d")
                        .build())
                .isEqualTo(LiquibaseMigrator.builder()
                        .changelog("x.xml", "a", "b")
                        .changelog("y.xml", "c", "d")
                        .build());
    }

    @Test
    void aFileHasAPathInTheWorkingDirectoryOrIsAloneWithItsNeighbours() {
        assertThat(LiquibaseMigrator.of("filesystem:src/a.xml"))
                .isEqualTo(LiquibaseMigrator.builder()
                        .searchPath(Path.of(""))
                        .changelog("src/a.xml")
                        .build());
        assertThat(LiquibaseMigrator.of("filesystem:" + temporary.resolve("a.xml")))
                .isEqualTo(LiquibaseMigrator.builder()
                        .searchPath(temporary)
                        .changelog("a.xml")
                        .build());
    }

    @Test
    void saysWhatItMigrates() {
        assertThat(LiquibaseMigrator.of("db/a.xml", "db/b.sql"))
                .hasToString("Liquibase db/a.xml,db/b.sql in the class path");
        assertThat(LiquibaseMigrator.of("filesystem:" + temporary.resolve("a.xml")))
                .hasToString("Liquibase a.xml in " + temporary);
    }

    @Test
    void takesTheMasterChangelogByDefault() throws Exception {
        write(temporary, "db/changelog/db.changelog-master.json", "{}");
        try (URLClassLoader classPath = classPath(temporary)) {
            assertThat(Sources.with(classPath, LiquibaseMigrator::ofDefaults))
                    .isEqualTo(LiquibaseMigrator.of(List.of("db/changelog/db.changelog-master.json"), classPath));
        }
    }

    @Test
    void saysWhatItLookedForByDefault() {
        assertThatThrownBy(LiquibaseMigrator::ofDefaults)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("db/changelog/db.changelog-master.{yaml,yml,xml,json,sql}");
    }

    @Test
    void refusesToBeMadeWithoutAChangelog() {
        assertThatThrownBy(() -> LiquibaseMigrator.of(new String[0])).isInstanceOf(ConfigurationException.class);
        assertThatThrownBy(LiquibaseMigrator.builder()::build).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void refusesAMixtureOfClassPathAndFiles() {
        assertThatThrownBy(() -> LiquibaseMigrator.of("db/a.xml", "filesystem:b.xml"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("db/a.xml, filesystem:b.xml");
    }

    @Test
    void refusesTwoPlacesToLookIn() {
        assertThatThrownBy(LiquibaseMigrator.builder()
                        .changelog("a.xml")
                        .searchPath(temporary)
                        .resourceAccessor(new ClassLoaderResourceAccessor())::build)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("searchPath")
                .hasMessageContaining("resourceAccessor");
    }

    static List<UnaryOperator<LiquibaseMigratorBuilder>> single() {
        return List.of(
                builder -> builder.contexts("a"),
                builder -> builder.labels("a"),
                builder -> builder.parameter("a", "b"),
                builder -> builder.defaultSchema("a"),
                builder -> builder.liquibaseSchema("a"),
                builder -> builder.changelogTable("a"),
                builder -> builder.lockTable("a"),
                builder -> builder.resourceAccessor(new ClassLoaderResourceAccessor()));
    }

    @ParameterizedTest
    @MethodSource("single")
    void refusesToBeToldTwice(UnaryOperator<LiquibaseMigratorBuilder> option) {
        LiquibaseMigratorBuilder once = option.apply(LiquibaseMigrator.builder());

        assertThatThrownBy(() -> option.apply(once))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("twice");
    }

    @Test
    void refusesABlankFingerprint() {
        assertThatThrownBy(() -> LiquibaseMigrator.of("a.xml").withFingerprint(" "))
                .isInstanceOf(ConfigurationException.class);
    }
}
