package org.pgtestdb4j.internal.template;

/** How long templates stay. */
public enum TemplateLifetime {
    /** Until they are the longest unused and there are too many. */
    SERVER,
    /** Until the engine ends, and the role of the tests with them. */
    SESSION
}
