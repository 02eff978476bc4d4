package org.pgtestdb4j.testng;

import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.binding.TestId;
import org.pgtestdb4j.binding.TestScope;
import org.testng.ITestNGMethod;
import org.testng.ITestResult;

/**
 * One try of one invocation of a test, from its first {@code @BeforeMethod} to its last {@code @AfterMethod}: these and the test itself follow
 * each other on one thread. Safe for use by several threads, since a test can start some.
 */
final class RunningTest extends Place {

    private final ITestNGMethod method;
    private final ClassRun ofClass;
    private final TestId id;
    private @Nullable ITestResult result;

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

    /** Tells whether a configuration method is the last one that runs after the test. */
    boolean endsWith(ITestNGMethod configuration) {
        return isLast(configuration, method.getTestClass().getAfterTestMethods());
    }

    /** Tells whether one of several methods is the last of them. */
    static boolean isLast(ITestNGMethod method, ITestNGMethod[] all) {
        return all.length > 0 && all[all.length - 1].getConstructorOrMethod().equals(method.getConstructorOrMethod());
    }

    @Override
    TestScope open() {
        return ofClass.get().test(id);
    }
}
