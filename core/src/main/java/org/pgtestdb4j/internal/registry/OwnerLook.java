package org.pgtestdb4j.internal.registry;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * A look whether an owner lives, which its lock tells. Who looks takes that lock for a moment and must not be taken for the owner by somebody
 * else who looks, so they do it one at a time.
 */
public final class OwnerLook {

    private OwnerLook() {}

    /** What is done in the session of the one who looks. */
    @FunctionalInterface
    public interface Action {

        void run() throws SQLException;
    }

    /**
     * Looks at an owner, unless somebody else does so just now.
     *
     * @param absent runs under the owner's lock if that was free
     * @param alive runs if the owner holds its lock
     */
    public static void at(String owner, Connection session, Action absent, Action alive) throws SQLException {
        AdvisoryLock turn = AdvisoryLock.ofLookAt(owner);
        if (!turn.tryExclusive(session)) {
            return;
        }
        AdvisoryLock lock = AdvisoryLock.ofOwner(owner);
        if (lock.tryExclusive(session)) {
            absent.run();
            lock.unlock(session);
        } else {
            alive.run();
        }
        turn.unlock(session);
    }
}
