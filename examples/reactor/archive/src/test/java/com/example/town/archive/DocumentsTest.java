package com.example.town.archive;

import static org.assertj.core.api.Assertions.assertThat;

import javax.sql.DataSource;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.RepeatedTest;
import org.pgtestdb4j.junit5.PgTest;

@PgTest(migrations = "sql:db")
class DocumentsTest {

    @RepeatedTest(3)
    void findsTheOldest(DataSource database) {
        Documents documents = new Documents(DSL.using(database, SQLDialect.POSTGRES));

        documents.add("Map of the walls", 1511);
        documents.add("Plan of the station", 1871);

        assertThat(documents.before(1800)).containsExactly("Charter of the town", "Map of the walls");
    }
}
