package org.pgtestdb4j.guide;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.internal.migrator.MigratorLookup;

/** Flyway and Liquibase are both on the class path; which of them the tests mean is not guessed. */
class SeveralToolsTest {

    @TempDir
    Path temporary;

    private void write(String path, String content) throws IOException {
        Path file = temporary.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private URLClassLoader classPath() throws IOException {
        return new URLClassLoader(
                new URL[] {temporary.toUri().toURL()}, getClass().getClassLoader());
    }

    @Test
    void filesOfBothAreAnErrorThatNamesBoth() throws Exception {
        write("db/migration/V1__item.sql", "SELECT 1;");
        write("db/changelog/db.changelog-master.sql", "--liquibase formatted sql\n--changeset us:1\nSELECT 1;");
        try (URLClassLoader classPath = classPath()) {
            assertThatThrownBy(MigratorLookup.of(classPath)::byConvention)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("several tools")
                    .hasMessageContaining("flyway: files in classpath:db/migration")
                    .hasMessageContaining("liquibase: classpath:db/changelog/db.changelog-master.");
        }
    }
}
