package org.pgtestdb4j;

/**
 * Says where a database can be found that outlives its test. It is attached to the failure of the test as a suppressed exception, since
 * everything that reports tests prints those; it is never thrown and has no stack.
 */
public final class KeptDatabase extends Exception {

    private static final long serialVersionUID = 1L;

    /** The name of the database on the server. */
    private final String database;

    /**
     * Creates the note.
     *
     * @param database the name of the database on the server
     * @param howToOpen the lines that open it
     */
    public KeptDatabase(String database, String howToOpen) {
        super(
                "database " + database + " was kept; open it with" + System.lineSeparator() + howToOpen,
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
