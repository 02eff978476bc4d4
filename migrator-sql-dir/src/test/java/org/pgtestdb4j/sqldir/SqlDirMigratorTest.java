package org.pgtestdb4j.sqldir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.spi.MigratorContext;
import org.pgtestdb4j.spi.MigratorProvider;

class SqlDirMigratorTest {

    private final MigratorProvider provider = new SqlDirMigratorProvider();
    private final MigratorContext context = new MigratorContext(getClass().getClassLoader());

    @TempDir
    Path directory;

    private Path write(String path, String content) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private String hash() {
        return SqlDirMigrator.of(directory).hash();
    }

    @Test
    void isFoundByServiceLoader() {
        assertThat(ServiceLoader.load(MigratorProvider.class)).hasAtLeastOneElementOfType(SqlDirMigratorProvider.class);
        assertThat(provider.id()).isEqualTo("sql");
        assertThat(provider.byConvention(context)).isEmpty();
        assertThat(provider.looksFor()).contains("sql:");
    }

    @Test
    void isMadeOfAPathOrAPlaceOnTheClassPath() {
        Migrator schema = SqlDirMigrator.of("src/main/resources/db/migrations");
        Migrator onClassPath = SqlDirMigrator.of("classpath:db/migrations");
        Migrator seeded = schema.then(SqlDirMigrator.of("src/test/seed"));

        assertThat(onClassPath).hasToString("SQL classpath:db/migrations");
        assertThat(seeded.layers()).containsExactly(schema, SqlDirMigrator.of("src/test/seed"));
    }

    @Test
    void takesOptionsBehindAQuestionMark() throws Exception {
        write("1_item.sql", "-- +goose Up\nSELECT 1;");

        Migrator migrator = provider.of(directory + "?layout=goose&history=off", context);

        assertThat(migrator)
                .isEqualTo(SqlDirMigrator.of(directory.toString(), context.classLoader())
                        .withoutHistory()
                        .layout("goose"));
        assertThat(migrator).hasToString("SQL " + directory + " (goose) without history");
    }

    @ParameterizedTest
    @CsvSource({
        "'?layout=oracle', 'no layout \"oracle\"; there are'",
        "'?histroy=off', 'no option of sql:'",
        "'/none', 'no SQL files at'",
    })
    void refusesWhatItDoesNotKnow(String rest, String message) throws Exception {
        write("1_item.sql", "SELECT 1;");

        assertThatThrownBy(() -> provider.of(directory + rest, context))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesABlankLocation() {
        assertThatThrownBy(() -> provider.of(" ", context))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("sql:db/migrations");
        assertThatThrownBy(() -> provider.of("classpath:not/here", context))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("classpath:not/here");
    }

    @Test
    void refusesAFileThatIsOnTheClassPathTwice(@TempDir Path other) throws Exception {
        write("db/1_item.sql", "SELECT 1;");
        Files.createDirectories(other.resolve("db"));
        Files.writeString(other.resolve("db/1_item.sql"), "SELECT 2;");
        try (URLClassLoader classPath = new URLClassLoader(
                new URL[] {directory.toUri().toURL(), other.toUri().toURL()})) {
            assertThatThrownBy(
                            () -> SqlDirMigrator.of("classpath:db", classPath).hash())
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("classpath:db/1_item.sql is on the class path twice");
        }
    }

    @Test
    void takesOneFile() throws Exception {
        Path file = write("schema.sql", "\\i more.sql\n");
        write("more.sql", "SELECT 1;");
        String before = SqlDirMigrator.of(file).hash();

        write("other.sql", "SELECT 2;");
        assertThat(SqlDirMigrator.of(file).hash()).isEqualTo(before);
        write("more.sql", "SELECT 2;");
        assertThat(SqlDirMigrator.of(file).hash()).isNotEqualTo(before);
    }

    @Test
    void countsFilesThatAreIncluded() throws Exception {
        write("1_all.sql", "\\ir parts/a.sql\n");
        write("parts/a.sql", "SELECT 1;");
        String before = hash();

        write("parts/a.sql", "SELECT 2;");

        assertThat(hash()).isNotEqualTo(before);
    }

    @Test
    void leavesOutWhatIsNotRun() throws Exception {
        write("1_item.up.sql", "SELECT 1;");
        String before = hash();

        write("1_item.down.sql", "SELECT 2;");
        write("README.md", "x");
        write("atlas.toml", "x");
        write(".hidden/2_more.up.sql", "x");

        assertThat(hash()).isEqualTo(before);
    }

    @Test
    void leavesOutTheKeyThatPgDumpMakesUpEachTime() throws Exception {
        write("1_dump.sql", "\\restrict aB1\nSELECT 1;\n\\unrestrict aB1\n");
        String before = hash();

        write("1_dump.sql", "\\restrict cD2\nSELECT 1;\n\\unrestrict cD2\n");
        assertThat(hash()).isEqualTo(before);
        write("1_dump.sql", "\\restrict cD2\nSELECT 2;\n\\unrestrict cD2\n");
        assertThat(hash()).isNotEqualTo(before);
    }

    @Test
    void refusesAFileInAnotherEncodingAndNamesTheLine() throws Exception {
        Files.write(directory.resolve("1_item.sql"), "SELECT 1;\nSELECT 'é';".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(this::hash)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("1_item.sql, line 2")
                .hasMessageContaining("UTF-8");
    }

    @Test
    void differsFromOthersOfOtherOptions() {
        SqlDirMigrator migrator = SqlDirMigrator.of(directory);

        assertThat(migrator)
                .isEqualTo(SqlDirMigrator.of(directory))
                .hasSameHashCodeAs(SqlDirMigrator.of(directory))
                .isNotEqualTo(migrator.layout("goose"))
                .isNotEqualTo(migrator.withoutHistory())
                .isNotEqualTo(SqlDirMigrator.of(directory.toString(), ClassLoader.getPlatformClassLoader()));
    }
}
