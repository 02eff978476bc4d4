package org.pgtestdb4j.jooq.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.codegen.GenerationTool;
import org.jooq.impl.DSL;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Jdbc;
import org.jooq.meta.jaxb.Property;
import org.jooq.meta.jaxb.Target;
import org.jooq.util.jaxb.tools.MiniJAXB;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.TestDatabase;

class TemplateDatabaseIT {

    @TempDir
    Path directory;

    private PgTestDb pg;

    @BeforeEach
    void open() {
        pg = PgTestDb.open();
    }

    @AfterEach
    void close() {
        pg.close();
    }

    /** What a build names: found by its class. */
    public static final class Items implements Migrator {

        public Items() {}

        @Override
        public String hash() {
            return "items for the generator";
        }

        @Override
        public void migrate(String url) throws Exception {
            try (Connection connection = DriverManager.getConnection(url);
                    Statement statement = connection.createStatement()) {
                statement.execute("""
                        CREATE SCHEMA shop;
                        CREATE TYPE shop.state AS ENUM ('new', 'old');
                        CREATE TABLE shop.item (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, state shop.state);
                        CREATE VIEW shop.old_item AS SELECT * FROM shop.item WHERE state = 'old';
                        """);
            }
        }
    }

    @Test
    void generatesTheSameBytesEachTimeAndBothWays() throws Exception {
        GenerationTool.generate(configuration("first", items()));
        GenerationTool.generate(configuration("second", items()));
        GenerateFromTemplate.generate(new Items(), configuration("third", new Database().withInputSchema("shop")));

        Map<String, String> first = contents("first");
        assertThat(first).containsKey("generated/tables/OldItem.java").containsKey("generated/enums/State.java");
        assertThat(contents("second")).isEqualTo(first);
        assertThat(contents("third")).isEqualTo(first);
    }

    @Test
    void programGeneratesTheSame() throws Exception {
        Path file = directory.resolve("jooq.xml");
        StringWriter xml = new StringWriter();
        MiniJAXB.marshal(configuration("program", new Database().withInputSchema("shop")), xml);
        Files.writeString(file, xml.toString());

        assertThatThrownBy(() -> GenerateFromTemplate.main(NamedItems.ID))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("Two arguments");
        GenerateFromTemplate.main(NamedItems.ID + ":anything", file.toString());
        GenerationTool.generate(configuration("tool", items()));

        assertThat(contents("program")).isNotEmpty().isEqualTo(contents("tool"));
    }

    @Test
    void worksOnACloneAndReleasesIt() throws Exception {
        try (TestDatabase other = pg.database(new Items())) {
            DSLContext ctx = DSL.using(other.dataSource(), SQLDialect.POSTGRES);
            Properties properties = new Properties();
            properties.setProperty("migrator", Items.class.getName());
            TemplateDatabase generator = new TemplateDatabase();
            generator.setProperties(properties);

            String name =
                    generator.create0().fetchValue("SELECT current_database()").toString();
            Connection connection = generator.getConnection();

            assertThat(name).startsWith("pgtestdb4j_c_").isNotEqualTo(other.name());
            assertThat(sessionsOn(name, ctx)).isPositive();
            generator.close();
            assertThat(connection.isClosed()).isTrue();
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (sessionsOn(name, ctx) > 0 && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            assertThat(sessionsOn(name, ctx)).isZero();
        }
    }

    private static int sessionsOn(String database, DSLContext ctx) {
        return ctx.fetchCount(
                DSL.table("pg_stat_activity"),
                DSL.field("datname", String.class).eq(database));
    }

    @Test
    void generatesFromTheTemplateWhateverUrlTheConfigurationHas() throws Exception {
        Path script = Files.writeString(directory.resolve("first.sql"), "CREATE TABLE shop.of_script (id int)");
        Jdbc elsewhere = elsewhere().withInitScript(script.toString());
        Configuration configuration = configuration("elsewhere", new Database().withInputSchema("shop"));

        GenerateFromTemplate.generate(new Items(), configuration.withJdbc(elsewhere));

        assertThat(contents("elsewhere"))
                .containsKey("generated/tables/Item.java")
                .containsKey("generated/tables/OfScript.java");
        assertThat(configuration.getJdbc())
                .isSameAs(elsewhere)
                .hasToString(elsewhere().withInitScript(script.toString()).toString());
    }

    private static Jdbc elsewhere() {
        return new Jdbc()
                .withDriver("com.example.Driver")
                .withUrl("jdbc:postgresql://production.invalid/shop")
                .withUser("somebody")
                .withPassword("a secret")
                .withProperties(property("user", "somebody"), property("ApplicationName", "generator"));
    }

    /** What a plugin does with a configuration that was there before. */
    @Test
    void programLeadsTheGeneratorsThatFollowToTheTemplate() throws Exception {
        Files.writeString(Files.createDirectories(directory.resolve("res/db")).resolve("names.txt"), "from_url");
        String properties = "jooq.codegen.";
        try {
            TemplateUrl.main(
                    NamedItems.ID + ":db/names.txt", directory.resolve("res").toString());
            GenerationTool.generate(configuration("led", new Database().withInputSchema("from_url"))
                    .withJdbc(elsewhere()));
        } finally {
            System.getProperties().keySet().removeIf(name -> name.toString().startsWith(properties));
        }

        assertThat(contents("led")).containsKey("generated/tables/Item.java");
    }

    @Test
    void programSaysWhatItNeedsAndWhatWentWrong() {
        assertThatThrownBy(TemplateUrl::main)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("One or two arguments");
        assertThatThrownBy(() -> TemplateUrl.main(NamedItems.ID + ":x", "src/nowhere"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("src/nowhere");
        assertThat(System.getProperty("jooq.codegen.jdbc.url")).isNull();
    }

    @Test
    void findsResourcesThatAreNotOnTheClassPath() throws Exception {
        Files.writeString(Files.createDirectories(directory.resolve("res/db")).resolve("names.txt"), "from_resources");
        Database database = database(
                property("migrations", NamedItems.ID + ":db/names.txt"),
                property("resources", directory.resolve("res").toString()));

        GenerationTool.generate(configuration("resources", database.withInputSchema("from_resources")));

        assertThat(contents("resources")).containsKey("generated/tables/Item.java");
        assertThat(Thread.currentThread().getContextClassLoader().getResource("db/names.txt"))
                .isNull();
    }

    /** A generator in a build may have the outcome of the last build on its class path. */
    @Test
    void resourcesHideWhatTheGeneratorHasOfTheSameName() throws Exception {
        Path stale = Files.createDirectories(directory.resolve("stale"));
        Path now = Files.createDirectories(directory.resolve("now"));
        for (Path place : List.of(stale, now)) {
            Files.writeString(place.resolve("V1__item.sql"), place.getFileName().toString());
        }
        try (URLClassLoader generator =
                        new URLClassLoader(new URL[] {stale.toUri().toURL()});
                ResourceClassLoader resources =
                        new ResourceClassLoader(new URL[] {now.toUri().toURL()}, generator)) {
            assertThat(Collections.list(resources.getResources("V1__item.sql")))
                    .containsExactly(now.resolve("V1__item.sql").toUri().toURL());
            assertThat(resources.getResource("V1__item.sql"))
                    .isEqualTo(now.resolve("V1__item.sql").toUri().toURL());
        }
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> generate(property("migration", "flyway:db/migration")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("\"migration\"");
        assertThatThrownBy(this::generate)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("either the property migrations");
        assertThatThrownBy(() -> generate(property("migrator", "com.example.Nowhere")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("com.example.Nowhere");
        assertThatThrownBy(() ->
                        generate(property("migrator", Items.class.getName()), property("resources", "src/nowhere")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("src/nowhere");
        assertThatThrownBy(() ->
                        generate(property("migrator", Items.class.getName()), property("pgtestdb4j.keeep", "NEVER")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("pgtestdb4j.keep");
    }

    private void generate(Property... properties) throws Exception {
        GenerationTool.generate(configuration("refused", database(properties)));
    }

    private static Database items() {
        return database(property("migrator", Items.class.getName())).withInputSchema("shop");
    }

    private static Database database(Property... properties) {
        return new Database().withName(TemplateDatabase.class.getName()).withProperties(properties);
    }

    private static Property property(String key, String value) {
        return new Property().withKey(key).withValue(value);
    }

    private Configuration configuration(String target, Database database) {
        return new Configuration()
                .withGenerator(new Generator()
                        .withDatabase(database)
                        .withTarget(new Target()
                                .withPackageName("generated")
                                .withDirectory(directory.resolve(target).toString())));
    }

    private Map<String, String> contents(String target) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory.resolve(target))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(directory.resolve(target).relativize(file).toString(), Files.readString(file));
            }
        }
        return contents;
    }
}
