package org.pgtestdb4j.jooq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.SQLDialect;
import org.jooq.Schema;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.DatabaseDiff;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.TestDatabase;

/** A schema with something of everything: what comes back from its generated classes, and what is said of the rest. */
class RichSchemaIT {

    @TempDir
    static Path temporary;

    private static String original;
    private static GeneratedClasses classes;
    private static Schema shop;
    private static PgTestDb pg;

    @BeforeAll
    static void generate() throws Exception {
        original = resource("shop.sql") + resource("shop_after.sql");
        classes = GeneratedClasses.of(original, temporary, GeneratedClasses.schemas("shop"));
        shop = classes.schema("Shop");
        pg = PgTestDb.open();
    }

    @AfterAll
    static void close() throws Exception {
        classes.close();
        pg.close();
    }

    private static String resource(String name) throws Exception {
        try (InputStream in = RichSchemaIT.class.getResourceAsStream("/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void comesBackWithHelpButForWhatClassesDoNotSay() {
        Migrator migrator =
                JooqMigrator.of(shop).after("classpath:shop_after.sql").reviewed();
        try (TestDatabase expected = pg.database(GeneratedClasses.migratorOf(original));
                TestDatabase actual = pg.database(migrator)) {
            assertThat(DatabaseDiff.between(expected.dataSource(), actual.dataSource())
                            .differences())
                    .extracting(DatabaseDiff.Difference::thing)
                    .containsExactlyInAnyOrderElementsOf(lost());
        }
    }

    private static List<String> lost() {
        Stream<String> always = Stream.of(
                "column shop.customer.codes",
                "column shop.customer.made", // a precision that was the default
                "column shop.customer.upper_name",
                "column shop.log_2026.at",
                "column shop.log_2026.text",
                "column shop.orders.id",
                "constraint orders_customer_id_fkey on shop.orders",
                "constraint room_during_excl on shop.room",
                "function shop.stamp()",
                "index shop.by_tags",
                "index shop.lower_name",
                "index shop.one_new",
                "index shop.room_during_excl",
                "partitioned table shop.log",
                "rows of shop.log",
                "table shop.log",
                "table shop.log_2026",
                "table shop.room",
                "trigger stamp on shop.orders");
        Stream<String> before321 = Stream.of("column shop.customer.id");
        return (Jooq.version().matches("3[.](19|20)[.].*") ? Stream.concat(always, before321) : always).toList();
    }

    @Test
    void refusesWhatItCannotCreateBeforeAnythingIsApplied() throws Exception {
        try (TestDatabase empty = pg.database(Migrator.none())) {
            assertThatThrownBy(() -> JooqMigrator.of(shop).migrate(empty.url()))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("function shop.add_two: CREATE FUNCTION shop.add_two … with after(…)")
                    .hasMessageContaining("function shop.tidy")
                    .hasMessageContaining("function shop.orders_of: CREATE FUNCTION shop.orders_of … RETURNS TABLE")
                    .hasMessageContaining("materialized view shop.totals: CREATE MATERIALIZED VIEW shop.totals AS")
                    .hasMessageContaining("leaveOut(");

            assertThat(schemasIn(empty)).doesNotContain("shop");
        }
    }

    private static Iterable<String> schemasIn(TestDatabase database) {
        return DSL.using(database.dataSource(), SQLDialect.POSTGRES)
                .fetch("SELECT nspname FROM pg_namespace")
                .getValues(0, String.class);
    }

    @Test
    void doesWithoutWhatIsLeftOut() {
        Migrator migrator = JooqMigrator.of(shop)
                .leaveOut("function shop.add_two", "function shop.orders_of")
                .leaveOut("function shop.tidy", "materialized view shop.totals")
                .reviewed();

        try (TestDatabase database = pg.database(migrator)) {
            assertThat(schemasIn(database)).contains("shop");
        }
    }

    @Test
    void refusesToLeaveOutWhatIsNotMissing() {
        JooqMigrator migrator = JooqMigrator.of(shop).leaveOut("function shop.add_tow");

        assertThatThrownBy(migrator::report)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("function shop.add_tow. Missing are: function shop.add_two, ");
    }

    @Test
    void takesWhatALayerBelowHasMade() {
        Migrator below = GeneratedClasses.migratorOf("""
                CREATE SCHEMA shop;
                CREATE MATERIALIZED VIEW shop.totals AS SELECT 1 AS customer_id, 1 AS total;
                CREATE FUNCTION shop.add_two(a int, b int) RETURNS int LANGUAGE sql AS 'SELECT a + b';
                CREATE FUNCTION shop.orders_of() RETURNS SETOF int LANGUAGE sql AS 'SELECT 1';
                CREATE PROCEDURE shop.tidy() LANGUAGE sql AS '';
                """);

        try (TestDatabase database =
                pg.database(below.then(JooqMigrator.of(shop).reviewed()))) {
            assertThat(DSL.using(database.dataSource(), SQLDialect.POSTGRES).fetchCount(shop.getTable("orders")))
                    .isZero();
        }
    }

    @Test
    void saysWhenSqlOnlySeemedToCreateIt() throws Exception {
        Path after = Files.writeString(
                temporary.resolve("seeming.sql"), "-- totals, add_two and orders_of come later\nSELECT 'tidy';");

        try (TestDatabase empty = pg.database(Migrator.none())) {
            assertThatThrownBy(() -> JooqMigrator.of(shop)
                            .after(after.toString())
                            .reviewed()
                            .migrate(empty.url()))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("not there, although SQL of before(…) or after(…) seemed to create it")
                    .hasMessageContaining("materialized view shop.totals")
                    .hasMessageContaining("function shop.tidy");
        }
    }

    @Test
    void reportsAllOfIt() {
        assertThat(JooqMigrator.of(shop).report())
                .contains("creates of schema shop: 5 tables, 2 views, 2 sequences")
                .contains("materialized view shop.totals")
                .contains("then refuse more than they should: one_new")
                .contains("Called by defaults of columns: nextval, now.")
                .contains(
                        "triggers",
                        "collations",
                        "conditions, expressions, included columns, methods, operator classes",
                        "generated columns",
                        "rows");
    }

    @Test
    void warnsOfWhatNoClassSaysUntilSomebodyHasLooked() {
        JooqMigrator migrator = JooqMigrator.of(shop).after("classpath:shop_after.sql");

        assertThat(warningsOf(migrator)).contains("schema shop is built from generated classes", "triggers");
        assertThat(warningsOf(migrator.reviewed())).isEmpty();
    }

    private static String warningsOf(Migrator migrator) {
        PrintStream before = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try (TestDatabase empty = pg.database(Migrator.none())) {
            migrator.migrate(empty.url());
        } catch (Exception e) {
            throw new AssertionError(e);
        } finally {
            System.setErr(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void namesTheStatementThatFailsAndTheWayOut() throws Exception {
        Path before = Files.writeString(temporary.resolve("taken.sql"), "CREATE TABLE shop.orders ();");

        try (TestDatabase empty = pg.database(Migrator.none())) {
            assertThatThrownBy(() -> JooqMigrator.of(shop)
                            .before(before.toString())
                            .after("classpath:shop_after.sql")
                            .migrate(empty.url()))
                    .hasMessageContaining("relation \"orders\" already exists")
                    .hasMessageContaining("create table \"shop\".\"orders\"")
                    .hasMessageContaining("before(…)");
        }
    }

    @Test
    void refusesATransactionThatIsLeftOpen() throws Exception {
        Path after = Files.writeString(
                temporary.resolve("open.sql"), resource("shop_after.sql") + "BEGIN; CREATE TABLE shop.lost ();");

        try (TestDatabase empty = pg.database(Migrator.none())) {
            assertThatThrownBy(
                            () -> JooqMigrator.of(shop).after(after.toString()).migrate(empty.url()))
                    .hasMessageContaining("open.sql")
                    .hasMessageContaining("still open");
        }
    }
}
