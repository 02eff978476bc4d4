package org.pgtestdb4j;

import java.util.List;

/**
 * Quotes what a test last ran through its data source. With the setting {@code pgtestdb4j.log-sql} it is attached to the failure of the test
 * as a suppressed exception, since everything that reports tests prints those; it is never thrown and has no stack.
 */
public final class LastStatements extends Exception {

    private static final long serialVersionUID = 1L;

    /** The name of the database on the server. */
    private final String database;

    /**
     * Creates the note.
     *
     * @param database the name of the database on the server
     * @param statements the last statements, the oldest first, each in one line
     * @param count how many statements there were in all
     */
    public LastStatements(String database, List<String> statements, long count) {
        super(
                "the last %d of %d statements on the database %s, the latest at the end:%n    %s"
                        .formatted(
                                statements.size(),
                                count,
                                database,
                                String.join(System.lineSeparator() + "    ", statements)),
                null,
                false,
                false);
        this.database = database;
    }

    /**
     * Returns the name of the database on the server.
     *
     * @return the name
     */
    public String database() {
        return database;
    }
}
