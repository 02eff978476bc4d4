package org.pgtestdb4j.binding;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.DatabaseException;
import org.pgtestdb4j.Isolation;
import org.pgtestdb4j.Keep;
import org.pgtestdb4j.KeptDatabase;
import org.pgtestdb4j.LastStatements;
import org.pgtestdb4j.LeakException;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDbException;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.TestDatabases;
import org.pgtestdb4j.internal.engine.Engine;
import org.pgtestdb4j.internal.pool.Lease;
import org.pgtestdb4j.internal.settings.Nearest;
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
    private final Map<String, DatabaseRequest> requests;
    private final Map<String, Held> held = new ConcurrentHashMap<>();
    private final Queue<Held> further = new ConcurrentLinkedQueue<>();
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
        this.requests = byName(id, requests);
    }

    /** A database that this scope uses; it belongs to the scope unless it is shared by a class. */
    private record Held(Lease lease, Keep keep, boolean shared) {}

    /** A request, and the scope of the class that it stands on. */
    private record Declared(TestScope scope, DatabaseRequest request) {}

    private static Map<String, DatabaseRequest> byName(TestId id, List<DatabaseRequest> requests) {
        Map<String, DatabaseRequest> byName = new LinkedHashMap<>();
        for (DatabaseRequest request : requests) {
            if (byName.put(request.name(), request) != null) {
                throw new ConfigurationException("%s declares two databases %s. Give each a name of its own."
                        .formatted(id, quoted(request.name())));
            }
        }
        return byName;
    }

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
        Set<String> names = enclosing == null ? new TreeSet<>() : enclosing.names();
        names.addAll(requests.keySet());
        return names;
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
        return (shared ? share(declared) : own(request)).lease;
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
                Held made = acquire(request, migrator);
                further.add(made);
                return made.lease;
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
            DatabaseRequest request = scope.requests.get(name);
            if (request != null) {
                return new Declared(scope, request);
            }
        }
        Set<String> names = names();
        throw new ConfigurationException("%s asks for the database %s, but declared are: %s.%s"
                .formatted(
                        id,
                        quoted(name),
                        names.stream().map(TestScope::quoted).collect(Collectors.joining(", ")),
                        suggestion(name, names)));
    }

    private static String suggestion(String name, Set<String> names) {
        List<String> named = names.stream().filter(other -> !other.isEmpty()).toList();
        return name.isEmpty() || named.isEmpty() ? "" : " Did you mean \"" + Nearest.to(name, named) + "\"?";
    }

    private static String quoted(String name) {
        return name.isEmpty() ? "without a name" : "named \"" + name + "\"";
    }

    private Held own(DatabaseRequest request) {
        throwIfClosed();
        return held.computeIfAbsent(request.name(), key -> acquire(request));
    }

    /** Takes the database from the class that declares it, and remembers that this scope used it. */
    private Held share(Declared declared) {
        Held own = declared.scope.own(declared.request);
        if (declared.scope != this) {
            held.put(declared.request.name(), new Held(own.lease, own.keep, true));
        }
        return own;
    }

    private Held acquire(DatabaseRequest request) {
        return acquire(request, migrator(request));
    }

    private Held acquire(DatabaseRequest request, Migrator migrator) {
        Engine engine = session.engine();
        Lease lease = engine.acquire(engine.template(migrator, id.toString()), id.toString(), request.leaks())
                .untilEnd();
        return new Held(lease, engine.keep(request.keep()), false);
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
        all().stream().filter(database -> !isNoted(database, failure)).forEach(database -> note(database, failure));
    }

    private static void note(Held database, Throwable failure) {
        if (database.keep == Keep.NEVER) {
            database.lease.quoteStatements(failure);
        } else {
            database.lease.keepAfter(failure);
        }
    }

    private static boolean isNoted(Held database, Throwable failure) {
        String name = database.lease.name();
        return Stream.of(failure.getSuppressed())
                .anyMatch(note ->
                        (note instanceof KeptDatabase kept && kept.database().equals(name))
                                || (note instanceof LastStatements last
                                        && last.database().equals(name)));
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
        connections.forEach(TestScope::endLeftOpen);
        connections.clear();
        if (outcome instanceof Outcome.Failed failed) {
            failed(failed.failure());
        }
        Optional<LeakException> leaks = outcome instanceof Outcome.Passed ? findLeaks() : Optional.empty();
        leaks.ifPresent(this::failed);
        ofThisScope().forEach(this::end);
        held.clear();
        further.clear();
        if (leaks.isPresent()) {
            throw leaks.get();
        }
    }

    /** Looks at all databases, and returns the first finding with the others attached to it. */
    private Optional<LeakException> findLeaks() {
        List<LeakException> found = ofThisScope().stream()
                .flatMap(database -> database.lease.findLeaks().stream())
                .toList();
        found.stream().skip(1).forEach(next -> found.get(0).addSuppressed(next));
        return found.stream().findFirst();
    }

    private List<Held> ofThisScope() {
        return all().stream().filter(database -> !database.shared).toList();
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

    private void end(Held database) {
        try {
            if (database.keep == Keep.ALWAYS) {
                database.lease.keep("all databases of " + id + " are kept");
            }
        } catch (PgTestDbException e) {
            log.warn("The database {} of {} could not be kept", database.lease.name(), id, e);
        } finally {
            database.lease.end();
        }
    }

    private List<Held> all() {
        return Stream.concat(held.values().stream(), further.stream()).toList();
    }

    private void throwIfClosed() {
        if (closed) {
            throw new DatabaseException(id + " has ended, so it can have no more databases");
        }
    }
}
