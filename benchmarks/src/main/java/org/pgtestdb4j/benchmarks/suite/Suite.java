package org.pgtestdb4j.benchmarks.suite;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * Tests of one length: each writes, commits, and does nothing for the rest of its time.
 *
 * @param threads how many run at a time
 * @param tests how many there are in all
 * @param length how long each takes at least, once it has its database
 * @param writing the statements that each runs
 */
public record Suite(int threads, int tests, Duration length, List<String> writing) {

    /**
     * What came out.
     *
     * @param waits how long each test waited until its first statement could run, in milliseconds, the shortest first
     * @param perSecond how many tests there were in a second
     */
    public record Outcome(List<Double> waits, double perSecond) {

        /**
         * Returns the wait that a part of the tests did not exceed.
         *
         * @param part between 0 and 1
         * @return milliseconds
         */
        public double waited(double part) {
            return waits.get((int) Math.max(0, Math.ceil(part * waits.size()) - 1));
        }
    }

    /**
     * Runs all tests.
     *
     * @param databases where each has its database from
     * @return the waits, and how many tests there were in a second
     * @throws Exception if a test did not get its database or could not write
     */
    public Outcome run(Databases databases) throws Exception {
        ExecutorService runners = Executors.newFixedThreadPool(threads);
        try {
            long start = System.nanoTime();
            List<Future<Double>> running = new ArrayList<>();
            for (int i = 0; i < tests; i++) {
                running.add(runners.submit(() -> runTest(databases)));
            }
            List<Double> waits = new ArrayList<>();
            for (Future<Double> test : running) {
                waits.add(test.get());
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            return new Outcome(waits.stream().sorted().toList(), tests / seconds);
        } finally {
            runners.shutdownNow();
        }
    }

    private double runTest(Databases databases) throws Exception {
        long asked = System.nanoTime();
        try (Databases.Held database = databases.take()) {
            execute(database.connection(), "SELECT 1");
            long begun = System.nanoTime();
            for (String statement : writing) {
                execute(database.connection(), statement);
            }
            long end = begun + length.toNanos();
            for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            return (begun - asked) / 1e6;
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
