package org.pgtestdb4j.internal.template;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
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

    private static final int VALID_WITHIN_SECONDS = 5;

    private final Admin admin;
    private final Map<TemplateKey, Integer> held = new HashMap<>();
    private @Nullable Connection session;

    TemplateLocks(Admin admin) {
        this.admin = admin;
    }

    /** Takes a template's lock together with its other users, unless it is being built or removed. */
    synchronized boolean tryShare(TemplateKey key) throws SQLException {
        boolean shared = key.lock().tryShared(session());
        if (shared) {
            held.merge(key, 1, Integer::sum);
        }
        return shared;
    }

    /** Gives back what one {@link #tryShare} took. */
    synchronized void unshare(TemplateKey key) throws SQLException {
        key.lock().unlockShared(session());
        held.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
    }

    /** Gives back all that was taken of a template which has gone, so that it can be built again. */
    synchronized void unshareAll(TemplateKey key) throws SQLException {
        while (held.containsKey(key)) {
            unshare(key);
        }
    }

    /** Returns the session; a lost one took all locks with it, so its successor takes them again. */
    private Connection session() throws SQLException {
        if (session != null && session.isValid(VALID_WITHIN_SECONDS)) {
            return session;
        }
        close();
        Connection successor = admin.open("templates");
        session = successor;
        held.replaceAll((key, count) -> 1);
        for (TemplateKey key : held.keySet()) {
            if (!key.lock().tryShared(successor)) {
                log.warn(
                        "The lock of {} was lost with its session, and somebody has taken it since",
                        key.templateName());
            }
        }
        return successor;
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
