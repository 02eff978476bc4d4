package org.pgtestdb4j.testng;

import java.lang.reflect.Method;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.testng.IAlterSuiteListener;
import org.testng.IClassListener;
import org.testng.IConfigurationListener;
import org.testng.IDataProviderInterceptor;
import org.testng.IDataProviderListener;
import org.testng.IDataProviderMethod;
import org.testng.IExecutionListener;
import org.testng.IInvokedMethod;
import org.testng.IInvokedMethodListener;
import org.testng.ITestClass;
import org.testng.ITestContext;
import org.testng.ITestListener;
import org.testng.ITestNGMethod;
import org.testng.ITestResult;
import org.testng.SkipException;
import org.testng.TestNGException;
import org.testng.xml.XmlSuite;

/**
 * Follows TestNG's run, so that tests of classes with {@link PgTest} have databases. TestNG finds it by itself, as a service; it does nothing
 * to other classes. It is no annotation transformer, of which TestNG has one only: yours stays.
 *
 * <p>Safe for tests that run concurrently, in whatever way.
 */
public final class PgTestDbListener
        implements IExecutionListener,
                IAlterSuiteListener,
                ITestListener,
                IClassListener,
                IConfigurationListener,
                IInvokedMethodListener,
                IDataProviderListener,
                IDataProviderInterceptor {

    private final SuiteParameters parameters = new SuiteParameters();
    private final Run own = new Run(parameters);

    /** Creates a listener. TestNG calls it. */
    public PgTestDbListener() {}

    /** Learns what suites set. TestNG calls it. */
    @Override
    public void alter(List<XmlSuite> suites) {
        parameters.add(suites);
        Runs.begin(suites, own);
    }

    /** Learns which classes have databases. TestNG calls it. */
    @Override
    public void onStart(ITestContext context) {
        run(context).expect(context.getCurrentXmlTest(), context.getAllTestMethods());
    }

    /** Takes back what the tests of the class had. TestNG calls it. */
    @Override
    public void onAfterClass(ITestClass testClass) {
        Run run = Runs.of(testClass.getXmlTest(), own);
        run.leave();
        run.find(testClass.getXmlTest(), testClass.getRealClass()).ifPresent(ofClass -> {
            ofClass.instanceEnds();
            if (ofClass.isLast() && testClass.getAfterClassMethods().length == 0) {
                run.end(ofClass);
            }
        });
    }

    /** Takes back what is left. TestNG calls it. */
    @Override
    public void onFinish(ITestContext context) {
        run(context).end(context.getCurrentXmlTest());
    }

    /** Ends the session: says what was done, and lets go of the server. TestNG calls it. */
    @Override
    public void onExecutionFinish() {
        Runs.end(own);
    }

    /** A data provider works before there is a test. TestNG calls it. */
    @Override
    public void beforeDataProviderExecution(IDataProviderMethod provider, ITestNGMethod method, ITestContext context) {
        run(context).leave();
    }

    /** Puts databases among the values of a data provider. TestNG calls it. */
    @Override
    public Iterator<Object[]> intercept(
            Iterator<Object[]> rows, IDataProviderMethod provider, ITestNGMethod method, ITestContext context) {
        Method test = method.getConstructorOrMethod().getMethod();
        if (test == null) {
            return rows; // A factory's constructor
        }
        if (classOf(method, context).isEmpty()) {
            refuseOurs(provider, method);
            return rows;
        }
        Databases databases = Databases.of(test);
        databases.refuseWhatIsTooEarly(test);
        return databases.isEmpty() ? rows : new RowsWithDatabases(rows, databases);
    }

    private static void refuseOurs(IDataProviderMethod provider, ITestNGMethod method) {
        if (provider.getMethod().getDeclaringClass() == PgTestDbProvider.class) {
            throw new TestNGException("%s names the data provider %s, but its class %s has no @PgTest. Add it."
                    .formatted(
                            method.getQualifiedName(),
                            PgTestDbProvider.NAME,
                            method.getTestClass().getName()));
        }
    }

    /** Begins a test with what comes before it, and ends one with what comes after the next. TestNG calls it. */
    @Override
    public void beforeConfiguration(ITestResult result, @Nullable ITestNGMethod test) {
        ITestNGMethod configuration = result.getMethod();
        Run run = run(result.getTestContext());
        if (test != null && configuration.isBeforeMethodConfiguration()) {
            classOf(test, result.getTestContext()).ifPresentOrElse(ofClass -> run.prepare(test, ofClass), run::leave);
        } else if (configuration.isBeforeClassConfiguration() || configuration.isAfterClassConfiguration()) {
            classOf(configuration, result.getTestContext()).ifPresentOrElse(run::enter, run::leave);
        } else if (!configuration.isAfterMethodConfiguration()) {
            run.leave();
        }
    }

    /** Begins a test. TestNG calls it. */
    @Override
    public void onTestStart(ITestResult result) {
        Run run = run(result.getTestContext());
        classOf(result.getMethod(), result.getTestContext())
                .ifPresentOrElse(ofClass -> run.start(result, ofClass), run::leave);
    }

    /** Ties parameters to their test. TestNG calls it. */
    @Override
    public void beforeInvocation(IInvokedMethod method, ITestResult result) {
        if (method.isTestMethod()) {
            classOf(result.getMethod(), result.getTestContext()).ifPresent(ofClass -> {
                RunningTest test = run(result.getTestContext()).start(result, ofClass);
                Stream.of(result.getParameters()).forEach(value -> DatabaseHandle.bind(value, test));
            });
        }
    }

    /** Notes failures, before anybody prints them. TestNG calls it. */
    @Override
    public void afterInvocation(IInvokedMethod method, ITestResult result) {
        Run run = run(result.getTestContext());
        if (method.isTestMethod()) {
            run.testOf(result).ifPresent(test -> failure(result).ifPresent(test::failed));
        } else {
            failure(result).ifPresent(run::failedHere);
        }
    }

    /** Notes a failure that came before the invocation. TestNG calls it. */
    @Override
    public void onConfigurationFailure(ITestResult result) {
        failure(result).ifPresent(run(result.getTestContext())::failedHere);
    }

    /** Ends a test. TestNG calls it. */
    @Override
    public void onTestSuccess(ITestResult result) {
        done(result);
    }

    /** Ends a test. TestNG calls it. */
    @Override
    public void onTestFailure(ITestResult result) {
        done(result);
    }

    /** Ends a test. TestNG calls it. */
    @Override
    public void onTestSkipped(ITestResult result) {
        done(result);
    }

    /** Ends a test. TestNG calls it. */
    @Override
    public void onTestFailedButWithinSuccessPercentage(ITestResult result) {
        done(result);
    }

    private void done(ITestResult result) {
        Run run = run(result.getTestContext());
        run.testOf(result).ifPresent(test -> {
            failure(result).ifPresent(test::failed);
            if (result.getMethod().getTestClass().getAfterTestMethods().length == 0) {
                run.leave();
            }
        });
    }

    /** What belongs to a whole suite has no context. */
    private Run run(@Nullable ITestContext context) {
        return context == null ? own : Runs.of(context.getCurrentXmlTest(), own);
    }

    private Optional<ClassRun> classOf(ITestNGMethod method, ITestContext context) {
        return run(context)
                .find(context.getCurrentXmlTest(), method.getTestClass().getRealClass());
    }

    /** A status says failure, until the last moment, also of what is skipped by an exception. */
    private static Optional<Throwable> failure(ITestResult result) {
        boolean failed = result.getStatus() == ITestResult.FAILURE
                || result.getStatus() == ITestResult.SUCCESS_PERCENTAGE_FAILURE;
        if (!failed || (result.getThrowable() instanceof SkipException skip && skip.isSkip())) {
            return Optional.empty();
        }
        Throwable thrown = result.getThrowable();
        return Optional.of(thrown != null ? thrown : new AssertionError("A listener says so, and does not say why"));
    }
}
