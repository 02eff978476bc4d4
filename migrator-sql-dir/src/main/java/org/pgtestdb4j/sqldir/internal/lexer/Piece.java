package org.pgtestdb4j.sqldir.internal.lexer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a file of SQL consists of, in the order of the file. */
public sealed interface Piece {

    /** The line on which it begins, counted from 1. */
    int line();

    /**
     * A statement for the server, from its first word on, without the semicolon.
     *
     * @param text the statement as it stands in the file
     * @param line the line of its first word
     * @param kind what is done with it
     * @param references variables of psql in it, from left to right
     * @param data what {@code COPY … FROM STDIN} reads, with all line ends; null for every other kind
     */
    record Statement(
            String text,
            int line,
            Kind kind,
            List<Reference> references,
            @Nullable Data data) implements Piece {}

    /**
     * A backslash command of psql.
     *
     * @param name the word behind the backslash
     * @param arguments the rest of its line
     * @param line its line
     * @param insideStatement whether a statement was begun before it and not ended
     */
    record MetaCommand(String name, String arguments, int line, boolean insideStatement) implements Piece {}

    /** Ways to send a statement. */
    enum Kind {
        /** As a query. */
        QUERY,
        /** As a copy that wants data. */
        COPY_IN,
        /** As a copy that gives data. */
        COPY_OUT
    }

    /**
     * Rows for a copy.
     *
     * @param text everything between the statement's line and the end of data
     * @param line the line of the first row
     */
    record Data(String text, int line) {}

    /**
     * A place where psql would put the value of a variable.
     *
     * @param name the variable
     * @param quote {@code '} or {@code "}, or a blank for the plain value
     * @param start where it begins in the statement's text
     * @param end where it ends in the statement's text
     * @param line its line
     * @param maybeColon whether the server may understand the text as it is: an array's bounds, a pair of JSON
     */
    record Reference(String name, char quote, int start, int end, int line, boolean maybeColon) {}
}
