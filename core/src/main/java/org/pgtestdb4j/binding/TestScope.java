package org.pgtestdb4j.binding;

import java.util.List;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.TestDatabases;

/** SKETCH: the databases of one class or one test; lazy. */
public final class TestScope {
    /** A nested class: sees the requests of the enclosing one, and its own win over those by name. */
    public TestScope nestedClass(TestId id, List<DatabaseRequest> requests) { throw new IllegalStateException(); }

    /** A test of this class. */
    public TestScope test(TestId id) { throw new IllegalStateException(); }

    /** The names that are declared here and in the enclosing scopes. */
    public java.util.Set<String> names() { throw new IllegalStateException(); }

    /**
     * The database of a name, the same at every call. Under SHARED it belongs to the class that declares it. On a class's own scope under
     * DATABASE: ConfigurationException that explains.
     */
    public TestDatabase database(String name) { throw new IllegalStateException(); }

    /** Makes further databases in this scope. */
    public TestDatabases databases(String name) { throw new IllegalStateException(); }

    /** Records a failure that the framework does not report with this scope's outcome, such as that of a dynamic test. */
    public void failed(Throwable failure) { throw new IllegalStateException(); }

    /** Releases what belongs to this scope; keeps it and attaches notes to the failure if it failed. Doing it twice is harmless. */
    public void close(Outcome outcome) {}
}
