package org.pgtestdb4j.testng;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.binding.Outcome;
import org.pgtestdb4j.binding.TestId;
import org.pgtestdb4j.binding.TestScope;
import org.pgtestdb4j.binding.TestSession;

/** A class with databases in one {@code <test>} of a suite, with all its instances. Safe for use by several threads. */
final class ClassRun implements Supplier<TestScope> {

    private final Class<?> type;
    private final Supplier<TestSession> session;
    private final Set<Object> instances = Collections.newSetFromMap(new IdentityHashMap<>());
    private @Nullable TestScope scope;
    private @Nullable Throwable failure;
    private boolean last;
    private boolean ended;

    ClassRun(Class<?> type, Supplier<TestSession> session) {
        this.type = type;
        this.session = session;
    }

    TestId test(String name) {
        return TestId.of(type, name);
    }

    synchronized void add(Object instance) {
        instances.add(instance);
    }

    /** Returns the scope of the class. What is wrong with its declarations is told to whoever asks, in a test. */
    @Override
    public synchronized TestScope get() {
        if (scope == null) {
            scope = session.get().ofClass(test(""), Annotations.of(type));
            if (ended) {
                scope.close(new Outcome.Aborted());
            }
        }
        return scope;
    }

    /** Notes that all tests of one instance have ended; its {@code @AfterClass} methods may still come. */
    synchronized void instanceEnds() {
        last = instances.size() == 1;
    }

    /** Tells whether nothing comes any more. Of several instances, which may run at the same time, that is known at the end of the run only. */
    synchronized boolean isLast() {
        return last;
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
