package org.pgtestdb4j.jooq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jooq.Constants;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jooq.impl.SchemaImpl;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.spi.MigratorContext;

class JooqMigratorTest {

    private static final MigratorContext HERE = new MigratorContext(JooqMigratorTest.class.getClassLoader());

    private final JooqMigratorProvider provider = new JooqMigratorProvider();

    @Test
    void equalsBySchemasAndOptions() {
        assertThat(depot())
                .isEqualTo(depot())
                .hasSameHashCodeAs(depot())
                .isEqualTo(JooqMigrator.of(Depot.Depots.DEPOTS))
                .isNotEqualTo(depot().before("a.sql"))
                .isNotEqualTo(depot().after("a.sql"))
                .isNotEqualTo(depot().reviewed());
        assertThat(depot().before("a.sql")).isEqualTo(depot().before("a.sql"));
    }

    private static JooqMigrator depot() {
        return JooqMigrator.of(Depot.DEPOT);
    }

    /** For jOOQ itself they are equal. */
    @Test
    void anotherSchemaOfTheSameNameIsAnother() {
        SchemaImpl other = new SchemaImpl(DSL.name("depot"));

        assertThat(depot()).isNotEqualTo(JooqMigrator.of(other));
        assertThat(depot().hash()).isNotEqualTo(JooqMigrator.of(other).hash());
    }

    @Test
    void equalsByHashAndStep() {
        JooqMigrator.Step step = new NamedStep();

        assertThat(JooqMigrator.of("1", step))
                .isEqualTo(JooqMigrator.of("1", step))
                .isNotEqualTo(JooqMigrator.of("2", step))
                .isNotEqualTo(JooqMigrator.of("1", ctx -> {}))
                .hasToString("jOOQ step 1");
    }

    @Test
    void hashOfAStepIsNotThatOfTheSameTextInAnotherClass() {
        assertThat(JooqMigrator.of("1", ctx -> {}).hash())
                .isEqualTo(JooqMigrator.of("1", ctx -> {}).hash())
                .isNotEqualTo(JooqMigrator.of("1", new NamedStep()).hash())
                .isNotEqualTo(JooqMigrator.of("2", ctx -> {}).hash());
    }

    static final class NamedStep implements JooqMigrator.Step {

        @Override
        public void migrate(DSLContext ctx) {}
    }

    @Test
    void refusesABlankHashAndABlankFile() {
        assertThatThrownBy(() -> JooqMigrator.of(" ", ctx -> {})).isInstanceOf(ConfigurationException.class);
        assertThatThrownBy(() -> depot().before(" ")).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void saysWhatItMigrates() {
        assertThat(depot().before("a.sql").after("b.sql")).hasToString("jOOQ schema depot with a.sql with b.sql");
    }

    @Test
    void namesAFileThatIsNotThere() {
        assertThatThrownBy(depot().before("src/nowhere.sql")::hash).hasMessageContaining("src/nowhere.sql");
        assertThatThrownBy(depot().before("classpath:nowhere.sql")::hash).hasMessageContaining("classpath:nowhere.sql");
    }

    /** The version must be that of the jOOQ at hand. */
    @Test
    void knowsTheVersionOfJooq() throws Exception {
        assertThat(Jooq.version())
                .isEqualTo(System.getProperty("jooq.version"))
                .isEqualTo(Constants.class.getField("VERSION").get(null));
    }

    /** In a JVM in which nothing of jOOQ was loaded before: it prints its picture only once. */
    @Test
    void showsNoPictureAndNoTip() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=info",
                        PrintHash.class.getName())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isZero();
        assertThat(printed.strip()).isEqualTo(depot().hash());
    }

    /** A program that prints the hash of the depot. */
    static final class PrintHash {

        private PrintHash() {}

        public static void main(String[] none) {
            System.out.println(Migrator.named("jooq:org.pgtestdb4j.jooq.Depot").hash());
        }
    }

    @Test
    void isNamedByTheClassOfASchemaOrACatalog() {
        assertThat(provider.id()).isEqualTo("jooq");
        assertThat(provider.of(Depot.class.getName(), HERE)).isEqualTo(depot());
        assertThat(provider.of(" " + Depot.Depots.class.getName(), HERE)).isEqualTo(depot());
        assertThat(Migrator.named("jooq:" + Depot.class.getName())).isEqualTo(depot());
    }

    @Test
    void refusesOtherNamesAndFindsNothingByItself() {
        assertThatThrownBy(() -> provider.of("com.example.Nowhere", HERE))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("com.example.Nowhere")
                .hasMessageContaining("generated and compiled");
        assertThatThrownBy(() -> provider.of(Depot.Shelf.class.getName(), HERE))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("neither a schema nor a catalog");
        assertThat(provider.byConvention(HERE)).isEmpty();
        assertThat(provider.looksFor()).contains("jooq:");
    }
}
