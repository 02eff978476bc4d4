package org.pgtestdb4j.internal.engine;

import java.lang.StackWalker.StackFrame;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Names the code that asked for a database, where no test framework does: the test, if one is on this thread's stack, and not the library
 * or the base class through which it asked.
 */
public final class Caller {

    private static final String API = "org.pgtestdb4j.PgTestDb";

    /** What is never the caller: we, and what the JDK puts between a framework and a test. */
    private static final List<String> BETWEEN =
            List.of("org.pgtestdb4j.internal.", API + "$", "java.", "javax.", "jdk.", "sun.");

    /** What runs tests. Assertions of the same frameworks are called by tests, and so are not among it. */
    private static final List<String> FRAMEWORKS = List.of(
            "org.junit.platform.",
            "org.junit.jupiter.engine.",
            "org.junit.runners.",
            "org.junit.internal.",
            "org.testng.internal.",
            "org.spockframework.",
            "io.cucumber.",
            "io.kotest.");

    private static final String LAMBDA = "lambda$";

    private Caller() {}

    /** Returns the method that a test framework called on this thread; if none did, the nearest that is not part of this library. */
    public static String name() {
        return StackWalker.getInstance().walk(Caller::find);
    }

    private static String find(Stream<StackFrame> frames) {
        @Nullable StackFrame nearest = null;
        @Nullable StackFrame outermost = null;
        for (StackFrame frame : (Iterable<StackFrame>) frames::iterator) {
            if (startsWithAny(frame.getClassName(), FRAMEWORKS)) {
                return readable(outermost);
            }
            if (!isBetween(frame.getClassName())) {
                nearest = nearest == null ? frame : nearest;
                outermost = frame;
            }
        }
        return readable(nearest);
    }

    private static boolean isBetween(String className) {
        return className.equals(API) || startsWithAny(className, BETWEEN);
    }

    private static boolean startsWithAny(String className, List<String> prefixes) {
        return prefixes.stream().anyMatch(className::startsWith);
    }

    private static String readable(@Nullable StackFrame frame) {
        if (frame == null) {
            return Thread.currentThread().getName();
        }
        String className = frame.getClassName();
        return className.substring(className.lastIndexOf('.') + 1) + "." + withoutLambda(frame.getMethodName());
    }

    /** The compiler calls the body of a lambda after the method in which it stands: {@code lambda$storesAnOrder$0}. */
    private static String withoutLambda(String method) {
        int end = method.lastIndexOf('$');
        return method.startsWith(LAMBDA) && end > LAMBDA.length() ? method.substring(LAMBDA.length(), end) : method;
    }
}
