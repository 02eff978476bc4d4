package com.example.bakery;

import static com.example.bakery.db.Tables.PRODUCT;
import static org.assertj.core.api.Assertions.assertThat;

import com.example.bakery.db.Public;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.TableOptions.TableType;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.junit5.PgTest;

/** A test that wants no rows at all: Flyway's history is not among the generated tables, so it stays. */
@PgTest
class EmptyTablesTest {

    @Test
    void flywayFindsNothingToDoWhenAllTablesAreEmpty(DataSource database) {
        DSLContext ctx = DSL.using(database, SQLDialect.POSTGRES);
        for (Table<?> table : Public.PUBLIC.getTables()) {
            if (table.getOptions().type() == TableType.TABLE) {
                ctx.truncate(table).restartIdentity().cascade().execute();
            }
        }

        assertThat(ctx.fetchCount(PRODUCT)).isZero();
        assertThat(Flyway.configure().dataSource(database).load().migrate().migrationsExecuted)
                .isZero();
    }
}
