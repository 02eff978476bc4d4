package org.pgtestdb4j.internal.engine;

/** The engines that wait for somebody to open a handle on them again. */
public final class LingeringEngines {

    private LingeringEngines() {}

    /** Ends those of this class loader, for tests that look at what engines leave. */
    public static void end() {
        Engines.endUnused();
    }
}
