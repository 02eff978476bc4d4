package org.pgtestdb4j;

/**
 * A test left sessions open on its database, and {@link Leaks#FAIL} holds. The message names them; those that were taken from our data
 * source have a suppressed exception each, whose stack shows where.
 */
public final class LeakException extends PgTestDbException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message who left what open
     */
    public LeakException(String message) {
        super(message, null);
    }
}
