package org.pgtestdb4j.benchmarks.suite;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.pgtestdb4j.benchmarks.Server;

/** One database and one connection for all tests, with {@code TRUNCATE} of all tables before each. For one thread; seeded rows are lost. */
final class TruncatedDatabase implements Databases, AutoCloseable {

    private static final String ALL_TABLES = """
            DO $$ BEGIN
                EXECUTE (SELECT 'TRUNCATE ' || string_agg(oid::regclass::text, ', ') || ' RESTART IDENTITY CASCADE'
                         FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace);
            END $$""";

    private final Server server;
    private final String database;
    private final Connection connection;

    TruncatedDatabase(Server server, String template) throws SQLException {
        this.server = server;
        this.database = server.createDatabaseFrom(template);
        this.connection = Server.connect(database);
    }

    @Override
    public Held take() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(ALL_TABLES);
        }
        return new Held() {
            @Override
            public Connection connection() {
                return connection;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void close() throws SQLException {
        connection.close();
        server.dropDatabase(database);
    }
}
