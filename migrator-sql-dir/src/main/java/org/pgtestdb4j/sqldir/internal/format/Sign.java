package org.pgtestdb4j.sqldir.internal.format;

/**
 * Why a directory is taken for one of a certain tool.
 *
 * @param strength how much the reason is worth
 * @param what the reason, for people
 */
public record Sign(Strength strength, String what) {

    /** From weak to strong. */
    public enum Strength {
        /** There are SQL files, and nothing says whose. */
        NOTHING_ELSE,
        /** Names that several tools may have. */
        NAMES,
        /** A file that one tool alone has. */
        SENTINEL,
        /** Words of one tool in the files themselves. */
        MARKER
    }

    static Sign names(String what) {
        return new Sign(Strength.NAMES, what);
    }

    static Sign sentinel(String what) {
        return new Sign(Strength.SENTINEL, what);
    }

    static Sign marker(String what) {
        return new Sign(Strength.MARKER, what);
    }
}
