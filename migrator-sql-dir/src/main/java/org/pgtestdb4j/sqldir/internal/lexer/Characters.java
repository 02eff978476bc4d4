package org.pgtestdb4j.sqldir.internal.lexer;

/** Classes of characters, as PostgreSQL's own scanner has them. */
final class Characters {

    private static final int FIRST_BEYOND_ASCII = 0x80;

    private Characters() {}

    static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    static boolean isNewline(char c) {
        return c == '\n' || c == '\r';
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean startsWord(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= FIRST_BEYOND_ASCII;
    }

    static boolean continuesWord(char c) {
        return startsWord(c) || isDigit(c) || c == '$';
    }

    /** A dollar quote's tag, and the name of a variable, have no dollar in them. */
    static boolean continuesTag(char c) {
        return startsWord(c) || isDigit(c);
    }
}
