package org.pgtestdb4j.liquibase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pgtestdb4j.liquibase.Sources.classPath;
import static org.pgtestdb4j.liquibase.Sources.compile;
import static org.pgtestdb4j.liquibase.Sources.write;

import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import liquibase.resource.DirectoryResourceAccessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.ConfigurationException;

class LiquibaseHashTest {

    private static final String FORMATTED = "--liquibase formatted sql\n--changeset us:1\n";

    @TempDir
    Path temporary;

    private LiquibaseMigrator of(String changelog) {
        return here().changelog(changelog).build();
    }

    private LiquibaseMigratorBuilder here() {
        return LiquibaseMigrator.builder().searchPath(temporary);
    }

    private LiquibaseMigrator xml(String content) {
        write(temporary, "all.xml", """
                <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
                    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                    xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog
                        http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
                %s
                </databaseChangeLog>
                """.formatted(content));
        return of("all.xml");
    }

    @Test
    void countsTheCodeOfACustomChange() throws Exception {
        assertThat(hashWithCustomChange("one", "1")).isNotEqualTo(hashWithCustomChange("two", "2"));
        assertThat(hashWithCustomChange("three", "1")).isEqualTo(hashWithCustomChange("one", "1"));
    }

    private String hashWithCustomChange(String directory, String value) throws Exception {
        Path root = write(temporary.resolve(directory), "all.yaml", """
                databaseChangeLog:
                  - changeSet:
                      id: 1
                      author: us
                      changes:
                        - customChange:
                            class: com.example.Fill
                """);
        compile(root, """
                package com.example;
                public class Fill implements liquibase.change.custom.CustomSqlChange {
                    public liquibase.statement.SqlStatement[] generateStatements(liquibase.database.Database database) {
                        return new liquibase.statement.SqlStatement[] {
                            new liquibase.statement.core.RawSqlStatement("SELECT %s")
                        };
                    }
                    public String getConfirmationMessage() { return ""; }
                    public void setUp() {}
                    public void setFileOpener(liquibase.resource.ResourceAccessor accessor) {}
                    public liquibase.exception.ValidationErrors validate(liquibase.database.Database database) {
                        return new liquibase.exception.ValidationErrors();
                    }
                }
                """.formatted(value));
        try (URLClassLoader classPath = classPath(root)) {
            return LiquibaseMigrator.of(List.of("all.yaml"), classPath).hash();
        }
    }

    @Test
    void countsTheCodeOfACustomPrecondition() throws Exception {
        assertThat(hashWithCustomPrecondition("one", "1")).isNotEqualTo(hashWithCustomPrecondition("two", "2"));
    }

    private String hashWithCustomPrecondition(String directory, String value) throws Exception {
        Path root = write(temporary.resolve(directory), "all.yaml", """
                databaseChangeLog:
                  - changeSet:
                      id: 1
                      author: us
                      preConditions:
                        - or:
                            - customPrecondition:
                                className: com.example.Check
                      changes:
                        - sql: {sql: SELECT 1}
                """);
        compile(root, """
                package com.example;
                public class Check implements liquibase.precondition.CustomPrecondition {
                    public void check(liquibase.database.Database database) {
                        System.getProperty("%s");
                    }
                }
                """.formatted(value));
        try (URLClassLoader classPath = classPath(root)) {
            return LiquibaseMigrator.of(List.of("all.yaml"), classPath).hash();
        }
    }

    @Test
    void countsTheCodeOfAnExtension() throws Exception {
        write(temporary, "all.sql", FORMATTED + "SELECT 1;");
        String without = hashOnClassPath(temporary);
        write(temporary, "META-INF/services/liquibase.change.Change", "com.example.Extension\n");
        compile(temporary, """
                package com.example;
                @liquibase.change.DatabaseChange(name = "extension", description = "", priority = 1)
                public class Extension extends liquibase.change.core.EmptyChange {}
                """);

        assertThat(hashOnClassPath(temporary)).isNotEqualTo(without);
    }

    private static String hashOnClassPath(Path root) throws Exception {
        try (URLClassLoader classPath = classPath(root)) {
            return LiquibaseMigrator.of(List.of("all.sql"), classPath).hash();
        }
    }

    /** Also where Liquibase's checksum does not see it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<changeSet id='1' author='us'><sql>SELECT '${tested.value}'</sql></changeSet>",
                "<changeSet id='1' author='us'><preConditions><sqlCheck expectedResult='${tested.value}'>SELECT 1</sqlCheck></preConditions></changeSet>",
                "<property name='outer' value='${tested.value}'/><changeSet id='1' author='us'><sql>SELECT '${outer}'</sql></changeSet>"
            })
    void countsSystemPropertiesThatAreAskedFor(String changeSet) {
        LiquibaseMigrator migrator = xml(changeSet);
        try {
            System.setProperty("tested.value", "one");
            String one = migrator.hash();
            System.setProperty("tested.value", "two");
            assertThat(migrator.hash()).isNotEqualTo(one);
            System.setProperty("tested.value", "one");
            assertThat(migrator.hash()).isEqualTo(one);
            System.setProperty("tested.other", "x");
            assertThat(migrator.hash()).isEqualTo(one);
        } finally {
            System.clearProperty("tested.value");
            System.clearProperty("tested.other");
        }
    }

    @Test
    void countsWhatIsSetForLiquibaseItself() {
        LiquibaseMigrator migrator = xml("<changeSet id='1' author='us'><sql>SELECT '${unknown}'</sql></changeSet>");
        String before = migrator.hash();
        try {
            System.setProperty("liquibase.missingPropertyMode", "EMPTY");
            assertThat(migrator.hash()).isNotEqualTo(before);
            System.clearProperty("liquibase.missingPropertyMode");
            System.setProperty("liquibase.analytics.logLevel", "SEVERE");
            assertThat(migrator.hash()).isEqualTo(before);
        } finally {
            System.clearProperty("liquibase.missingPropertyMode");
            System.clearProperty("liquibase.analytics.logLevel");
        }
    }

    @Test
    void isTheSameForADeploymentOfWhateverNumber() {
        LiquibaseMigrator migrator = xml(
                "<changeSet id='1' author='us'><sql>SELECT '${LIQUIBASE_EXECUTION_DEPLOYMENT_ID}'</sql></changeSet>");

        assertThat(migrator.hash()).isEqualTo(migrator.hash());
    }

    @Test
    void doesNotMissFilesOfOtherDatabases() {
        LiquibaseMigrator migrator = xml("""
                <changeSet id="1" author="us" dbms="oracle"><sqlFile path="oracle.sql"/></changeSet>
                <changeSet id="2" author="us"><sql>SELECT 1</sql></changeSet>
                """);

        assertThatCode(migrator::hash).doesNotThrowAnyException();
    }

    @Test
    void namesTheChangeSetWhoseFileIsMissing() {
        LiquibaseMigrator migrator = xml("<changeSet id='first' author='us'><sqlFile path='nowhere.sql'/></changeSet>");

        assertThatThrownBy(migrator::hash)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("all.xml::first::us")
                .hasMessageContaining("nowhere.sql");
    }

    @Test
    void refusesAProgramThatMayDoAnything() {
        String execute = "<changeSet id='1' author='us'%s><executeCommand executable='make'/></changeSet>";
        LiquibaseMigrator migrator = xml(execute.formatted(""));

        assertThatThrownBy(migrator::hash)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("all.xml::1::us")
                .hasMessageContaining("withFingerprint");
        assertThat(migrator.withFingerprint("1").hash())
                .isNotEqualTo(migrator.withFingerprint("2").hash());
        assertThatCode(xml(execute.formatted(" dbms='oracle'")
                        + "<changeSet id='2' author='us'><sql>SELECT 1</sql></changeSet>")::hash)
                .doesNotThrowAnyException();
    }

    @Test
    void refusesAChangelogThatIsEmpty() {
        assertThatThrownBy(xml("")::hash)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("all.xml")
                .hasMessageContaining("empty schema");
    }

    @Test
    void saysWhereItLookedForAChangelog() {
        assertThatThrownBy(of("nowhere.xml")::hash)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("nowhere.xml")
                .hasMessageContaining(temporary.toString());
        assertThatThrownBy(LiquibaseMigrator.of("db/nowhere.xml")::hash)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("db/nowhere.xml")
                .hasMessageContaining("the class path");
        assertThatThrownBy(LiquibaseMigrator.builder()
                        .searchPath(temporary.resolve("none"))
                        .changelog("a.xml")
                        .build()::hash)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(temporary.resolve("none").toString());
    }

    @Test
    void readsByAnAccessorOfTheUsers() throws Exception {
        write(temporary, "all.sql", FORMATTED + "SELECT 1;");
        LiquibaseMigrator migrator = LiquibaseMigrator.builder()
                .resourceAccessor(new DirectoryResourceAccessor(temporary))
                .changelog("all.sql")
                .build();

        assertThat(migrator.hash()).isEqualTo(of("all.sql").hash());
    }

    @Test
    void leavesNoFileInTheWorkingDirectory() throws Exception {
        write(temporary, "parts/a.sql", FORMATTED + "SELECT 1;");
        xml("<includeAll path='parts'/>");
        Path working = Files.createDirectory(temporary.resolve("working"));

        String printed = Sources.run(
                working,
                Map.of("XDG_CACHE_HOME", temporary.resolve("caches").toString()),
                PrintHash.class,
                temporary.resolve("all.xml").toString());

        assertThat(printed).isEqualTo(of("all.xml").hash());
        assertThat(working).isEmptyDirectory();
    }
}
