package org.pgtestdb4j.benchmarks;

import java.io.IOException;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Starts several servers at once. */
public final class Servers {

    private Servers() {}

    /** A server that runs. */
    public interface Running extends AutoCloseable {

        /**
         * Opens a session.
         *
         * @return a connection to be closed
         * @throws Exception if the server does not let us in
         */
        Connection connect() throws Exception;

        @Override
        void close() throws IOException;
    }

    /**
     * Takes the time until all have answered; that they are stopped afterwards does not count.
     *
     * @param count how many
     * @param start starts one
     * @return milliseconds
     * @throws Exception if one does not start or answer
     */
    public static double millisToFirstAnswers(int count, Callable<? extends Running> start) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        List<Future<Running>> servers = new ArrayList<>();
        try {
            return Contender.millis(() -> {
                for (int i = 0; i < count; i++) {
                    servers.add(threads.submit(() -> answering(start.call())));
                }
                for (Future<Running> server : servers) {
                    server.get();
                }
            });
        } finally {
            for (Future<Running> server : servers) {
                closeIfItRuns(server);
            }
            threads.shutdownNow();
        }
    }

    /** One that did not start must not keep the others running. */
    private static void closeIfItRuns(Future<Running> server) throws Exception {
        Running running;
        try {
            running = server.get();
        } catch (ExecutionException e) {
            return;
        }
        running.close();
    }

    private static Running answering(Running server) throws Exception {
        try (Connection session = server.connect();
                var statement = session.createStatement()) {
            statement.execute("SELECT 1");
        }
        return server;
    }
}
