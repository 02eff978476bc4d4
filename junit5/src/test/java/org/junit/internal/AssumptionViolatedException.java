package org.junit.internal;

/** Stands in for the class of JUnit 4, with which Surefire would want the vintage engine, too. Jupiter knows it by name. */
public final class AssumptionViolatedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public AssumptionViolatedException(String message) {
        super(message);
    }
}
