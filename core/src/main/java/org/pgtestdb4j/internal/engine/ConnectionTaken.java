package org.pgtestdb4j.internal.engine;

import org.pgtestdb4j.internal.jdbc.OpenSession;

/** Shows by its stack where a connection was taken that was not given back; never thrown. */
final class ConnectionTaken extends Exception {

    private static final long serialVersionUID = 1L;

    ConnectionTaken(OpenSession session) {
        super("here, and not given back", null, false, true);
        setStackTrace(session.takenAt().toArray(StackTraceElement[]::new));
    }

    /** The stack is that of somebody else. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
