package org.pgtestdb4j.junit5;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.pgtestdb4j.DatabaseException;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.TestDatabases;
import org.pgtestdb4j.binding.TestScope;

/**
 * A scope that ends together with a JUnit context: when the context's store is closed, since every failure is known only
 * then, those of other extensions included.
 */
final class OpenScope implements StoredResource {

    private final TestScope scope;
    private final ExtensionContext context;
    private final Queue<Connection> connections = new ConcurrentLinkedQueue<>();

    OpenScope(TestScope scope, ExtensionContext context) {
        this.scope = scope;
        this.context = context;
    }

    TestScope scope() {
        return scope;
    }

    TestDatabase database(String name) {
        return scope.database(name);
    }

    TestDatabases databases(String name) {
        return scope.databases(name);
    }

    /** Opens a connection that is closed with the scope at the latest. */
    Connection connect(String name) {
        TestDatabase database = scope.database(name);
        try {
            Connection connection = database.dataSource().getConnection();
            connections.add(connection);
            return connection;
        } catch (SQLException e) {
            throw new DatabaseException("Cannot connect to the database " + database.name() + ": " + e.getMessage(), e);
        }
    }

    void failed(Throwable failure) {
        scope.failed(failure);
    }

    @Override
    public void close() {
        connections.forEach(OpenScope::endLeftOpen);
        scope.close(Outcomes.of(context));
    }

    /** Without a goodbye, which would wait for whatever a thread that outlives the test runs there. */
    private static void endLeftOpen(Connection connection) {
        try {
            if (!connection.isClosed()) {
                connection.abort(Runnable::run);
            }
            connection.close();
        } catch (SQLException e) {
            // The release of the database comes next and ends the session in any case.
        }
    }
}
