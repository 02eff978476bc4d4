package org.pgtestdb4j.internal.engine;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.pgtestdb4j.internal.clone.Clone;
import org.pgtestdb4j.internal.clone.Dropper;
import org.pgtestdb4j.internal.jdbc.SqlState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drops clones for those who cannot do anything about it when that fails. Safe for use by several threads. */
final class Drops {

    private static final Logger log = LoggerFactory.getLogger(Drops.class);

    private final Dropper dropper;
    private final AtomicBoolean toldOfLostServer = new AtomicBoolean();

    Drops(Dropper dropper) {
        this.dropper = dropper;
    }

    void dropQuietly(Clone clone) {
        try {
            dropper.drop(clone.database());
        } catch (SQLException e) {
            if (!SqlState.isConnectionLoss(e)) {
                log.warn("Cannot drop {}; a later run will", clone.database(), e);
            } else if (toldOfLostServer.compareAndSet(false, true)) {
                log.warn(
                        "Cannot drop {}, nor perhaps others, since the server is out of reach; a later run will: {}",
                        clone.database(),
                        e.getMessage());
            } else {
                log.debug("Cannot drop {} either", clone.database(), e);
            }
        }
    }
}
