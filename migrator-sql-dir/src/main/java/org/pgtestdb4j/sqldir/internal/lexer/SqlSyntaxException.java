package org.pgtestdb4j.sqldir.internal.lexer;

/** A file cannot be split, because something that was begun in it never ends. */
public final class SqlSyntaxException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int line;

    SqlSyntaxException(int line, String message) {
        super(message);
        this.line = line;
    }

    /** Returns the line on which the matter begins, counted from 1. */
    public int line() {
        return line;
    }
}
