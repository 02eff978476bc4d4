package org.pgtestdb4j.binding;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.DatabaseException;
import org.pgtestdb4j.Isolation;
import org.pgtestdb4j.LeakException;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.TestDatabases;
import org.pgtestdb4j.internal.engine.Engine;
import org.pgtestdb4j.internal.pool.Lease;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The databases of one class, or of one test. Lazy: what asks for no database gets none.
 *
 * <p>A class's scope holds the databases that its tests share; a test's scope holds the test's own. Safe for use by several threads.
 */
public final class TestScope {

    private static final Logger log = LoggerFactory.getLogger(TestScope.class);

    private final TestSession session;
    private final @Nullable TestScope enclosing;
    private final TestId id;
    private final boolean ofTest;
    private final DeclaredRequests requests;
    private final Map<String, HeldDatabase> held = new ConcurrentHashMap<>();
    private final Queue<HeldDatabase> further = new ConcurrentLinkedQueue<>();
    private final Queue<Connection> connections = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    private TestScope(
            TestSession session,
            @Nullable TestScope enclosing,
            TestId id,
            boolean ofTest,
            List<DatabaseRequest> requests) {
        this.session = session;
        this.enclosing = enclosing;
        this.id = id;
        this.ofTest = ofTest;
        this.requests = new DeclaredRequests(id, requests, enclosing == null ? null : enclosing.requests);
    }

    /** A request, and the scope of the class that it stands on. */
    private record Declared(TestScope scope, DatabaseRequest request) {}

    static TestScope ofClass(TestSession session, TestId id, List<DatabaseRequest> requests) {
        return new TestScope(session, null, id, false, requests);
    }

    /**
     * Returns the scope of a class that is nested in this scope's class. It sees the databases that are declared here; its own win by name.
     *
     * @param nested the nested class
     * @param ofNested the databases that it declares, with names that differ
     * @return a scope to be closed after the nested class
     */
    public TestScope nestedClass(TestId nested, List<DatabaseRequest> ofNested) {
        return new TestScope(session, this, nested, false, ofNested);
    }

    /**
     * Returns the scope of a test of this scope's class.
     *
     * @param test the test, or one of its invocations
     * @return a scope to be closed after the test
     */
    public TestScope test(TestId test) {
        return new TestScope(session, this, test, true, List.of());
    }

    /**
     * Returns the names of the databases that are declared for this scope.
     *
     * @return the names; an empty one stands for the default database
     */
    public Set<String> names() {
        return requests.names();
    }

    /**
     * Returns the database of a name, the same at every call.
     *
     * @param name a declared name; empty for the default database
     * @return the test's own database, or the one that its class shares
     * @throws ConfigurationException if no such name is declared, or if this is a class's scope and its tests do not share the database
     */
    public TestDatabase database(String name) {
        Declared declared = declared(name);
        DatabaseRequest request = declared.request;
        boolean shared = session.engine().isolation(request.isolation()) == Isolation.SHARED;
        if (!shared && !ofTest) {
            throw new ConfigurationException(
                    "%s asks for a database outside of its tests, but each test has one of its own, so none of them would see this one. "
                                    .formatted(id)
                            + "Ask for it in the test or in what runs before each test (a constructor is that only where each test has an instance made for it); or let the tests share one with isolation = SHARED; "
                            + "or, for a database beside those of the tests, ask for TestDatabases.");
        }
        return (shared ? share(declared) : own(request)).lease();
    }

    /**
     * Returns what makes further databases for this scope.
     *
     * @param name a declared name, whose template is the default one; empty for the default database
     * @return a maker whose databases are released with this scope
     */
    public TestDatabases databases(String name) {
        DatabaseRequest request = declared(name).request;
        return new TestDatabases() {
            @Override
            public TestDatabase create() {
                return create(migrator(request));
            }

            @Override
            public TestDatabase create(Migrator migrator) {
                throwIfClosed();
                HeldDatabase made = acquire(request, migrator);
                further.add(made);
                return made.lease();
            }
        };
    }

    /**
     * Opens a connection to the database of a name.
     *
     * @param name a declared name; empty for the default database
     * @return a connection that is closed with this scope at the latest
     * @throws ConfigurationException as {@link #database} does
     * @throws DatabaseException if there is no connection to be had
     */
    public Connection connect(String name) {
        TestDatabase database = database(name);
        try {
            Connection connection = database.dataSource().getConnection();
            connections.add(connection);
            return connection;
        } catch (SQLException e) {
            throw new DatabaseException("Cannot connect to the database " + database.name() + ": " + e.getMessage(), e);
        }
    }

    private Declared declared(String name) {
        for (TestScope scope = this; scope != null; scope = scope.enclosing) {
            Optional<DatabaseRequest> request = scope.requests.find(name);
            if (request.isPresent()) {
                return new Declared(scope, request.get());
            }
        }
        throw requests.missing(name);
    }

    private HeldDatabase own(DatabaseRequest request) {
        throwIfClosed();
        return held.computeIfAbsent(request.name(), key -> acquire(request));
    }

    /** Takes the database from the class that declares it, and remembers that this scope used it. */
    private HeldDatabase share(Declared declared) {
        HeldDatabase own = declared.scope.own(declared.request);
        if (declared.scope != this) {
            held.put(declared.request.name(), new HeldDatabase(own.lease(), own.keep(), true));
        }
        return own;
    }

    private HeldDatabase acquire(DatabaseRequest request) {
        return acquire(request, migrator(request));
    }

    private HeldDatabase acquire(DatabaseRequest request, Migrator migrator) {
        Engine engine = session.engine();
        Lease lease = engine.acquire(engine.template(migrator, id.toString()), id.toString(), request.leaks())
                .untilEnd();
        return new HeldDatabase(lease, engine.keep(request.keep()), false);
    }

    private Migrator migrator(DatabaseRequest request) {
        Migrator named =
                request.migrations().isEmpty() ? null : session.engine().named(String.join(";", request.migrations()));
        if (request.migrator() == null) {
            return named == null ? session.engine().defaultMigrator() : named;
        }
        return named == null ? request.migrator() : named.then(request.migrator());
    }

    /**
     * Records a failure that will not be part of the outcome, such as that of a dynamic test: what this scope uses is kept. A failure that
     * was recorded before is not noted again.
     *
     * @param failure what the framework reports; notes about kept databases are attached to it
     */
    public void failed(Throwable failure) {
        all().forEach(database -> database.note(failure));
    }

    /**
     * Releases what belongs to this scope. After a failure it is kept, and so is what a class shares; notes about it are attached to the
     * failure. Doing it twice is harmless.
     *
     * @param outcome how the test, or the class, ended
     * @throws LeakException if it passed, but has left sessions open for which it shall fail; all is released then, too. It is for the
     *     binding to make it the failure of the test
     */
    public void close(Outcome outcome) {
        closed = true;
        endConnections();
        if (outcome instanceof Outcome.Failed failed) {
            failed(failed.failure());
        }
        Optional<LeakException> leaks = outcome instanceof Outcome.Passed ? findLeaks() : Optional.empty();
        leaks.ifPresent(this::failed);
        ofThisScope().forEach(database -> database.end(id));
        held.clear();
        further.clear();
        if (leaks.isPresent()) {
            throw leaks.get();
        }
    }

    private void endConnections() {
        connections.forEach(TestScope::endLeftOpen);
        connections.clear();
    }

    /**
     * Looks for sessions that were left open on databases of this scope whose tests shall fail for it, and takes their connections away. It is
     * for bindings that have to know before they close the scope, which does not find the same again.
     *
     * @return the first finding, with others attached to it
     */
    public Optional<LeakException> findLeaks() {
        endConnections();
        List<LeakException> found = ofThisScope().stream()
                .flatMap(database -> database.lease().findLeaks().stream())
                .toList();
        found.stream().skip(1).forEach(next -> found.get(0).addSuppressed(next));
        return found.stream().findFirst();
    }

    private List<HeldDatabase> ofThisScope() {
        return all().stream().filter(database -> !database.shared()).toList();
    }

    /** Without a goodbye, which would wait for whatever a thread that outlives the test runs there. */
    private static void endLeftOpen(Connection connection) {
        try {
            if (!connection.isClosed()) {
                connection.abort(Runnable::run);
            }
            connection.close();
        } catch (SQLException e) {
            log.debug("The release of the database comes next and ends the session in any case", e);
        }
    }

    private List<HeldDatabase> all() {
        return Stream.concat(held.values().stream(), further.stream()).toList();
    }

    private void throwIfClosed() {
        if (closed) {
            throw new DatabaseException(id + " has ended, so it can have no more databases");
        }
    }
}
