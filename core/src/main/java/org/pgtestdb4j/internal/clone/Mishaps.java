package org.pgtestdb4j.internal.clone;

import java.sql.SQLException;
import java.util.Optional;
import org.pgtestdb4j.internal.jdbc.Sql;
import org.pgtestdb4j.internal.registry.Owner;
import org.pgtestdb4j.internal.registry.TestRole;
import org.pgtestdb4j.internal.server.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What may happen to a clone, or to the login of its test, while that runs. Safe for use by several threads. */
public final class Mishaps {

    private static final Logger log = LoggerFactory.getLogger(Mishaps.class);

    private final Admin admin;
    private final Owner owner;
    private final TestRole role;

    /** Creates what looks after one owner's clones. */
    public Mishaps(Admin admin, Owner owner, TestRole role) {
        this.admin = admin;
        this.owner = owner;
        this.role = role;
    }

    /**
     * Sets the password of the test role again, if it could not log in for that.
     *
     * @return what has happened, as a sentence; empty if it is not that
     */
    public Optional<String> restoreLogin(SQLException refusal) {
        return role.restoreLogin(admin, refusal)
                ? Optional.of("Somebody changed the password of the role " + role.name()
                        + " (ALTER ROLE … PASSWORD), with which all tests log in; it is set again.")
                : Optional.empty();
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
