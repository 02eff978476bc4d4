package org.pgtestdb4j;

import org.jspecify.annotations.Nullable;

/** A migration failed, so there is no template to clone. */
public final class MigrationException extends PgTestDbException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what was tried, the likely cause and the next step
     */
    public MigrationException(String message) {
        this(message, null);
    }

    /**
     * Creates the exception.
     *
     * @param message what was tried, the likely cause and the next step
     * @param cause what it comes from, or null
     */
    public MigrationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
