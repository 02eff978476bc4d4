package org.pgtestdb4j.sqldir.internal.lexer;

/** Who would read a file, had we not. */
public enum Dialect {
    /** psql: backslash commands and variables are its own, the rest is for the server. */
    PSQL,
    /** A tool that sends what it finds: a backslash or a colon outside of quotes is the server's business. */
    SERVER
}
