package org.pgtestdb4j.junit5;

import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.pgtestdb4j.DatabaseException;
import org.pgtestdb4j.binding.CurrentScope;
import org.pgtestdb4j.binding.TestScope;

/** Makes the databases of a test current on its thread, from before the test until the context's store is closed. */
final class CurrentTest implements StoredResource, Supplier<TestScope> {

    private final ExtensionContext context;
    private boolean ended;

    private CurrentTest(ExtensionContext context) {
        this.context = context;
    }

    static CurrentTest enter(ExtensionContext context) {
        CurrentTest test = new CurrentTest(context);
        CurrentScope.enter(test);
        return test;
    }

    /** Opens the scope for the first who asks, but not for a thread that outlives the test: nobody would close it. */
    @Override
    public synchronized TestScope get() {
        if (ended) {
            throw new DatabaseException(TestIds.of(context) + " has ended, so it can have no more databases");
        }
        return Scopes.of(context).scope();
    }

    @Override
    public synchronized void close() {
        ended = true;
        CurrentScope.leave(this);
    }
}
