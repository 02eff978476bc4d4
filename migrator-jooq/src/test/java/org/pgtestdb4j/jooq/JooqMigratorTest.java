package org.pgtestdb4j.jooq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Constants;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jooq.impl.SchemaImpl;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.jooq.kotlin.KotlinSchema;
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
        assertThat(printed("-Dorg.slf4j.simpleLogger.defaultLogLevel=info"))
                .isEqualTo("%s%n%s".formatted(depot().hash(), PrintHash.STEP.hash()));
    }

    @Test
    void hashIsTheSameInAnotherCountry() throws Exception {
        assertThat(printed(
                        "-Duser.language=tr",
                        "-Duser.country=TR",
                        "-Duser.timezone=Asia/Kathmandu",
                        "-Dfile.encoding=ISO-8859-1"))
                .isEqualTo("%s%n%s".formatted(depot().hash(), PrintHash.STEP.hash()));
    }

    private static String printed(String... options) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), PrintHash.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(printed).isZero();
        return printed.strip();
    }

    /** A program that prints the hashes of the depot and of a step. */
    static final class PrintHash {

        static final Migrator STEP = JooqMigrator.of("1", new NamedStep());

        private PrintHash() {}

        public static void main(String[] none) {
            System.out.println(Migrator.named("jooq:org.pgtestdb4j.jooq.Depot").hash());
            System.out.println(STEP.hash());
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
    void isNamedByTheClassOfAKotlinSchema() {
        assertThat(provider.of(KotlinSchema.class.getName(), HERE))
                .isEqualTo(JooqMigrator.of(KotlinSchema.Companion.getKOTLIN_SCHEMA()));
    }

    @Test
    void findsFunctionsThatKotlinCalls() {
        assertThat(JooqMigrator.of(KotlinSchema.Companion.getKOTLIN_SCHEMA()).report())
                .contains("function kotlin.add_two: ", "function kotlin.addThree: ")
                .doesNotContain("allNumbers");
    }

    /** Of another version of jOOQ, something is missing. */
    static final class OfAnotherVersion {

        static {
            lookFor();
        }

        private static void lookFor() {
            throw new NoSuchMethodError("org.jooq.impl.Internal.createNothing()");
        }
    }

    @Test
    void saysWhenClassesDoNotGoWithJooq() {
        assertThatThrownBy(() -> provider.of(OfAnotherVersion.class.getName(), HERE))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("OfAnotherVersion")
                .hasMessageContaining("jOOQ " + Jooq.version())
                .hasMessageContaining("createNothing");
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
