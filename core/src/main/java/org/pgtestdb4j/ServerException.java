package org.pgtestdb4j;

import org.jspecify.annotations.Nullable;

/** There is no PostgreSQL server to work with: none was found, it cannot be reached, or it lacks a right or a feature. */
public final class ServerException extends PgTestDbException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what was tried, the likely cause and the next step
     */
    public ServerException(String message) {
        this(message, null);
    }

    /**
     * Creates the exception.
     *
     * @param message what was tried, the likely cause and the next step
     * @param cause what it comes from, or null
     */
    public ServerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
