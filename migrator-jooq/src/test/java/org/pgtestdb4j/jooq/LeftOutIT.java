package org.pgtestdb4j.jooq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jooq.Schema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.DatabaseDiff;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.TestDatabase;

/** Tables and views that SQL has to create, although the classes have them: some need what jOOQ cannot create, some come out wrong. */
class LeftOutIT {

    private static final String TABLES = """
            CREATE SCHEMA farm;
            CREATE TABLE farm.field (id int PRIMARY KEY);
            """;

    private static final String REST = """
            CREATE TABLE farm.harvest (field int REFERENCES farm.field, day date, kilos int CHECK (kilos > 0), UNIQUE (field, day))
                PARTITION BY RANGE (day);
            CREATE INDEX by_day ON farm.harvest (day);
            COMMENT ON TABLE farm.harvest IS 'by year';
            CREATE MATERIALIZED VIEW farm.yield AS SELECT field, sum(kilos) AS kilos FROM farm.harvest GROUP BY field;
            CREATE VIEW farm.best AS SELECT field FROM farm.yield WHERE kilos > 99;
            CREATE VIEW farm.a_best AS SELECT min(field) AS field FROM farm.best;
            CREATE FUNCTION farm.fields() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM farm.field';
            CREATE VIEW farm.size AS SELECT farm.fields() AS fields;
            """;

    private static final String WEIGHT_OF_INT =
            "CREATE FUNCTION farm.weight(a int) RETURNS int LANGUAGE sql AS 'SELECT a';\n";
    private static final String WEIGHT_OF_TEXT =
            "CREATE FUNCTION farm.weight(a text) RETURNS int LANGUAGE sql AS 'SELECT length(a)';\n";

    private static final String ALL = TABLES + REST + WEIGHT_OF_INT + WEIGHT_OF_TEXT;

    @TempDir
    static Path directory;

    private static GeneratedClasses classes;
    private static Schema farm;
    private static PgTestDb pg;

    @BeforeAll
    static void generate() throws Exception {
        classes = GeneratedClasses.of(ALL, directory, GeneratedClasses.schemas("farm"));
        farm = classes.schema("Farm");
        pg = PgTestDb.open();
    }

    @AfterAll
    static void close() throws Exception {
        classes.close();
        pg.close();
    }

    private static String file(String name, String sql) throws Exception {
        return Files.writeString(directory.resolve(name), sql).toString();
    }

    @Test
    void tellsWhichViewsReadWhatIsNotThereYet() throws Exception {
        JooqMigrator migrator = JooqMigrator.of(farm).after(file("all.sql", REST + WEIGHT_OF_INT + WEIGHT_OF_TEXT));
        try (TestDatabase empty = pg.database(Migrator.none())) {
            assertThatThrownBy(() -> migrator.migrate(empty.url()))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("nothing was created")
                    .hasMessageContaining("view farm.best: it reads what is not there before after(…) has run")
                    .hasMessageContaining("view farm.a_best: it reads")
                    .hasMessageContaining("view farm.size: it reads");
            assertThatThrownBy(() -> migrator.leaveOut("view farm.best").migrate(empty.url()))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageNotContaining("view farm.best: ")
                    .hasMessageContaining("view farm.a_best: it reads");
        }
    }

    @Test
    void sqlCreatesWhatIsLeftOut() throws Exception {
        JooqMigrator migrator = JooqMigrator.of(farm)
                .leaveOut("table farm.harvest", "view farm.best", "view farm.a_best", "view farm.size")
                .after(file("rest.sql", REST + WEIGHT_OF_INT + WEIGHT_OF_TEXT))
                .reviewed();

        try (TestDatabase expected = pg.database(GeneratedClasses.migratorOf(ALL));
                TestDatabase actual = pg.database(migrator)) {
            assertThat(DatabaseDiff.between(expected.dataSource(), actual.dataSource()))
                    .hasToString("no differences");
        }
        assertThat(migrator.report())
                .contains(": 1 tables.")
                .contains("Left out: table farm.harvest, view farm.a_best, view farm.best, view farm.size.");
        assertThat(migrator.hash())
                .isNotEqualTo(migrator.leaveOut("table farm.field").hash());
    }

    @Test
    void noticesAFunctionOfWhichThereAreTooFew() throws Exception {
        JooqMigrator migrator = JooqMigrator.of(farm)
                .leaveOut("table farm.harvest", "view farm.best", "view farm.a_best", "view farm.size")
                .after(file("one_weight.sql", REST + WEIGHT_OF_INT));

        try (TestDatabase empty = pg.database(Migrator.none())) {
            assertThatThrownBy(() -> migrator.migrate(empty.url()))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("name what is not there")
                    .hasMessageContaining("function farm.weight: 2 of that name: CREATE FUNCTION");
        }
    }
}
