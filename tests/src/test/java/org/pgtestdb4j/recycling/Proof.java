package org.pgtestdb4j.recycling;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.fixture.Await;
import org.pgtestdb4j.fixture.Query;
import org.pgtestdb4j.fixture.TestServer;

/**
 * Lets random work be done again and again on databases of random schemas, each time on one that may have been used before and on a fresh one,
 * and compares the two before and after it.
 */
final class Proof implements AutoCloseable {

    private static final int TESTS_PER_SCHEMA = 12;
    private static final int MOST_TRIES = 80;
    private static final int MOST_AT_HAND = 6;

    private final PgTestDb recycling;
    private final PgTestDb cloning;
    private final Function<String, String> adminUrl;
    private int cases;
    private int recycled;
    private final Migrator trapped = migrator(Traps.SCHEMA);

    /**
     * Begins a proof.
     *
     * @param server returns a builder for handles on the server
     * @param adminUrl returns the admin's url of a database
     */
    Proof(java.util.function.Supplier<PgTestDb.Builder> server, Function<String, String> adminUrl) {
        this.recycling = server.get()
                .setting("pgtestdb4j.recycle", "true")
                .setting("pgtestdb4j.pool.size", "1")
                .open();
        this.cloning = server.get().setting("pgtestdb4j.pool.size", "0").open();
        this.adminUrl = adminUrl;
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
                    + scriptOf(shrink(schema, done)));
        }
    }

    /**
     * What the next test gets.
     *
     * @param recycled whether it was used before
     * @param difference from a fresh one; empty if there is none
     */
    record Next(boolean recycled, String difference) {}

    /** Does the work of a trap on a database, and again on the same when it has come back, beside a fresh one. */
    Next after(Traps trap) throws Exception {
        for (int i = 0; i < MOST_AT_HAND; i++) {
            warmUp();
            Optional<Next> next = tryAfter(trap);
            if (next.isPresent()) {
                return next.get();
            }
        }
        throw new AssertionError("What comes back after " + trap + " goes to nobody");
    }

    /** The pool gives back what it has too many of, and that may be just the one. */
    private Optional<Next> tryAfter(Traps trap) throws Exception {
        String name;
        try (TestDatabase used = recycling.database(trapped)) {
            name = used.name();
            outcomeOf(trap.work(), used);
        }
        String successor = successorOf(name);
        Await.until(
                name + " is recycled or dropped",
                () -> databases(name, successor).isEmpty()
                        || !connectionsAhead(successor).isEmpty());
        if (databases(name, successor).isEmpty()) {
            return Optional.of(new Next(false, ""));
        }
        List<TestDatabase> others = new ArrayList<>();
        try (TestDatabase fresh = cloning.database(trapped)) {
            TestDatabase back = recycling.database(trapped);
            others.add(back);
            while (!back.name().equals(successor) && others.size() < MOST_AT_HAND) {
                back = recycling.database(trapped);
                others.add(back);
            }
            if (!back.name().equals(successor)) {
                return Optional.empty();
            }
            String difference = difference(fresh, back, true);
            if (difference.isEmpty()) {
                difference = firstDifference(outcomeOf(trap.work(), fresh), outcomeOf(trap.work(), back));
            }
            return Optional.of(new Next(true, difference.isEmpty() ? difference(fresh, back, false) : difference));
        } finally {
            others.forEach(TestDatabase::close);
        }
    }

    /** The first clone that is made ahead is what all others are compared with. */
    private void warmUp() throws Exception {
        String name;
        try (TestDatabase used = recycling.database(trapped)) {
            name = used.name();
        }
        if (!databases(name, successorOf(name)).isEmpty()) {
            return;
        }
        Await.until("databases come back", () -> {
            String next;
            try (TestDatabase used = recycling.database(trapped)) {
                next = used.name();
            }
            return next.split("_", -1).length > 4;
        });
    }

    private List<String> databases(String... names) throws SQLException {
        try (Connection admin = TestServer.open(adminUrl.apply("postgres"))) {
            return Query.column(admin, "SELECT datname FROM pg_database WHERE datname = ANY (?)", (Object) names);
        }
    }

    /** The last that is done to a database before it is ready is to open the next test's connection and to look whether it is as it should be. */
    private List<String> connectionsAhead(String database) throws SQLException {
        try (Connection admin = TestServer.open(adminUrl.apply("postgres"))) {
            return Query.column(
                    admin,
                    "SELECT pid FROM pg_stat_activity WHERE datname = ? AND state = 'idle' AND query LIKE '%pg_settings WHERE source =%'",
                    database);
        }
    }

    private static String successorOf(String name) {
        String[] parts = name.split("_", -1);
        return parts.length == 4
                ? name + "_2"
                : String.join("_", List.of(parts).subList(0, 4)) + "_" + (Integer.parseInt(parts[4]) + 1);
    }

    int cases() {
        return cases;
    }

    int recycled() {
        return recycled;
    }

    /** Returns what is wrong first; the works that were done until then are added. */
    private String failureOf(RandomSchema schema, List<RandomWork> works, List<RandomWork> done) throws Exception {
        return failureOf(migrator(schema), works, done);
    }

    private String failureOf(Migrator migrator, List<RandomWork> works, List<RandomWork> done) throws Exception {
        String last = "";
        for (RandomWork work : works) {
            try (TestDatabase used = recycling.database(migrator);
                    TestDatabase fresh = cloning.database(migrator)) {
                cases++;
                boolean again = used.name().chars().filter(c -> c == '_').count() > 3;
                recycled += again ? 1 : 0;
                String difference = again ? difference(fresh, used, true) : "";
                if (!difference.isEmpty()) {
                    return "it was not pristine:\n" + difference;
                }
                done.add(work);
                List<String> outcome = outcomeOf(work, fresh);
                List<String> outcomeAgain = outcomeOf(work, used);
                if (!outcome.equals(outcomeAgain)) {
                    return "its tests had another outcome:\n" + firstDifference(outcome, outcomeAgain);
                }
                last = again ? difference(fresh, used, false) : "";
                if (!last.isEmpty()) {
                    return "its tests left something else:\n" + last;
                }
            }
        }
        return "";
    }

    private static Migrator migrator(RandomSchema schema) {
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

    private String difference(TestDatabase fresh, TestDatabase used, boolean catalogsToo) throws SQLException {
        try (Connection left = TestServer.open(adminUrl.apply(fresh.name()));
                Connection right = TestServer.open(adminUrl.apply(used.name()))) {
            return String.join(
                    "\n", PhysicalState.of(left, catalogsToo).differencesFrom(PhysicalState.of(right, catalogsToo)));
        }
    }

    private static List<String> outcomeOf(RandomWork work, TestDatabase database) throws SQLException {
        List<String> outcome = new ArrayList<>();
        @Nullable Connection[] sessions = new Connection[RandomWork.SESSIONS];
        try {
            for (RandomWork.Step step : work.steps()) {
                Connection session = sessions[step.session()];
                if (session == null || session.isClosed()) {
                    session = TestServer.open(database.url() + "&options="
                            + URLEncoder.encode("-c lock_timeout=30ms", StandardCharsets.UTF_8));
                    sessions[step.session()] = session;
                }
                outcome.add(step.sql() + " -> " + resultOf(session, step.sql()));
            }
        } finally {
            for (Connection session : sessions) {
                // Every other one is left to whoever takes the database back.
                if (session != null && work.steps().size() % 2 == 0) {
                    session.close();
                }
            }
        }
        return outcome;
    }

    private static String resultOf(Connection session, String sql) {
        try (Statement statement = session.createStatement()) {
            if (!statement.execute(sql)) {
                return String.valueOf(statement.getUpdateCount());
            }
            List<String> rows = new ArrayList<>();
            try (ResultSet result = statement.getResultSet()) {
                while (result.next()) {
                    rows.add(rowOf(result));
                }
            }
            return String.join("; ", rows);
        } catch (SQLException e) {
            return "SQLSTATE " + e.getSQLState();
        }
    }

    private static String rowOf(ResultSet result) throws SQLException {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
            values.add(String.valueOf(result.getString(i)));
        }
        return String.join(",", values);
    }

    private static String firstDifference(List<String> left, List<String> right) {
        for (int i = 0; i < left.size(); i++) {
            if (!left.get(i).equals(right.get(i))) {
                return "  fresh:    " + left.get(i) + "\n  recycled: " + right.get(i);
            }
        }
        return "";
    }

    /** Leaves out what the failure does not need. */
    private List<RandomWork> shrink(RandomSchema schema, List<RandomWork> works) throws Exception {
        List<RandomWork> small = new ArrayList<>(works);
        int tries = 0;
        for (int i = small.size() - 1; i >= 0 && tries < MOST_TRIES; i--) {
            List<RandomWork> fewer = new ArrayList<>(small);
            fewer.remove(i);
            tries++;
            if (stillFails(schema, fewer)) {
                small = fewer;
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
        script = schema.ddl();
        return small;
    }

    private List<String> script = List.of();

    private boolean stillFails(RandomSchema schema, List<RandomWork> works) throws Exception {
        List<RandomWork> withLast = new ArrayList<>(works);
        withLast.add(new RandomWork(List.of()));
        return !failureOf(schema, withLast, new ArrayList<>()).isEmpty();
    }

    private String scriptOf(List<RandomWork> works) {
        return "-- the schema\n" + String.join(";\n", script) + ";\n"
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
