package org.pgtestdb4j.internal.keep;

import java.sql.Connection;
import java.sql.SQLException;
import org.pgtestdb4j.DatabaseException;
import org.pgtestdb4j.internal.clone.Dropper;
import org.pgtestdb4j.internal.registry.AbandonedEntries;
import org.pgtestdb4j.internal.registry.OwnerLook;
import org.pgtestdb4j.internal.server.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes kept databases that are more or older than they may be, whoever kept them. Those stay whose engine still lives, for their tests
 * may still run, and those that somebody looks at.
 */
public final class KeptSweep {

    private static final Logger log = LoggerFactory.getLogger(KeptSweep.class);

    private final Admin admin;
    private final Dropper dropper;
    private final Quota quota;

    /** Creates a sweep. */
    public KeptSweep(Admin admin, Dropper dropper, Quota quota) {
        this.admin = admin;
        this.dropper = dropper;
        this.quota = quota;
    }

    /** Looks at all kept databases once. */
    public void run() throws SQLException {
        try (Connection session = admin.open("sweep")) {
            for (AbandonedEntries.Kept kept : AbandonedEntries.beyond(session, quota.count(), quota.age())) {
                OwnerLook.at(kept.owner(), session, () -> drop(session, kept), () -> {});
            }
        }
    }

    private void drop(Connection session, AbandonedEntries.Kept kept) {
        try {
            if (!dropper.isInUse(kept.name()) && dropper.dropUnused(session, kept.name(), true)) {
                log.debug("Dropped {}, which was kept by an earlier run", kept.name());
            }
        } catch (SQLException | DatabaseException e) {
            log.warn("Cannot drop {}, which was kept by an earlier run: {}", kept.name(), e.getMessage());
        }
    }
}
