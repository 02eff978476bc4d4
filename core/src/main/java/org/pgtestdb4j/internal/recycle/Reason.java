package org.pgtestdb4j.internal.recycle;

/** Why a used clone is dropped rather than handed out again. */
public enum Reason {
    SEEDED_TABLE("wrote to a table that migrations have filled"),
    ODD_INDEX("wrote to a table with an index that is no b-tree"),
    TRIGGER("wrote to a table with a trigger or rule that fires always, or for replicas"),
    OTHERS_TABLE("wrote to a table of another role"),
    MANY_ROWS("wrote very many rows"),
    BIG_INDEX("wrote more rows than the first page of an index holds"),
    SEQUENCE("moved a sequence that could not be put back"),
    DEFINITIONS("changed definitions, as by DDL, TRUNCATE or a temporary table"),
    VACUUM("ran VACUUM on all tables, the system's too"),
    STATISTICS("ran ANALYZE"),
    LARGE_OBJECTS("wrote large objects"),
    DATABASE("changed the database itself, such as its settings, or left a prepared transaction"),
    SET_OFF("restoring one table changed another"),
    NOT_EMPTIED("a table could not be emptied"),
    SESSIONS("left sessions that did not end"),
    CRASH("the server crashed"),
    ERROR("looking or restoring failed"),
    NOT_OURS("the database was dropped, renamed or taken over"),
    UNKNOWN_TEMPLATE("nothing fresh was there to compare with");

    private final String text;

    Reason(String text) {
        this.text = text;
    }

    /** Says it for people. */
    @Override
    public String toString() {
        return text;
    }
}
