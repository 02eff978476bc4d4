package org.pgtestdb4j.sqldir.internal.run;

/** Whose transactions a script runs in. */
public enum Transaction {
    /** Every statement has its own, unless the script says BEGIN: as psql does. */
    OWN,
    /** One around the whole script. */
    AROUND,
    /** One around the whole script if it has several statements and no BEGIN or COMMIT of its own: as the server does with one query. */
    AS_ONE_QUERY
}
