package org.pgtestdb4j.jooq.codegen;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.TestDatabase;

/**
 * Runs jOOQ's code generator on a clone of a template, for builds that call a program or code of their own. Where the generator is called
 * by a plugin, {@link TemplateDatabase} is less to write.
 *
 * <pre>{@code
 * GenerateFromTemplate.generate(FlywayMigrator.of("db/migration"), configuration);
 *
 * java org.pgtestdb4j.jooq.codegen.GenerateFromTemplate flyway:db/migration jooq-config.xml
 * }</pre>
 */
public final class GenerateFromTemplate {

    private GenerateFromTemplate() {}

    /**
     * Generates classes.
     *
     * @param migrator what the generator shall see
     * @param configuration the generator's; of its connection nothing counts
     * @throws Exception whatever goes wrong in the generator, or when the template is built
     */
    public static void generate(Migrator migrator, Configuration configuration) throws Exception {
        try (PgTestDb pg = PgTestDb.open();
                TestDatabase database = pg.database(migrator);
                Connection connection = database.dataSource().getConnection()) {
            GenerationTool generator = new GenerationTool();
            generator.setConnection(connection);
            generator.run(configuration);
        }
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
