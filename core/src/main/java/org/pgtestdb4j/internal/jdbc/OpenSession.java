package org.pgtestdb4j.internal.jdbc;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A session that somebody left open.
 *
 * @param backend the server process
 * @param application what it called itself; empty where the server was not asked
 * @param state what it was doing, as the server names it, for example {@code idle in transaction}; empty where the server was not asked
 * @param query what it last ran; empty where that is not known
 * @param takenAt where it was taken from our data source, innermost first; empty for a session that was opened some other way
 */
public record OpenSession(
        int backend, String application, String state, String query, List<StackTraceElement> takenAt) {

    private static final int MAX_QUERY = 300;

    /** A connection that was taken from our data source, about which the server has not been asked yet. */
    static OpenSession taken(int backend, List<StackTraceElement> takenAt) {
        return new OpenSession(backend, "", "", "", takenAt);
    }

    /** Returns this session as the server describes it, with what only we know. */
    OpenSession as(OpenSession seenByServer) {
        return new OpenSession(backend, seenByServer.application, seenByServer.state, seenByServer.query, takenAt);
    }

    /** Tells whether it was taken from our data source. */
    public boolean isOurs() {
        return !takenAt.isEmpty();
    }

    /** Says what it is and what it last ran, in one line. */
    @Override
    public String toString() {
        String kind = isOurs() ? "a connection of its data source" : "a session called \"" + application + "\"";
        return kind
                + (state.isEmpty() ? "" : " (" + state + ")")
                + (query.isEmpty() ? "" : ", which last ran: " + line());
    }

    private String line() {
        String line = query.lines().map(String::strip).collect(Collectors.joining(" "));
        return line.length() <= MAX_QUERY ? line : line.substring(0, MAX_QUERY) + "…";
    }
}
