package org.pgtestdb4j.internal.clone;

import java.sql.SQLException;
import java.util.Optional;
import org.pgtestdb4j.internal.jdbc.Sql;
import org.pgtestdb4j.internal.registry.Owner;
import org.pgtestdb4j.internal.server.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out why a clone is gone that a test still has. Safe for use by several threads. */
public final class LostClones {

    private static final Logger log = LoggerFactory.getLogger(LostClones.class);

    private final Admin admin;
    private final Owner owner;

    /** Creates what looks after one owner's clones. */
    public LostClones(Admin admin, Owner owner) {
        this.admin = admin;
        this.owner = owner;
    }

    /**
     * Says why a clone is not there any more, as the rest of a sentence.
     *
     * @return empty if it is there, or the server does not say
     */
    public Optional<String> whyGone(String clone) {
        try {
            return isThere(clone) ? Optional.empty() : Optional.of(reason(clone));
        } catch (SQLException e) {
            log.debug("Could not look for {}", clone, e);
            return Optional.empty();
        }
    }

    private boolean isThere(String clone) throws SQLException {
        return admin.call(session -> Sql.isTrue(session, "SELECT true FROM pg_database WHERE datname = ?", clone));
    }

    private String reason(String clone) throws SQLException {
        if (owner.hasEnded()) {
            return "the last PgTestDb was closed before the database was, which drops what is left";
        }
        if (owner.isTakenForDead(clone)) {
            return "another process took this one for dead and dropped it, since for a minute or more the session was gone that shows "
                    + admin.connector().server()
                    + " that this one lives; a machine that slept, a network that broke or an administrator may have ended it";
        }
        return "the test itself dropped it, or somebody else who may";
    }
}
