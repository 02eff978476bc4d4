package org.pgtestdb4j.recycling;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.fixture.Query;
import org.pgtestdb4j.fixture.TestServer;

/** What a database that was used is, for the test that gets it next. */
class TrapsIT {

    private static final TestServer SERVER = TestServer.shared();
    private static final Comparison COMPARISON = new Comparison(SERVER::urlOf);
    private static final int MOST_AT_HAND = 4;

    private static final Migrator TRAPPED = Migrator.of("traps-" + UUID.randomUUID(), url -> {
        try (Connection connection = TestServer.open(url)) {
            for (String statement : Traps.SCHEMA.ddl()) {
                Query.run(connection, statement);
            }
            try (Connection admin = SERVER.connect(connection.getCatalog())) {
                Query.run(admin, "CREATE TABLE public.others (n int); GRANT ALL ON public.others TO PUBLIC");
            }
        }
    });

    @AfterAll
    static void nothingIsLeft() throws Exception {
        SERVER.assertNothingIsLeft();
    }

    @ParameterizedTest
    @EnumSource
    void leaveNothing(Traps trap) throws Exception {
        try (PgTestDb recycling = Recycled.on(SERVER).open();
                PgTestDb cloning = SERVER.external()
                        .setting("pgtestdb4j.pool.size", "0")
                        .setting("pgtestdb4j.leaks", "ignore")
                        .open()) {
            String oid;
            try (TestDatabase used = Recycled.first(recycling, TRAPPED, SERVER)) {
                oid = COMPARISON.oidOf(used);
                trap.work().doOn(used);
            }
            Recycled.awaitVerdicts(recycling, 1);

            assertThat(recycling.report().notRecycled())
                    .isEqualTo(trap.dropped()
                            .map(reason -> Map.of(reason.toString(), 1L))
                            .orElse(Map.of()));
            if (trap.dropped().isEmpty()) {
                assertThat(differenceInNextUse(trap, oid, recycling, cloning)).isEmpty();
            }
        }
    }

    private static String differenceInNextUse(Traps trap, String oid, PgTestDb recycling, PgTestDb cloning)
            throws Exception {
        List<TestDatabase> others = new ArrayList<>();
        try (TestDatabase fresh = cloning.database(TRAPPED)) {
            TestDatabase back = recycling.database(TRAPPED);
            others.add(back);
            while (!COMPARISON.oidOf(back).equals(oid)) {
                assertThat(others).hasSizeLessThan(MOST_AT_HAND);
                back = recycling.database(TRAPPED);
                others.add(back);
            }
            String difference = COMPARISON.between(fresh, back, true);
            if (difference.isEmpty()) {
                difference = Comparison.firstDifference(
                        trap.work().doOn(fresh), trap.work().doOn(back));
            }
            return difference.isEmpty() ? COMPARISON.between(fresh, back, false) : difference;
        } finally {
            others.forEach(TestDatabase::close);
        }
    }
}
