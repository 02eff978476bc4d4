package org.pgtestdb4j.recycling;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.RunReport;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.fixture.Query;
import org.pgtestdb4j.fixture.TestServer;
import org.pgtestdb4j.recycling.PhysicalState.Depth;

/**
 * Tests on databases of one schema, each on one that may have been used before and, if it was, on a fresh one too; the two are compared before
 * and after it. A round has engines of its own, so that all its tests get the same database for as long as that comes back.
 */
final class Round implements AutoCloseable {

    private static final int DIGEST_EVERY = 20;
    private static final int DIFF_EVERY = 50;

    /** What a test leaves may differ among fresh ones, too. */
    private static final int MORE_FRESH_ONES = 8;

    private final PgTestDb recycling;
    private final PgTestDb cloning;
    private final Connection admin;
    private final Comparison comparison;
    private final Migrator migrator;
    private final Random closely;
    private final Set<String> seen = new HashSet<>();
    private final Map<Depth, PhysicalState> freshOnes = new EnumMap<>(Depth.class);
    private final List<RandomWork> done = new ArrayList<>();
    private final AtomicInteger recycled;

    /**
     * Begins a round.
     *
     * @param server returns a builder for handles on the server
     * @param comparison knows the admin of that server
     * @param seed says which ones are compared most closely
     * @param recycled counts the tests that get a database that was used before
     */
    Round(
            Supplier<PgTestDb.Builder> server,
            Comparison comparison,
            Migrator migrator,
            long seed,
            AtomicInteger recycled)
            throws SQLException {
        this.admin = comparison.open("postgres");
        this.recycling = server.get()
                .setting("pgtestdb4j.recycle", "true")
                .setting("pgtestdb4j.pool.size", "1")
                .setting("pgtestdb4j.leaks", "ignore")
                .open();
        this.cloning = server.get()
                .setting("pgtestdb4j.pool.size", "0")
                .setting("pgtestdb4j.leaks", "ignore")
                .open();
        this.comparison = comparison;
        this.migrator = migrator;
        this.closely = new Random(seed);
        this.recycled = recycled;
    }

    static Migrator migrator(RandomSchema schema) {
        return Migrator.of("proof-" + UUID.randomUUID(), url -> {
            try (Connection connection = TestServer.open(url)) {
                for (String statement : schema.ddl()) {
                    try {
                        Query.run(connection, statement);
                    } catch (SQLException e) {
                        // Not all that is drawn goes together; what fails leaves nothing.
                    }
                }
            }
        });
    }

    /**
     * What is wrong.
     *
     * @param certain whether it was there before the test; what the test did can also lie elsewhere since a transaction in any other database
     *     kept the server from reusing the room of dead rows
     */
    record Wrong(String what, boolean certain) {}

    /**
     * Does one after the other until something is wrong.
     *
     * @param goOn is asked before each
     * @param turn is held during each
     */
    Optional<Wrong> firstWrong(List<RandomWork> works, BooleanSupplier goOn, Lock turn) throws Exception {
        for (RandomWork work : works) {
            turn.lock();
            try {
                Optional<Wrong> wrong = goOn.getAsBoolean() ? wrongWith(work) : Optional.empty();
                if (wrong.isPresent()) {
                    return wrong;
                }
            } finally {
                turn.unlock();
            }
        }
        return Optional.empty();
    }

    private Optional<Wrong> wrongWith(RandomWork work) throws Exception {
        try (TestDatabase used = recycling.database(migrator)) {
            if (seen.add(Comparison.oidOf(used, admin))) {
                done.add(work);
                work.doOn(used);
                return Optional.empty();
            }
            recycled.incrementAndGet();
            try (TestDatabase fresh = cloning.database(migrator);
                    Connection onUsed = comparison.open(used.name())) {
                return wrongWith(fresh, used, onUsed, work);
            }
        }
    }

    private Optional<Wrong> wrongWith(TestDatabase fresh, TestDatabase used, Connection onUsed, RandomWork work)
            throws Exception {
        String difference = differenceOf(fresh, used, onUsed);
        if (!difference.isEmpty()) {
            return Optional.of(new Wrong("it was not pristine:\n" + difference, true));
        }
        done.add(work);
        List<String> outcome = work.doOn(fresh);
        List<String> outcomeOnUsed = work.doOn(used);
        Optional<Wrong> wrong = afterTest(fresh, outcome, onUsed, outcomeOnUsed);
        for (int i = 0; wrong.isPresent() && i < MORE_FRESH_ONES; i++) {
            try (TestDatabase another = cloning.database(migrator)) {
                if (afterTest(another, work.doOn(another), onUsed, outcomeOnUsed)
                        .isEmpty()) {
                    wrong = Optional.empty();
                }
            }
        }
        return wrong;
    }

    private Optional<Wrong> afterTest(
            TestDatabase fresh, List<String> outcome, Connection onUsed, List<String> outcomeOnUsed)
            throws SQLException {
        if (!outcome.equals(outcomeOnUsed)) {
            return Optional.of(new Wrong(
                    "its test had another outcome:\n" + Comparison.firstDifference(outcome, outcomeOnUsed), false));
        }
        String difference;
        try (Connection onFresh = comparison.open(fresh.name())) {
            difference = Comparison.between(onFresh, onUsed, false);
        }
        return difference.isEmpty()
                ? Optional.empty()
                : Optional.of(new Wrong("its test left something else:\n" + difference, false));
    }

    private String differenceOf(TestDatabase fresh, TestDatabase used, Connection onUsed) throws SQLException {
        boolean same = isAsFreshOnesAre(fresh, onUsed, Depth.GLANCE);
        if (closely.nextInt(DIGEST_EVERY) == 0) {
            same &= isAsFreshOnesAre(fresh, onUsed, Depth.DIGEST);
        }
        String difference = same ? "" : comparison.between(fresh, used, true);
        return difference.isEmpty() && closely.nextInt(DIFF_EVERY) == 0 ? comparison.diff(fresh, used) : difference;
    }

    /** All fresh ones of a template are equal, so one of them is enough to compare with. */
    private boolean isAsFreshOnesAre(TestDatabase fresh, Connection onUsed, Depth depth) throws SQLException {
        if (!freshOnes.containsKey(depth)) {
            try (Connection onFresh = comparison.open(fresh.name())) {
                freshOnes.put(depth, PhysicalState.of(onFresh, true, depth));
            }
        }
        return PhysicalState.of(onUsed, true, depth).equals(freshOnes.get(depth));
    }

    /** Returns what was done, in order. */
    List<RandomWork> done() {
        return List.copyOf(done);
    }

    /** Returns what became of the databases. */
    RunReport report() {
        return recycling.report();
    }

    @Override
    public void close() throws SQLException {
        recycling.close();
        cloning.close();
        admin.close();
    }
}
