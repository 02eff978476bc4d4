package org.pgtestdb4j.binding;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.PgTestDbException;
import org.pgtestdb4j.ServerException;
import org.pgtestdb4j.internal.engine.Engine;
import org.pgtestdb4j.internal.engine.Engines;

/**
 * One run of a test framework. It touches no server before the first database is asked for.
 *
 * <p>Safe for use by several threads.
 */
public final class TestSession implements AutoCloseable {

    private final Function<String, Optional<String>> parameters;
    private Engines.@Nullable Handle handle;
    private @Nullable PgTestDbException failure;
    private boolean closed;

    private TestSession(Function<String, Optional<String>> parameters) {
        this.parameters = parameters;
    }

    /**
     * Opens a session.
     *
     * @param parameters looks up the framework's own configuration parameters by a setting's full name
     * @return a session to be closed at the end of the run
     */
    public static TestSession open(Function<String, Optional<String>> parameters) {
        return new TestSession(parameters);
    }

    /**
     * Returns the scope of a class that is not nested in another.
     *
     * @param id the class
     * @param requests the databases that it declares, with names that differ
     * @return a scope to be closed after the class
     */
    public TestScope ofClass(TestId id, List<DatabaseRequest> requests) {
        return TestScope.ofClass(this, id, requests);
    }

    /** Starts the engine for the first who asks. If that fails it is not tried again for each of a thousand tests. */
    synchronized Engine engine() {
        if (closed) {
            throw new IllegalStateException("The test session has ended");
        }
        if (failure != null) {
            throw again(failure);
        }
        if (handle == null) {
            try {
                handle = Engines.openRun(parameters);
            } catch (PgTestDbException e) {
                if (!Thread.currentThread().isInterrupted()) {
                    failure = e;
                }
                throw e;
            }
        }
        return handle.engine();
    }

    private static PgTestDbException again(PgTestDbException first) {
        String message = "As the first test that asked for a database was told: "
                + String.valueOf(first.getMessage()).lines().findFirst().orElse("");
        return first instanceof ConfigurationException
                ? new ConfigurationException(message)
                : new ServerException(message);
    }

    /** Ends the session; its databases must have been released. Doing it twice is harmless. */
    @Override
    public synchronized void close() {
        if (!closed && handle != null) {
            handle.endRun();
        }
        closed = true;
    }
}
