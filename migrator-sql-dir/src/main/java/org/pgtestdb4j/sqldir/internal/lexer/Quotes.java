package org.pgtestdb4j.sqldir.internal.lexer;

import static org.pgtestdb4j.sqldir.internal.lexer.Characters.continuesTag;
import static org.pgtestdb4j.sqldir.internal.lexer.Characters.isNewline;
import static org.pgtestdb4j.sqldir.internal.lexer.Characters.isSpace;
import static org.pgtestdb4j.sqldir.internal.lexer.Characters.startsWord;

/** Moves a cursor over what hides semicolons: comments and everything in quotes. */
final class Quotes {

    private final Cursor cursor;

    Quotes(Cursor cursor) {
        this.cursor = cursor;
    }

    /** Moves over blanks and comments, and tells whether there was one. */
    boolean skipIgnored() {
        if (isSpace(cursor.current())) {
            cursor.advance();
        } else if (cursor.at("--")) {
            skipLineComment();
        } else if (cursor.at("/*")) {
            skipBlockComment();
        } else {
            return false;
        }
        return true;
    }

    private void skipLineComment() {
        while (!cursor.atEnd() && !isNewline(cursor.current())) {
            cursor.advance();
        }
    }

    private void skipBlockComment() {
        int line = cursor.line();
        int depth = 0;
        do {
            if (cursor.atEnd()) {
                throw new SqlSyntaxException(line, "the comment /* is never closed");
            }
            if (cursor.at("/*")) {
                depth++;
                cursor.advance(2);
            } else if (cursor.at("*/")) {
                depth--;
                cursor.advance(2);
            } else {
                cursor.advance();
            }
        } while (depth > 0);
    }

    /** Moves over a literal, and over its continuations on further lines, which keep its kind. */
    void skipLiteral(boolean backslashEscapes) {
        do {
            skipQuoted('\'', backslashEscapes);
        } while (skipToContinuation());
    }

    void skipIdentifier() {
        skipQuoted('"', false);
    }

    private void skipQuoted(char quote, boolean backslashEscapes) {
        int line = cursor.line();
        cursor.advance();
        while (!cursor.atEnd()) {
            char c = cursor.current();
            if (c == '\\' && backslashEscapes) {
                cursor.advance(2);
            } else if (c != quote) {
                cursor.advance();
            } else if (cursor.peek(1) == quote) {
                cursor.advance(2);
            } else {
                cursor.advance();
                return;
            }
        }
        throw new SqlSyntaxException(line, "the quote " + quote + " is never closed");
    }

    /** SQL joins literals that have nothing but blanks, line comments and at least one line break between them. */
    private boolean skipToContinuation() {
        int distance = 0;
        boolean newline = false;
        while (true) {
            char c = cursor.peek(distance);
            if (isSpace(c)) {
                newline |= isNewline(c);
                distance++;
            } else if (c == '-' && cursor.peek(distance + 1) == '-') {
                distance = endOfComment(distance);
            } else {
                break;
            }
        }
        if (newline && cursor.peek(distance) == '\'') {
            cursor.advance(distance);
            return true;
        }
        return false;
    }

    private int endOfComment(int start) {
        int distance = start;
        while (cursor.position() + distance < cursor.text().length() && !isNewline(cursor.peek(distance))) {
            distance++;
        }
        return distance;
    }

    /** Moves over text in dollar quotes, and tells whether there was one. */
    boolean skipDollarQuoted() {
        int length = 1;
        if (startsWord(cursor.peek(1))) {
            while (continuesTag(cursor.peek(length))) {
                length++;
            }
        }
        if (cursor.peek(length) != '$') {
            return false;
        }
        int line = cursor.line();
        int start = cursor.position();
        cursor.advance(length + 1);
        String delimiter = cursor.from(start);
        int end = cursor.find(delimiter);
        if (end < 0) {
            throw new SqlSyntaxException(line, "the dollar quote " + delimiter + " is never closed");
        }
        cursor.advanceTo(end + delimiter.length());
        return true;
    }
}
