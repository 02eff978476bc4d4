package org.pgtestdb4j.internal.clone;

import java.sql.Connection;
import java.sql.SQLException;
import org.pgtestdb4j.DatabaseException;
import org.pgtestdb4j.internal.registry.AdvisoryLock;
import org.pgtestdb4j.internal.registry.Names;
import org.pgtestdb4j.internal.registry.OwnerLook;
import org.pgtestdb4j.internal.registry.Registry;
import org.pgtestdb4j.internal.registry.TestRole;
import org.pgtestdb4j.internal.server.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what engines left that ended without being able to tidy up.
 *
 * <p>An owner is taken to be dead when its lock was found free twice, at least 60 s of the server's time apart. Whoever finds that out takes
 * the lock itself, and only then drops the owner's databases; those that were kept, or that have sessions, stay.
 */
public final class OrphanSweep {

    private static final Logger log = LoggerFactory.getLogger(OrphanSweep.class);

    private final Admin admin;
    private final Registry registry;
    private final Dropper dropper;

    /** Creates a sweep. */
    public OrphanSweep(Admin admin, Registry registry, Dropper dropper) {
        this.admin = admin;
        this.registry = registry;
        this.dropper = dropper;
    }

    /** Looks at all owners once. */
    public void run() throws SQLException {
        try (Connection session = admin.open("sweep")) {
            for (String owner : registry.owners().ids(session)) {
                OwnerLook.at(
                        owner,
                        session,
                        () -> tidyUpIfDead(session, owner),
                        () -> registry.owners().noteAlive(session, owner));
            }
        }
    }

    private void tidyUpIfDead(Connection session, String owner) throws SQLException {
        if (registry.owners().isDead(session, owner)) {
            tidyUpAfter(session, owner);
        }
    }

    private void tidyUpAfter(Connection session, String owner) throws SQLException {
        for (Registry.Entry database : registry.databasesOf(owner)) {
            try {
                dropUnlessNeeded(session, database);
            } catch (SQLException | DatabaseException e) {
                log.warn("Cannot drop {}, which a dead process left: {}", database.name(), e.getMessage());
            }
        }
        for (String template : registry.templates().of(owner)) {
            dropUnlessUsed(session, template);
        }
        TestRole.dropThoseOf(admin, owner);
        registry.owners().forget(owner);
    }

    private void dropUnlessUsed(Connection session, String template) throws SQLException {
        try {
            if (dropper.tryDropTemplate(session, template)) {
                log.debug("Dropped {}, which a dead process left", template);
            }
        } catch (DatabaseException e) {
            log.debug("The template {} stays", template, e);
        }
    }

    private void dropUnlessNeeded(Connection session, Registry.Entry database) throws SQLException {
        if (database.kept() || dropper.isInUse(database.name())) {
            return;
        }
        if (database.kind() == Registry.Kind.BUILD) {
            dropBuild(session, database.name());
        } else if (dropper.dropUnused(session, database.name(), false)) {
            log.debug("Dropped {}, which a dead process left", database.name());
        }
    }

    /** The next builder of a template takes over what the last one left, so only who holds the builder's lock may drop that. */
    private void dropBuild(Connection session, String build) throws SQLException {
        AdvisoryLock lock = AdvisoryLock.ofBuild(Names.keyOfBuild(build));
        if (lock.tryExclusive(session)) {
            dropper.dropBuild(build);
            log.debug("Dropped {}, which a dead process left unfinished", build);
            lock.unlock(session);
        }
    }
}
