package org.pgtestdb4j.jooq.codegen;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Jdbc;
import org.jooq.util.jaxb.tools.MiniJAXB;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.TestDatabase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs jOOQ's code generator on a clone of a template, for builds that call a program or code of their own. Where the generator is called
 * by a plugin, {@link TemplateDatabase} and {@link TemplateUrl} are less to write.
 *
 * <pre>{@code
 * GenerateFromTemplate.generate(FlywayMigrator.of("db/migration"), configuration);
 *
 * java org.pgtestdb4j.jooq.codegen.GenerateFromTemplate flyway:db/migration jooq-config.xml
 * }</pre>
 */
public final class GenerateFromTemplate {

    private static final Logger log = LoggerFactory.getLogger(GenerateFromTemplate.class);

    private GenerateFromTemplate() {}

    /**
     * Generates classes. While the generator runs, the configuration has the url, the user and the password of the clone, and what else it
     * says of the connection counts, such as a script to begin with.
     *
     * @param migrator what the generator shall see
     * @param configuration the generator's; its own url, user, password and driver do not count, and come back in the end
     * @throws Exception whatever goes wrong in the generator, or when the template is built
     */
    public static void generate(Migrator migrator, Configuration configuration) throws Exception {
        Jdbc given = configuration.getJdbc();
        try (PgTestDb pg = PgTestDb.open();
                TestDatabase database = pg.database(migrator)) {
            log.info("jOOQ generates classes from {}", TemplateUrl.shown(database));
            configuration.setJdbc(jdbc(database, given));
            GenerationTool.generate(configuration);
        } finally {
            configuration.setJdbc(given);
        }
    }

    private static Jdbc jdbc(TestDatabase database, @Nullable Jdbc given) {
        return MiniJAXB.append(new Jdbc(), given == null ? new Jdbc() : given)
                .withDriver(TemplateUrl.DRIVER)
                .withUrl(database.url())
                .withUser(database.user())
                .withPassword(database.password());
    }

    /**
     * Generates classes.
     *
     * @param migrationsAndFile migrations in the words of {@code @PgTest}, and jOOQ's configuration file
     * @throws Exception whatever goes wrong in the generator, or when the template is built
     */
    public static void main(String... migrationsAndFile) throws Exception {
        if (migrationsAndFile.length != 2) {
            throw new ConfigurationException(
                    "Two arguments are needed: migrations, for example flyway:db/migration, and the configuration file of jOOQ's generator");
        }
        Configuration configuration;
        try (InputStream file = Files.newInputStream(Path.of(migrationsAndFile[1]))) {
            configuration = GenerationTool.load(file);
        }
        generate(Migrator.named(migrationsAndFile[0]), configuration);
    }
}
