package org.pgtestdb4j.junit5;

import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;
import org.pgtestdb4j.binding.Outcome;

/** Tells failures from what JUnit takes for an aborted test. */
final class Outcomes {

    /** Thrown by assumptions of JUnit 4, which JUnit accepts in Jupiter's tests; known by name, since it need not be there. */
    private static final String ABORTED_BY_JUNIT4 = "org.junit.internal.AssumptionViolatedException";

    private Outcomes() {}

    static Outcome of(ExtensionContext context) {
        return context.getExecutionException().map(Outcomes::of).orElseGet(Outcome.Passed::new);
    }

    private static Outcome of(Throwable thrown) {
        return isAborted(thrown) ? new Outcome.Aborted() : new Outcome.Failed(thrown);
    }

    static boolean isAborted(Throwable thrown) {
        return thrown instanceof TestAbortedException
                || Stream.<Class<?>>iterate(thrown.getClass(), type -> type != null, Class::getSuperclass)
                        .anyMatch(type -> type.getName().equals(ABORTED_BY_JUNIT4));
    }
}
