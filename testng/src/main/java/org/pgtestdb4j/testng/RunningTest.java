package org.pgtestdb4j.testng;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.binding.Outcome;
import org.pgtestdb4j.binding.TestId;
import org.pgtestdb4j.binding.TestScope;
import org.testng.ITestNGMethod;
import org.testng.ITestResult;

/**
 * One try of one invocation of a test, from its first {@code @BeforeMethod} to its last {@code @AfterMethod}: these and the test itself follow
 * each other on one thread. Safe for use by several threads, since a test can start some.
 */
final class RunningTest implements Supplier<TestScope> {

    private final ITestNGMethod method;
    private final ClassRun ofClass;
    private final TestId id;
    private @Nullable ITestResult result;
    private @Nullable TestScope scope;
    private @Nullable Throwable failure;
    private boolean ended;

    RunningTest(ITestNGMethod method, ClassRun ofClass, TestId id) {
        this.method = method;
        this.ofClass = ofClass;
        this.id = id;
    }

    ClassRun ofClass() {
        return ofClass;
    }

    /** Tells whether a configuration method before the given test belongs to this try of it. */
    synchronized boolean isPreparing(ITestNGMethod test) {
        return result == null && method == test;
    }

    /** Tells whether this is the try of a result, and takes it over if it is the one that was prepared. */
    synchronized boolean begins(ITestResult begun) {
        if (result == null && isSame(begun.getMethod())) {
            result = begun;
        }
        return result == begun;
    }

    /** Results may name the method by a lighter copy of it. */
    private boolean isSame(ITestNGMethod other) {
        return method.getConstructorOrMethod().equals(other.getConstructorOrMethod());
    }

    synchronized boolean isOf(ITestResult other) {
        return result == other;
    }

    @Override
    public synchronized TestScope get() {
        if (scope == null) {
            scope = ofClass.get().test(id);
            if (ended) {
                scope.close(new Outcome.Aborted());
            }
        }
        return scope;
    }

    synchronized void failed(Throwable thrown) {
        failure = thrown;
        if (scope != null) {
            scope.failed(thrown);
        }
    }

    synchronized void end() {
        ended = true;
        if (scope != null) {
            scope.close(failure == null ? new Outcome.Passed() : new Outcome.Failed(failure));
        }
    }
}
