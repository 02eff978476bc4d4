package org.pgtestdb4j.recycling;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.RunReport;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.fixture.Query;
import org.pgtestdb4j.fixture.TestServer;

/**
 * Lets random work be done again and again on databases of random schemas, each time on one that may have been used before and on a fresh one,
 * and compares the two before and after it.
 */
final class Proof implements AutoCloseable {

    private static final int TESTS_PER_SCHEMA = 40;
    private static final int MOST_TRIES = 80;
    private static final int DIFF_EVERY = 50;

    private final PgTestDb recycling;
    private final PgTestDb cloning;
    private final Comparison comparison;
    private final Set<String> seen = new HashSet<>();
    private @Nullable PhysicalState freshOnes;
    private int tests;
    private int recycled;

    /**
     * Begins a proof.
     *
     * @param server returns a builder for handles on the server
     * @param comparison knows the admin of that server
     */
    Proof(Supplier<PgTestDb.Builder> server, Comparison comparison) {
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
    }

    /** What was found wrong, with a script that shows it. */
    static final class Failure extends AssertionError {

        private static final long serialVersionUID = 1;

        Failure(String message) {
            super(message);
        }
    }

    /** Does one schema with some tests on it. */
    void run(long seed) throws Exception {
        Random random = new Random(seed);
        RandomSchema schema = RandomSchema.of(random);
        List<RandomWork> works = new ArrayList<>();
        for (int i = 0; i < TESTS_PER_SCHEMA; i++) {
            works.add(RandomWork.of(random, schema));
        }
        List<RandomWork> done = new ArrayList<>();
        String failure = failureOf(schema, works, done);
        if (!failure.isEmpty()) {
            throw new Failure("seed " + seed + ", after " + done.size() + " tests:\n" + failure + "\n\n"
                    + scriptOf(schema, shrink(schema, done)));
        }
    }

    /** Returns how many tests there were. */
    int tests() {
        return tests;
    }

    /** Returns how many of them got a database that was used before. */
    int recycled() {
        return recycled;
    }

    /** Returns what became of the databases. */
    RunReport report() {
        return recycling.report();
    }

    /** Returns what is wrong first; the works that were done until then are added. */
    private String failureOf(RandomSchema schema, List<RandomWork> works, List<RandomWork> done) throws Exception {
        Migrator migrator = migrator(schema);
        freshOnes = null;
        for (RandomWork work : works) {
            String failure = failureOf(migrator, work, done);
            if (!failure.isEmpty()) {
                return failure;
            }
        }
        return "";
    }

    private String failureOf(Migrator migrator, RandomWork work, List<RandomWork> done) throws Exception {
        try (TestDatabase used = recycling.database(migrator)) {
            tests++;
            boolean again = !seen.add(comparison.oidOf(used));
            if (!again) {
                done.add(work);
                work.doOn(used);
                return "";
            }
            recycled++;
            try (TestDatabase fresh = cloning.database(migrator)) {
                return failureOf(fresh, used, work, done);
            }
        }
    }

    private String failureOf(TestDatabase fresh, TestDatabase used, RandomWork work, List<RandomWork> done)
            throws Exception {
        String difference = isAsFreshOnesAre(fresh, used) ? "" : comparison.between(fresh, used, true);
        if (difference.isEmpty() && recycled % DIFF_EVERY == 0) {
            difference = comparison.diff(fresh, used);
        }
        if (!difference.isEmpty()) {
            return "it was not pristine:\n" + difference;
        }
        done.add(work);
        List<String> outcome = work.doOn(fresh);
        List<String> outcomeAgain = work.doOn(used);
        if (!outcome.equals(outcomeAgain)) {
            return "its test had another outcome:\n" + Comparison.firstDifference(outcome, outcomeAgain);
        }
        difference = comparison.between(fresh, used, false);
        return difference.isEmpty() ? "" : "its test left something else:\n" + difference;
    }

    /** All fresh ones of a template are equal, so one of them is enough to compare with. */
    private boolean isAsFreshOnesAre(TestDatabase fresh, TestDatabase used) throws SQLException {
        if (freshOnes == null) {
            freshOnes = comparison.untouched(fresh);
        }
        return comparison.untouched(used).equals(freshOnes);
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

    /** Leaves out what the failure does not need. */
    private List<RandomWork> shrink(RandomSchema schema, List<RandomWork> works) throws Exception {
        List<RandomWork> small = new ArrayList<>(works);
        int tries = 0;
        for (int size = Math.max(1, small.size() / 2); size > 0; size /= 2) {
            for (int from = 0; from + size <= small.size() && tries < MOST_TRIES; tries++) {
                List<RandomWork> fewer = new ArrayList<>(small);
                fewer.subList(from, from + size).clear();
                if (stillFails(schema, fewer)) {
                    small = fewer;
                } else {
                    from += size;
                }
            }
        }
        for (int i = 0; i < small.size(); i++) {
            for (int step = small.get(i).steps().size() - 1; step >= 0 && tries < MOST_TRIES; step--) {
                List<RandomWork> fewer = new ArrayList<>(small);
                fewer.set(i, small.get(i).without(step));
                tries++;
                if (stillFails(schema, fewer)) {
                    small = fewer;
                }
            }
        }
        return small;
    }

    /** Those that come after may get a database that is as it was, before they get one that is not. */
    private boolean stillFails(RandomSchema schema, List<RandomWork> works) throws Exception {
        List<RandomWork> withMore = new ArrayList<>(works);
        withMore.add(new RandomWork(List.of()));
        withMore.add(new RandomWork(List.of()));
        return !failureOf(schema, withMore, new ArrayList<>()).isEmpty();
    }

    private static String scriptOf(RandomSchema schema, List<RandomWork> works) {
        return "-- the schema\n" + String.join(";\n", schema.ddl()) + ";\n"
                + works.stream()
                        .map(work -> "-- a test\n"
                                + work.steps().stream()
                                        .map(step -> "/* session " + step.session() + " */ " + step.sql() + ";")
                                        .collect(Collectors.joining("\n")))
                        .collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        recycling.close();
        cloning.close();
    }
}
