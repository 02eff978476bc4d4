package org.pgtestdb4j;

import org.jspecify.annotations.Nullable;

/** A single test database cannot be made, or cannot be used any more. */
public final class DatabaseException extends PgTestDbException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what was tried, the likely cause and the next step
     */
    public DatabaseException(String message) {
        this(message, null);
    }

    /**
     * Creates the exception.
     *
     * @param message what was tried, the likely cause and the next step
     * @param cause what it comes from, or null
     */
    public DatabaseException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
