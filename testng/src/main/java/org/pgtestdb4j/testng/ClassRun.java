package org.pgtestdb4j.testng;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Supplier;
import org.pgtestdb4j.binding.TestId;
import org.pgtestdb4j.binding.TestScope;
import org.pgtestdb4j.binding.TestSession;

/** A class with databases in one {@code <test>} of a suite, with all its instances. Safe for use by several threads. */
final class ClassRun extends Place {

    private final Class<?> type;
    private final Supplier<TestSession> session;
    private final Set<Object> instances = Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean last;

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

    @Override
    TestScope open() {
        return session.get().ofClass(test(""), Annotations.of(type));
    }

    /** Notes that all tests of one instance have ended; its {@code @AfterClass} methods may still come. */
    synchronized void instanceEnds() {
        last = instances.size() == 1;
    }

    /** Tells whether nothing comes any more. Of several instances, which may run at the same time, that is known at the end of the run only. */
    synchronized boolean isLast() {
        return last;
    }
}
