package org.pgtestdb4j.testng;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.testng.IConfigurationListener;
import org.testng.ITestListener;
import org.testng.ITestNGListener;
import org.testng.ITestResult;
import org.testng.TestNG;
import org.testng.xml.XmlClass;
import org.testng.xml.XmlSuite;
import org.testng.xml.XmlSuite.ParallelMode;
import org.testng.xml.XmlTest;

/** Classes that are run by TestNG inside of a test. */
final class Fixture {

    private final XmlSuite suite = new XmlSuite();
    private final List<ITestNGListener> listeners = new ArrayList<>();

    private Fixture() {
        suite.setName("fixture");
    }

    /** All classes in one {@code <test>}. */
    static Fixture of(Class<?>... types) {
        return new Fixture().andTest(types);
    }

    Fixture andTest(Class<?>... types) {
        XmlTest test = new XmlTest(suite);
        test.setName("test " + suite.getTests().size());
        test.setXmlClasses(Arrays.stream(types).map(XmlClass::new).toList());
        return this;
    }

    Fixture with(String parameter, String value) {
        suite.getParameters().put(parameter, value);
        return this;
    }

    Fixture with(ITestNGListener listener) {
        listeners.add(listener);
        return this;
    }

    Fixture with(Consumer<XmlSuite> change) {
        change.accept(suite);
        return this;
    }

    Fixture parallel(ParallelMode mode) {
        suite.setParallel(mode);
        suite.setThreadCount(8);
        suite.setDataProviderThreadCount(8);
        return this;
    }

    Results run() {
        return run(List.of(this));
    }

    static Results run(List<Fixture> suites) {
        Seen.forget();
        Results results = new Results();
        TestNG testNg = new TestNG(false);
        testNg.setVerbose(0);
        testNg.addListener(results);
        suites.stream().flatMap(fixture -> fixture.listeners.stream()).forEach(testNg::addListener);
        testNg.setXmlSuites(suites.stream().map(fixture -> fixture.suite).toList());
        testNg.run();
        return results;
    }

    /** Runs all tests and lets them pass. */
    void passes(int tests) {
        Results results = run();
        assertThat(results.failures()).isEmpty();
        assertThat(results.skipped).isEmpty();
        assertThat(results.passed).hasSize(tests);
    }

    /** Returns what the only failing test, or configuration method, reports. */
    Throwable fails() {
        List<Throwable> failures = run().failures();
        assertThat(failures).hasSize(1);
        return failures.get(0);
    }

    /** What TestNG tells about its run. */
    static final class Results implements ITestListener, IConfigurationListener {

        final Queue<ITestResult> passed = new ConcurrentLinkedQueue<>();
        final Queue<ITestResult> skipped = new ConcurrentLinkedQueue<>();
        final Queue<ITestResult> failed = new ConcurrentLinkedQueue<>();

        @Override
        public void onTestSuccess(ITestResult result) {
            passed.add(result);
        }

        @Override
        public void onTestSkipped(ITestResult result) {
            skipped.add(result);
        }

        @Override
        public void onTestFailure(ITestResult result) {
            failed.add(result);
        }

        @Override
        public void onTestFailedButWithinSuccessPercentage(ITestResult result) {
            failed.add(result);
        }

        @Override
        public void onConfigurationFailure(ITestResult result) {
            failed.add(result);
        }

        List<Throwable> failures() {
            return failed.stream().map(ITestResult::getThrowable).toList();
        }
    }
}
