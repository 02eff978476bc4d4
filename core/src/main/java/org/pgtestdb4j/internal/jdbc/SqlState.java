package org.pgtestdb4j.internal.jdbc;

import java.sql.SQLException;

/** The SQLSTATEs that decide what happens next, by PostgreSQL's names for them. */
public final class SqlState {

    private static final String DUPLICATE_DATABASE = "42P04";
    private static final String UNIQUE_VIOLATION = "23505";
    public static final String INVALID_CATALOG_NAME = "3D000";
    public static final String INSUFFICIENT_PRIVILEGE = "42501";
    public static final String INVALID_PASSWORD = "28P01";
    public static final String UNDEFINED_TABLE = "42P01";
    public static final String UNDEFINED_OBJECT = "42704";
    public static final String PROTOCOL_VIOLATION = "08P01";
    public static final String DEPENDENT_OBJECTS_STILL_EXIST = "2BP01";
    public static final String OBJECT_IN_USE = "55006";
    public static final String DISK_FULL = "53100";
    public static final String TOO_MANY_CONNECTIONS = "53300";

    private SqlState() {}

    /** Tells whether an error carries a state. */
    public static boolean is(SQLException error, String state) {
        return state.equals(error.getSQLState());
    }

    /** Tells whether a database could not be created because somebody else did so before, or at the same moment. */
    public static boolean isDuplicateDatabase(SQLException error) {
        return is(error, DUPLICATE_DATABASE) || is(error, UNIQUE_VIOLATION);
    }

    /** Tells whether the session is lost, not just a statement. */
    public static boolean isConnectionLoss(SQLException error) {
        String state = error.getSQLState();
        return state != null && (state.startsWith("08") || state.startsWith("57P"));
    }
}
