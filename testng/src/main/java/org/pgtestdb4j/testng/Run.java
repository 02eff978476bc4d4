package org.pgtestdb4j.testng;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.binding.CurrentScope;
import org.pgtestdb4j.binding.TestScope;
import org.pgtestdb4j.binding.TestSession;
import org.testng.ITestNGMethod;
import org.testng.ITestResult;
import org.testng.xml.XmlTest;

/**
 * One run of TestNG, with all its suites.
 *
 * <p>TestNG says when a test begins, but not when its last {@code @AfterMethod} is over. So a test ends when its thread goes on to something
 * else, or is gone, or with its {@code <test>}; at once, where there is no such method. Safe for use by several threads.
 */
final class Run {

    private final SuiteParameters parameters;
    private final IdentityHashMap<XmlTest, Map<Class<?>, ClassRun>> classes = new IdentityHashMap<>();
    private final Map<String, AtomicInteger> tries = new ConcurrentHashMap<>();

    /** Where threads are: at a test, or at the class whose own methods run. */
    private final Map<Thread, Supplier<TestScope>> places = new ConcurrentHashMap<>();

    private @Nullable TestSession session;

    Run(SuiteParameters parameters) {
        this.parameters = parameters;
    }

    /** Expects the tests of a {@code <test>}. */
    synchronized void expect(XmlTest xmlTest, ITestNGMethod[] methods) {
        Map<Class<?>, ClassRun> inTest = classes.computeIfAbsent(xmlTest, key -> new ConcurrentHashMap<>());
        for (ITestNGMethod method : methods) {
            Class<?> type = method.getTestClass().getRealClass();
            if (hasDatabases(type)) {
                inTest.computeIfAbsent(type, key -> new ClassRun(type, this::session))
                        .add(method.getInstance());
            }
        }
    }

    static boolean hasDatabases(Class<?> type) {
        try {
            return !Annotations.of(type).isEmpty();
        } catch (ConfigurationException e) {
            return true; // What is wrong is told to the tests.
        }
    }

    synchronized Optional<ClassRun> find(@Nullable XmlTest xmlTest, Class<?> type) {
        return Optional.ofNullable(classes.getOrDefault(xmlTest, Map.of()).get(type));
    }

    private synchronized TestSession session() {
        if (session == null) {
            session = TestSession.open(parameters::find);
        }
        return session;
    }

    /** Goes on to a method of a class that is no test, nor belongs to one. */
    void enter(ClassRun ofClass) {
        if (here() != ofClass) {
            moveTo(ofClass);
        }
    }

    /** Goes on to what comes before a test. */
    void prepare(ITestNGMethod method, ClassRun ofClass) {
        if (!(here() instanceof RunningTest test && test.isPreparing(method))) {
            begin(method, ofClass);
        }
    }

    /** Goes on to a test. */
    RunningTest start(ITestResult result, ClassRun ofClass) {
        return here() instanceof RunningTest test && test.begins(result) ? test : startUnprepared(result, ofClass);
    }

    private RunningTest startUnprepared(ITestResult result, ClassRun ofClass) {
        RunningTest test = begin(result.getMethod(), ofClass);
        test.begins(result);
        return test;
    }

    private RunningTest begin(ITestNGMethod method, ClassRun ofClass) {
        endWhereThreadsAreGone();
        int number = tries.computeIfAbsent(
                        method.getTestClass().getName() + "." + method.getMethodName(), key -> new AtomicInteger())
                .incrementAndGet();
        RunningTest test = new RunningTest(
                method, ofClass, ofClass.test(method.getMethodName() + "()" + (number == 1 ? "" : "[" + number + "]")));
        moveTo(test);
        return test;
    }

    /** Returns what runs on this thread, if it is the test of a result. */
    Optional<RunningTest> testOf(ITestResult result) {
        return here() instanceof RunningTest test && test.isOf(result) ? Optional.of(test) : Optional.empty();
    }

    /** Tells what runs on this thread that something before or after it failed. */
    void failedHere(Throwable thrown) {
        Supplier<TestScope> now = here();
        if (now instanceof RunningTest test) {
            test.failed(thrown);
        } else if (now instanceof ClassRun ofClass) {
            ofClass.failed(thrown);
        }
    }

    private @Nullable Supplier<TestScope> here() {
        return places.get(Thread.currentThread());
    }

    private void moveTo(Supplier<TestScope> next) {
        leave();
        places.put(Thread.currentThread(), next);
        CurrentScope.enter(next);
    }

    /** Ends what this thread did. */
    void leave() {
        Supplier<TestScope> before = places.remove(Thread.currentThread());
        if (before != null) {
            CurrentScope.leave(before);
            end(before);
        }
    }

    private void end(Supplier<TestScope> before) {
        if (before instanceof RunningTest test) {
            test.end();
        } else if (before instanceof ClassRun ofClass && ofClass.isLast()) {
            end(ofClass);
        }
    }

    private void endWhereThreadsAreGone() {
        places.entrySet().removeIf(place -> {
            boolean gone = !place.getKey().isAlive();
            if (gone) {
                end(place.getValue());
            }
            return gone;
        });
    }

    /** Ends a class, and its tests before it: they may share its databases. */
    void end(ClassRun ofClass) {
        places.values().forEach(place -> {
            if (place instanceof RunningTest test && test.ofClass() == ofClass) {
                test.end();
            }
        });
        ofClass.end();
    }

    /** Ends a {@code <test>}. */
    void end(XmlTest xmlTest) {
        leave();
        forget(xmlTest).forEach(ofClass -> end(ofClass));
    }

    private synchronized List<ClassRun> forget(XmlTest xmlTest) {
        Map<Class<?>, ClassRun> inTest = classes.remove(xmlTest);
        return inTest == null ? List.of() : List.copyOf(inTest.values());
    }

    /** Ends the run. */
    void end() {
        leave();
        allTests().forEach(xmlTest -> end(xmlTest));
        synchronized (this) {
            if (session != null) {
                session.close();
            }
        }
    }

    private synchronized List<XmlTest> allTests() {
        return List.copyOf(classes.keySet());
    }
}
