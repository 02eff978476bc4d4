package org.pgtestdb4j.sqldir.internal.lexer;

/** A place in a text that only moves on, and knows its line. */
final class Cursor {

    private static final char NOTHING = '\0';

    private final String text;
    private int position;
    private int line;

    Cursor(String text, int line) {
        this.text = text;
        this.line = line;
    }

    boolean atEnd() {
        return position >= text.length();
    }

    char current() {
        return peek(0);
    }

    /** Returns a character further on, or one that no rule knows behind the end. */
    char peek(int distance) {
        int at = position + distance;
        return at < text.length() ? text.charAt(at) : NOTHING;
    }

    boolean at(String expected) {
        return text.startsWith(expected, position);
    }

    void advance() {
        if (text.charAt(position) == '\n') {
            line++;
        }
        position++;
    }

    void advance(int count) {
        for (int i = 0; i < count && !atEnd(); i++) {
            advance();
        }
    }

    void advanceTo(int target) {
        advance(target - position);
    }

    int position() {
        return position;
    }

    int line() {
        return line;
    }

    String from(int start) {
        return text.substring(start, position);
    }

    /** Returns where the line ends: at its line feed, or at the end of the text. */
    int endOfLine() {
        int end = text.indexOf('\n', position);
        return end < 0 ? text.length() : end;
    }

    /** Returns where a text occurs next, or -1. */
    int find(String wanted) {
        return text.indexOf(wanted, position);
    }

    String text() {
        return text;
    }
}
