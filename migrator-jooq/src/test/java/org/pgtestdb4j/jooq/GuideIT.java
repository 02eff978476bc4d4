package org.pgtestdb4j.jooq;

import static org.assertj.core.api.Assertions.assertThat;

import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.TestDatabase;

/** What the guide shows. */
class GuideIT {

    @Test
    void generatedClassesAndATrigger() {
        Migrator depot =
                JooqMigrator.of(Depot.DEPOT).after("classpath:depot_after.sql").reviewed();

        try (PgTestDb pg = PgTestDb.open();
                TestDatabase database = pg.database(depot)) {
            DSLContext ctx = DSL.using(database.dataSource(), SQLDialect.POSTGRES);
            ctx.insertInto(Depot.Shelf.SHELF).set(Depot.Shelf.SHELF.name, "tea").execute();
            assertThat(ctx.fetchValues(Depot.Shelf.SHELF.name)).containsExactly("TEA");
        }
    }

    @Test
    void aStepOnTopOfThem() {
        Migrator filled = JooqMigrator.of(Depot.DEPOT)
                .reviewed()
                .then(JooqMigrator.of(
                        "ten-shelves-1",
                        ctx -> ctx.insertInto(Depot.Shelf.SHELF, Depot.Shelf.SHELF.name)
                                .select(ctx.select(DSL.field("generate_series", SQLDataType.INTEGER)
                                                .cast(SQLDataType.VARCHAR(50)))
                                        .from(DSL.generateSeries(1, 10)))
                                .execute()));

        try (PgTestDb pg = PgTestDb.open();
                TestDatabase database = pg.database(filled)) {
            assertThat(DSL.using(database.dataSource(), SQLDialect.POSTGRES).fetchCount(Depot.Shelf.SHELF))
                    .isEqualTo(10);
        }
    }
}
