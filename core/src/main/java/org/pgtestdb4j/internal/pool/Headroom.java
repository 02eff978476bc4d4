package org.pgtestdb4j.internal.pool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.pgtestdb4j.internal.jdbc.Sql;
import org.pgtestdb4j.internal.server.Admin;

/**
 * What a server has left for clones that are only ready: a quarter of its connections, and on our own server of its memory or disk, stays free
 * for what tests do, and for other processes. Safe for use by several threads.
 */
public final class Headroom {

    private static final int KEPT_FREE = 4;
    private static final int LEAST_CONNECTIONS_KEPT_FREE = 8;

    private static final String CONNECTIONS = """
            SELECT (SELECT count(*) FROM pg_catalog.pg_stat_get_activity(NULL) WHERE datid IS NOT NULL),
                   current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int""";

    private final Admin admin;
    private final Map<String, Long> sizes = new ConcurrentHashMap<>();
    private Optional<Path> dataDirectory = Optional.empty();
    private boolean askedForDirectory;

    /** Creates a look at one server. */
    public Headroom(Admin admin) {
        this.admin = admin;
    }

    /** Tells whether one more clone of a template can be kept ready. */
    boolean allowsOneMore(String template) throws SQLException {
        return admin.call(session -> hasConnectionsLeft(session) && hasRoomFor(session, sizeOf(session, template)));
    }

    /** Tells whether clones that are only ready should make room. */
    boolean isScarce() throws SQLException {
        return admin.call(session -> !hasConnectionsLeft(session) || !hasRoomFor(session, 0));
    }

    private static boolean hasConnectionsLeft(Connection session) throws SQLException {
        return Sql.first(session, CONNECTIONS, row -> leavesEnough(row.getInt(1), row.getInt(2)))
                .orElse(false);
    }

    /** Tells whether enough connections stay free when there is one more. */
    static boolean leavesEnough(int used, int most) {
        return most - used > Math.max(LEAST_CONNECTIONS_KEPT_FREE, most / KEPT_FREE);
    }

    private long sizeOf(Connection session, String template) throws SQLException {
        Long known = sizes.get(template);
        if (known == null) {
            known = Sql.first(session, "SELECT pg_database_size(?)", row -> row.getLong(1), template)
                    .orElse(0L);
            sizes.put(template, known);
        }
        return known;
    }

    private boolean hasRoomFor(Connection session, long bytes) throws SQLException {
        Optional<Path> directory = dataDirectory(session);
        try {
            return directory.isEmpty() || Room.of(directory.get()).leavesEnough(bytes);
        } catch (IOException e) {
            // Where it cannot be seen, the setting alone is the limit.
            return true;
        }
    }

    /** Our own server is on this machine, and an admin who started it may know where its data is. */
    private synchronized Optional<Path> dataDirectory(Connection session) throws SQLException {
        boolean visible = admin.connector().server().ours() && admin.facts().superuser();
        if (visible && !askedForDirectory) {
            dataDirectory = Sql.first(session, "SHOW data_directory", row -> pathOf(row.getString(1)))
                    .filter(Files::isDirectory);
        }
        askedForDirectory = true;
        return dataDirectory;
    }

    private static Path pathOf(String text) throws SQLException {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new SQLException("The server's data directory is no path here: " + text, e);
        }
    }
}
