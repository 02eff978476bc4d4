package org.pgtestdb4j.internal.template;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.internal.server.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the shared locks of all templates that an engine uses, in one session of its own, for as long as the engine lives. Whoever removes
 * a template needs the exclusive one.
 */
final class TemplateLocks implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TemplateLocks.class);

    private final Admin admin;
    private @Nullable Connection session;

    TemplateLocks(Admin admin) {
        this.admin = admin;
    }

    /** Takes a template's lock together with its other users, unless it is being built or removed. */
    synchronized boolean tryShare(TemplateKey key) throws SQLException {
        if (session == null) {
            session = admin.open("templates");
        }
        return key.lock().tryShared(session);
    }

    /** Gives back what {@link #tryShare} took. */
    synchronized void unshare(TemplateKey key) throws SQLException {
        if (session != null) {
            key.lock().unlockShared(session);
        }
    }

    @Override
    public synchronized void close() {
        if (session != null) {
            try {
                session.close();
            } catch (SQLException e) {
                log.debug("The session with the locks of templates could not be closed", e);
            }
            session = null;
        }
    }
}
