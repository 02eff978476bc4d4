package org.pgtestdb4j.internal.registry;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;
import org.pgtestdb4j.internal.jdbc.Sql;
import org.pgtestdb4j.internal.server.Admin;
import org.postgresql.util.PasswordUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The role that looks at used clones and restores them. It is no superuser, since what tests leave in their databases may run with the rights of
 * whoever works there.
 *
 * @param name the role's name
 * @param password in clear
 */
public record RestoringRole(String name, String password) {

    /** The role's name; its sessions are not the tests'. */
    public static final String NAME = "pgtestdb4j_test_restore";

    private static final Logger log = LoggerFactory.getLogger(RestoringRole.class);
    private static final int FIRST_MAJOR = 15;

    /** Whoever has one of these can change what all databases share, where nobody looks. */
    private static final String MAY_TOO_MUCH = """
            SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication
                OR EXISTS (SELECT FROM pg_auth_members m WHERE m.member = r.oid)
            FROM pg_roles r WHERE rolname = ?""";

    /**
     * Finds the role, or makes it, and lets it act for the owner of test databases. There is none where the server cannot count what is written
     * (before PostgreSQL 15), where the admin cannot give the rights, or where tests have rights beyond their databases.
     */
    public static Optional<RestoringRole> find(Admin admin, TestRole owner) {
        if (!admin.facts().superuser() || admin.facts().major() < FIRST_MAJOR) {
            return Optional.empty();
        }
        try {
            return admin.inTransaction(session -> {
                AdvisoryLock.ofSetUp().untilEndOfTransaction(session);
                return Sql.isTrue(session, MAY_TOO_MUCH, owner.name())
                        ? Optional.empty()
                        : findOrCreate(session, admin, owner);
            });
        } catch (SQLException e) {
            log.debug("Nothing is recycled, since the role {} cannot be made", NAME, e);
            return Optional.empty();
        }
    }

    private static Optional<RestoringRole> findOrCreate(Connection session, Admin admin, TestRole owner)
            throws SQLException {
        Optional<RestoringRole> known = Sql.first(
                session,
                "SELECT r.password FROM registry.role r JOIN pg_roles USING (oid) WHERE r.name = ?",
                row -> new RestoringRole(NAME, row.getString(1)),
                NAME);
        if (known.isEmpty() && Sql.isTrue(session, "SELECT true FROM pg_roles WHERE rolname = ?", NAME)) {
            log.debug("Nothing is recycled, since the role {} was not made by pgtestdb4j", NAME);
            return Optional.empty();
        }
        RestoringRole role = known.isPresent() ? known.get() : create(session, admin);
        Sql.execute(session, "GRANT " + Sql.identifier(owner.name()) + " TO " + NAME);
        return Optional.of(role);
    }

    private static RestoringRole create(Connection session, Admin admin) throws SQLException {
        byte[] bits = new byte[16];
        new SecureRandom().nextBytes(bits);
        RestoringRole role = new RestoringRole(NAME, HexFormat.of().formatHex(bits));
        String secret = admin.connector().server().ours()
                ? role.password
                : PasswordUtil.encodePassword(NAME, role.password.toCharArray(), "scram-sha-256");
        Sql.execute(
                session,
                "CREATE ROLE " + NAME + " LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE BYPASSRLS PASSWORD "
                        + Sql.literal(secret));
        Sql.execute(session, "ALTER ROLE " + NAME + " SET session_replication_role = replica");
        Sql.execute(session, "ALTER ROLE " + NAME + " SET stats_fetch_consistency = none");
        Sql.update(session, """
                INSERT INTO registry.role (name, oid, password) SELECT rolname, oid, ? FROM pg_roles WHERE rolname = ?
                ON CONFLICT (name) DO UPDATE SET oid = EXCLUDED.oid, password = EXCLUDED.password""", role.password, NAME);
        return role;
    }

    /** Names the role, not its password. */
    @Override
    public String toString() {
        return "role " + name;
    }
}
