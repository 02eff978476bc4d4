package org.pgtestdb4j.benchmarks;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Starts the server when a benchmark asks for it: some have servers of their own, which shall not share the machine with it. */
final class ServerOfRun implements AutoCloseable {

    private @Nullable Server server;

    Server get() throws SQLException {
        if (server == null) {
            Server started = Server.start();
            server = started;
            System.out.println("PostgreSQL " + started.version());
        }
        return server;
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
