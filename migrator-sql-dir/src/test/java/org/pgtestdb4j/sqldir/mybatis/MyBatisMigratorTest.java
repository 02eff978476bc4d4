package org.pgtestdb4j.sqldir.mybatis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.spi.MigratorContext;
import org.pgtestdb4j.spi.MigratorProvider;

class MyBatisMigratorTest {

    private final MigratorProvider provider = new MyBatisMigratorProvider();
    private final MigratorContext context = new MigratorContext(getClass().getClassLoader());

    @TempDir
    Path directory;

    @BeforeEach
    void writeRepository() throws IOException {
        Files.createDirectories(directory.resolve("scripts"));
        Files.createDirectories(directory.resolve("environments"));
        Files.writeString(directory.resolve("scripts/1_a.sql"), "SELECT 1;");
        Files.writeString(directory.resolve("environments/development.properties"), "");
        Files.writeString(directory.resolve("environments/test.properties"), "a=b");
    }

    @Test
    void isMadeOfARepository() {
        Migrator schema = MyBatisMigrator.of(Path.of("src/main/migrations"));
        Migrator test = MyBatisMigrator.of(Path.of("src/main/migrations"))
                .environment("test")
                .bootstrap();

        assertThat(schema).isNotEqualTo(test).asString().endsWith("src/main/migrations (development)");
        assertThat(test).asString().endsWith("src/main/migrations (test)");
    }

    @Test
    void isFoundByServiceLoader() {
        assertThat(ServiceLoader.load(MigratorProvider.class))
                .hasAtLeastOneElementOfType(MyBatisMigratorProvider.class);
        assertThat(provider.id()).isEqualTo("mybatis");
        assertThat(provider.byConvention(context)).isEmpty();
        assertThat(provider.looksFor()).contains("mybatis:");
    }

    @Test
    void takesOptionsBehindAQuestionMark() {
        assertThat(provider.of(directory + "?env=test&bootstrap=on", context))
                .isEqualTo(MyBatisMigrator.of(directory).environment("test").bootstrap());
    }

    @ParameterizedTest
    @CsvSource({
        "'?env=none', 'environments/none.properties'",
        "'?env=', 'has no name'",
        "'?hooks=off', 'no option of mybatis:'",
        "'/environments', 'a folder scripts'",
    })
    void refusesWhatItDoesNotKnow(String rest, String message) {
        assertThatThrownBy(() -> provider.of(directory + rest, context))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesARepositoryWithoutScripts() throws Exception {
        Files.delete(directory.resolve("scripts/1_a.sql"));

        assertThatThrownBy(() -> provider.of(directory.toString(), context))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("empty schema");
        assertThatThrownBy(() -> provider.of(" ", context)).hasMessageContaining("mybatis:migrations");
    }

    @Test
    void seesItsToolAndTheVersion() {
        MyBatisOnClassPath.require();

        assertThat(MyBatisOnClassPath.version()).matches("3\\.\\d+\\.\\d+");
    }
}
