package org.pgtestdb4j.embedded;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes sessions that nobody needs any more, where a failure to do so changes nothing. */
final class Sessions {

    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    private Sessions() {}

    static void close(Optional<Connection> session) {
        session.ifPresent(Sessions::close);
    }

    static void close(Connection session) {
        try {
            session.close();
        } catch (SQLException e) {
            LOG.debug("A session did not end well", e);
        }
    }
}
