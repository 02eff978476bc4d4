package org.pgtestdb4j;

import org.jspecify.annotations.Nullable;

/** Settings, annotations or the class path do not say clearly what is wanted. */
public final class ConfigurationException extends PgTestDbException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what was tried, the likely cause and the next step
     */
    public ConfigurationException(String message) {
        this(message, null);
    }

    /**
     * Creates the exception.
     *
     * @param message what was tried, the likely cause and the next step
     * @param cause what it comes from, or null
     */
    public ConfigurationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
