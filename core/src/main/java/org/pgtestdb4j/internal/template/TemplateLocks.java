package org.pgtestdb4j.internal.template;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
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
    /** How often each is counted on. */
    private final Map<TemplateKey, Integer> held = new HashMap<>();

    private @Nullable Connection session;

    TemplateLocks(Admin admin) {
        this.admin = admin;
    }

    /** Takes a template's lock together with its other users, unless it is just being removed. */
    synchronized boolean tryShare(TemplateKey key) throws SQLException {
        Connection own = session();
        boolean shared = held.containsKey(key) || key.lock().tryShared(own);
        if (shared) {
            held.merge(key, 1, Integer::sum);
        }
        return shared;
    }

    /** Takes back one {@link #tryShare}; the lock is given up with the last, for several may look for the same template at a time. */
    synchronized void unshare(TemplateKey key) throws SQLException {
        if (held.containsKey(key) && held.merge(key, -1, Integer::sum) == 0) {
            held.remove(key);
            key.lock().unlockShared(session());
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
        for (TemplateKey key : Set.copyOf(held.keySet())) {
            if (!key.lock().tryShared(successor)) {
                log.warn("The lock of {} was lost with its session, and somebody removes it now", key.templateName());
                held.remove(key);
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
