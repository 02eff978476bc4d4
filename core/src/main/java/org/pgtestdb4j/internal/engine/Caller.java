package org.pgtestdb4j.internal.engine;

/** Names the code that asked for a database, where no test framework does. */
public final class Caller {

    private static final String OURS = "org.pgtestdb4j.";

    private Caller() {}

    /** Returns the nearest method on this thread's stack that is not part of this library. */
    public static String name() {
        return StackWalker.getInstance()
                .walk(frames -> frames.filter(frame -> !frame.getClassName().startsWith(OURS))
                        .findFirst()
                        .map(frame -> simple(frame.getClassName()) + "." + frame.getMethodName()))
                .orElse(Thread.currentThread().getName());
    }

    private static String simple(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }
}
