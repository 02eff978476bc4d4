package org.pgtestdb4j.internal.jdbc;

import java.util.List;

/** Who called, without ourselves and the JDK. Cheap to capture; made readable only for those who ask. */
final class CallStack {

    /** Nobody. */
    static final CallStack NONE = new CallStack(List.of());

    private static final int MAX_FRAMES = 12;

    private final List<StackWalker.StackFrame> frames;

    private CallStack(List<StackWalker.StackFrame> frames) {
        this.frames = frames;
    }

    /** Returns the frames of this thread's callers, the innermost first; at least one. */
    static CallStack capture() {
        List<StackWalker.StackFrame> callers = StackWalker.getInstance()
                .walk(all ->
                        all.dropWhile(CallStack::isBetween).limit(MAX_FRAMES).toList());
        return callers.isEmpty()
                ? new CallStack(
                        StackWalker.getInstance().walk(all -> all.limit(1).toList()))
                : new CallStack(callers);
    }

    /** Our own frames, and those of whatever the JDK puts between us and a caller. */
    private static boolean isBetween(StackWalker.StackFrame frame) {
        String name = frame.getClassName();
        return name.startsWith("org.pgtestdb4j.internal.") || name.startsWith("java.") || name.startsWith("jdk.");
    }

    List<StackTraceElement> elements() {
        return frames.stream().map(StackWalker.StackFrame::toStackTraceElement).toList();
    }
}
