package org.pgtestdb4j.internal.recycle;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A table, an index or what overflows from a table, as it is in every fresh clone of a template.
 *
 * @param table the table that it is, or whose index or overflow it is
 * @param name qualified and quoted
 * @param kind as the catalog has it
 * @param bytes the size of its main file
 * @param plainIndex whether it is a b-tree of all rows, of which the planner cannot tell whether its first page is in use yet
 * @param state what its catalog says
 * @param digest of what its catalog says
 */
record Relation(long table, String name, char kind, long bytes, boolean plainIndex, State state, long digest) {

    /** Computes the digest of a row of pg_class. */
    static final String DIGEST = "hash_record_extended(ROW(oid, relpages, reltuples, relallvisible), 0)";

    /**
     * What can be told of a relation at any time.
     *
     * @param writes how many rows were written since the clone was made, rolled-back ones too
     * @param pages how long the catalog says it is
     * @param rows how many rows the catalog says it has; below zero if that was never counted
     * @param visible how many pages the catalog takes for visible to everybody
     */
    record State(long writes, int pages, float rows, int visible) {

        /** Reads it from a row of pg_class that has the writes beside it. */
        static State of(ResultSet row) throws SQLException {
            return of(row, row.getLong("writes"));
        }

        /** Reads it from a row of pg_class. */
        static State of(ResultSet row, long writes) throws SQLException {
            return new State(writes, row.getInt("relpages"), row.getFloat("reltuples"), row.getInt("relallvisible"));
        }
    }

    boolean isIndex() {
        return kind == 'i';
    }
}
