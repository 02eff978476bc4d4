package org.pgtestdb4j.binding;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.ConfigurationException;

/**
 * Knows what runs on a thread, for {@link org.pgtestdb4j.TestDatabase#current()}. Threads that a test starts know it too.
 *
 * <p>A binding enters what it begins to run, and leaves it on the same thread.
 */
public final class CurrentScope {

    private static final ThreadLocal<@Nullable Entered> INNERMOST = new InheritableThreadLocal<>();

    private CurrentScope() {}

    /** What runs, and what goes on when that has ended: a test can run a test framework of its own. */
    private record Entered(
            Supplier<TestScope> scope, @Nullable Entered outer) {}

    /**
     * Notes that something begins to run on this thread.
     *
     * @param scope its scope; asked for only when a test asks
     */
    public static void enter(Supplier<TestScope> scope) {
        INNERMOST.set(new Entered(scope, INNERMOST.get()));
    }

    /**
     * Notes that something has ended on this thread. It is harmless if something else runs here.
     *
     * @param scope what was entered
     */
    public static void leave(Supplier<TestScope> scope) {
        Entered innermost = INNERMOST.get();
        if (innermost == null || innermost.scope != scope) {
            return;
        }
        if (innermost.outer == null) {
            INNERMOST.remove();
        } else {
            INNERMOST.set(innermost.outer);
        }
    }

    /**
     * Returns the scope of what runs on this thread.
     *
     * @return what was entered last, and not left
     * @throws ConfigurationException if nothing was
     */
    public static TestScope get() {
        Entered innermost = INNERMOST.get();
        if (innermost == null) {
            throw new ConfigurationException(
                    "No test with databases runs on the thread \"%s\". Ask for the current database in a test, or before or after each test, of a class with @PgTest, and hand it on to threads that the test did not start."
                            .formatted(Thread.currentThread().getName()));
        }
        return innermost.scope.get();
    }
}
