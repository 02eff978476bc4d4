package org.pgtestdb4j;

import org.jspecify.annotations.Nullable;

/** The root of everything that this library throws. Its leaves are named by what has to be put right. */
public abstract sealed class PgTestDbException extends RuntimeException
        permits ConfigurationException, ServerException, MigrationException, DatabaseException, LeakException {

    private static final long serialVersionUID = 1L;

    PgTestDbException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
