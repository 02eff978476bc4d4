package org.pgtestdb4j.binding;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** SKETCH: one run of a test framework. */
public final class TestSession implements AutoCloseable {
    /**
     * Opens a session; no server is touched until the first database is asked for.
     *
     * @param parameters looks up the framework's own configuration parameters by a setting's full name
     * @return a session to be closed at the end of the run
     */
    public static TestSession open(Function<String, Optional<String>> parameters) { throw new IllegalStateException(); }

    /**
     * Returns the scope of a top-level class.
     *
     * @param id the class
     * @param requests the databases that it declares
     * @return a scope to be closed after the class
     */
    public TestScope ofClass(TestId id, List<DatabaseRequest> requests) { throw new IllegalStateException(); }

    @Override
    public void close() {}
}
