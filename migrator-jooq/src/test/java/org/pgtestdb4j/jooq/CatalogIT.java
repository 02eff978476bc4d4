package org.pgtestdb4j.jooq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jooq.meta.jaxb.ForcedType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.DatabaseDiff;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.TestDatabase;

/** Schemas that need each other, whichever comes first. */
class CatalogIT {

    private static final String TWO_SCHEMAS = """
            CREATE SCHEMA a;
            CREATE SCHEMA z;
            CREATE TYPE z.kind AS ENUM ('X');
            CREATE SEQUENCE z.numbers;
            CREATE TABLE z.parent (id int PRIMARY KEY);
            CREATE TABLE a.child (
                id bigint DEFAULT nextval('z.numbers') PRIMARY KEY,
                parent int REFERENCES z.parent,
                kind z.kind,
                kinds z.kind[]
            );
            CREATE VIEW z.children AS SELECT id FROM a.child;
            CREATE VIEW a.numbers AS SELECT count(*) AS count FROM a.child JOIN z.parent ON parent.id = child.parent;
            CREATE VIEW a.children AS SELECT id FROM z.children;
            CREATE VIEW z.many AS SELECT count AS children FROM a.numbers WHERE count > 9;
            CREATE DOMAIN z.size AS int CHECK (VALUE > 0);
            CREATE TYPE z.box AS (size z.size, kind z.kind);
            CREATE TYPE a.boxes AS (all_of_them z.box[], largest z.box);
            CREATE DOMAIN a.full AS a.boxes CHECK ((VALUE).largest IS NOT NULL);
            CREATE TYPE a.shelf AS (contents a.full, size z.size[]);
            CREATE TABLE z.room (shelf a.shelf, sizes z.size[]);
            """;

    @Test
    void createsAllSchemasOfACatalogOrThoseThatAreNamed(@TempDir Path directory) throws Exception {
        Migrator original = GeneratedClasses.migratorOf(TWO_SCHEMAS);
        try (GeneratedClasses classes =
                        GeneratedClasses.of(TWO_SCHEMAS, directory, GeneratedClasses.schemas("a", "z"));
                PgTestDb pg = PgTestDb.open();
                TestDatabase expected = pg.database(original);
                TestDatabase ofCatalog =
                        pg.database(JooqMigrator.of(classes.catalog()).reviewed());
                TestDatabase ofSchemas = pg.database(JooqMigrator.of(classes.schema("z.Z"), classes.schema("a.A"))
                        .reviewed())) {
            assertThat(DatabaseDiff.between(expected.dataSource(), ofCatalog.dataSource()))
                    .hasToString("no differences");
            assertThat(DatabaseDiff.between(expected.dataSource(), ofSchemas.dataSource()))
                    .hasToString("no differences");
        }
    }

    @Test
    void tellsWhatIsMissingIfASchemaIsMissing(@TempDir Path directory) throws Exception {
        try (GeneratedClasses classes =
                        GeneratedClasses.of(TWO_SCHEMAS, directory, GeneratedClasses.schemas("a", "z"));
                PgTestDb pg = PgTestDb.open();
                TestDatabase empty = pg.database(Migrator.none())) {
            assertThatThrownBy(() -> JooqMigrator.of(classes.schema("a.A")).migrate(empty.url()))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("nothing was created")
                    .hasMessageContaining("table z.parent: ")
                    .hasMessageContaining("type \"z\".\"kind\": ")
                    .hasMessageContaining("type \"z\".\"size\": ")
                    .hasMessageContaining("type \"z\".\"box\": ")
                    .hasMessageNotContaining("type \"a\"");
        }
    }

    /** What a program has of a column is no matter of the database. */
    @Test
    void takesTheDatabasesTypesOfColumnsThatAreConverted(@TempDir Path directory) throws Exception {
        String sql = """
                CREATE SCHEMA a;
                CREATE SCHEMA z;
                CREATE TYPE z.day AS ENUM ('MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY');
                CREATE TABLE a.shift (id int PRIMARY KEY, day z.day NOT NULL DEFAULT 'MONDAY', other_day varchar(9));
                """;
        try (GeneratedClasses classes = GeneratedClasses.of(
                        sql,
                        directory,
                        GeneratedClasses.schemas("a", "z")
                                .withForcedTypes(new ForcedType()
                                        .withUserType(DayOfWeek.class.getName())
                                        .withEnumConverter(true)
                                        .withIncludeExpression(".*day")));
                PgTestDb pg = PgTestDb.open();
                TestDatabase expected = pg.database(GeneratedClasses.migratorOf(sql));
                TestDatabase actual =
                        pg.database(JooqMigrator.of(classes.catalog()).reviewed())) {
            assertThat(classes.schema("a.A").getTable("shift").field("day").getType())
                    .isEqualTo(DayOfWeek.class);
            assertThat(DatabaseDiff.between(expected.dataSource(), actual.dataSource()))
                    .hasToString("no differences");
        }
    }

    /** As somebody has it who reads definitions instead of generating: views come back by their columns only. */
    @Test
    void takesASchemaThatJooqHasReadFromDefinitions() {
        JooqMigrator read = JooqMigrator.of(DSL.using(SQLDialect.POSTGRES)
                        .meta("CREATE SCHEMA s; CREATE TABLE s.t (id int PRIMARY KEY);")
                        .getSchemas("s")
                        .get(0))
                .reviewed();

        try (PgTestDb pg = PgTestDb.open();
                TestDatabase database = pg.database(read)) {
            assertThat(DSL.using(database.dataSource(), SQLDialect.POSTGRES).fetchCount(DSL.table("s.t")))
                    .isZero();
        }
    }

    /** A function may come with an extension, so its name alone need not stand anywhere. */
    @Test
    void refusesDefaultsThatCallWhatIsNotThere(@TempDir Path directory) throws Exception {
        String withExtension = """
                CREATE EXTENSION "uuid-ossp";
                CREATE TABLE item (
                    id uuid DEFAULT uuid_generate_v4() PRIMARY KEY,
                    made timestamptz DEFAULT now(),
                    text text DEFAULT coalesce(NULL, 'nothing(', 'so')::varchar(50)
                );
                """;
        Path extension = Files.writeString(directory.resolve("extension.sql"), "CREATE EXTENSION \"uuid-ossp\";");
        try (GeneratedClasses classes = GeneratedClasses.of(
                        withExtension,
                        directory,
                        GeneratedClasses.schemas("public").withIncludeRoutines(false));
                PgTestDb pg = PgTestDb.open();
                TestDatabase empty = pg.database(Migrator.none())) {
            JooqMigrator migrator = JooqMigrator.of(classes.schema("Public")).reviewed();

            assertThatThrownBy(() -> migrator.migrate(empty.url()))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("function uuid_generate_v4: CREATE EXTENSION")
                    .hasMessageNotContaining("function nothing")
                    .hasMessageNotContaining("now")
                    .hasMessageNotContaining("coalesce")
                    .hasMessageNotContaining("varchar")
                    .hasMessageNotContaining("leaveOut");
            try (TestDatabase database = pg.database(migrator.before(extension.toString()))) {
                assertThat(DSL.using(database.dataSource(), SQLDialect.POSTGRES)
                                .fetchCount(classes.schema("Public").getTable("item")))
                        .isZero();
            }
        }
    }

    @Test
    void refusesWhatHasNoSchema() {
        assertThatThrownBy(JooqMigrator::of).isInstanceOf(ConfigurationException.class);
    }
}
