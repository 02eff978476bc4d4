package org.pgtestdb4j.benchmarks.suite;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.pgtestdb4j.benchmarks.Server;

/** What a short helper class does: {@code CREATE DATABASE} before a test, {@code DROP DATABASE} after it, with a standing session for both. */
final class BareDatabases implements Databases, AutoCloseable {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final String url;
    private final String template;
    private final Queue<Connection> idle = new ConcurrentLinkedQueue<>();

    BareDatabases(String url, String template) {
        this.url = url;
        this.template = template;
    }

    @Override
    public Held take() throws SQLException {
        Connection free = idle.poll();
        Connection admin = free == null ? Server.connect(url) : free;
        String name = "bare_" + NUMBER.incrementAndGet();
        execute(admin, "CREATE DATABASE " + name + " TEMPLATE " + template + " STRATEGY file_copy");
        return new BareHeld(name, admin, Server.connect(url.replaceFirst("/[^/?]*\\?", "/" + name + "?")));
    }

    private static void execute(Connection session, String sql) throws SQLException {
        try (Statement statement = session.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        for (Connection session : idle) {
            session.close();
        }
    }

    private final class BareHeld implements Held {

        private final String name;
        private final Connection admin;
        private final Connection connection;

        BareHeld(String name, Connection admin, Connection connection) {
            this.name = name;
            this.admin = admin;
            this.connection = connection;
        }

        @Override
        public Connection connection() {
            return connection;
        }

        @Override
        public void close() throws SQLException {
            connection.close();
            execute(admin, "DROP DATABASE " + name + " WITH (FORCE)");
            idle.add(admin);
        }
    }
}
