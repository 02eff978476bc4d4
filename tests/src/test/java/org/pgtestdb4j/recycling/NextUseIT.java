package org.pgtestdb4j.recycling;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.fixture.Migrators;
import org.pgtestdb4j.fixture.Query;
import org.pgtestdb4j.fixture.TestServer;

/** What a database has behind it when it comes back. */
class NextUseIT {

    private static final TestServer SERVER = TestServer.shared();
    private static final Comparison COMPARISON = new Comparison(SERVER::urlOf);
    private static final int MOST_AT_HAND = 4;

    private final Migrator cities = Migrators.sql("CREATE TABLE city (name text)");

    @AfterAll
    static void nothingIsLeft() throws Exception {
        SERVER.assertNothingIsLeft();
    }

    private TestDatabase again(PgTestDb engine, String oid) throws Exception {
        List<TestDatabase> others = new ArrayList<>();
        try {
            TestDatabase next = engine.database(cities);
            while (!COMPARISON.oidOf(next).equals(oid)) {
                others.add(next);
                assertThat(others).hasSizeLessThan(MOST_AT_HAND);
                next = engine.database(cities);
            }
            return next;
        } finally {
            others.forEach(other -> other.keep("so that its end is not counted"));
            for (TestDatabase other : others) {
                other.close();
                SERVER.forgetKept(other.name());
            }
        }
    }

    @Test
    void isRestoredOnceForEachTestThatWroteToIt() throws Exception {
        try (PgTestDb engine = Recycled.on(SERVER).open()) {
            TestDatabase first = Recycled.first(engine, cities, SERVER);
            String oid = COMPARISON.oidOf(first);
            Query.run(first, "INSERT INTO city VALUES ('Ghent')");
            first.close();
            Recycled.awaitVerdicts(engine, 1);
            TestDatabase second = again(engine, oid);
            second.close();
            Recycled.awaitVerdicts(engine, 2);
            try (TestDatabase third = again(engine, oid);
                    Connection admin = SERVER.connect(third.name())) {
                assertThat(Query.value(admin, "SELECT pg_stat_get_vacuum_count('public.city'::regclass)"))
                        .isEqualTo("1");
            }
            assertThat(engine.report().recycled()).isEqualTo(2);
        }
    }

    @Test
    void hasANameThatNobodyKnewBefore() throws Exception {
        try (PgTestDb engine = Recycled.on(SERVER).open()) {
            TestDatabase first = Recycled.first(engine, cities, SERVER);
            String oid = COMPARISON.oidOf(first);
            first.close();
            Recycled.awaitVerdicts(engine, 1);
            try (TestDatabase second = again(engine, oid)) {
                assertThat(second.name()).isNotEqualTo(first.name());
                assertThat(SERVER.exists(first.name())).isFalse();
            }
        }
    }
}
