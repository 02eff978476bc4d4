package org.pgtestdb4j.internal.registry;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;
import org.pgtestdb4j.ServerException;
import org.pgtestdb4j.internal.jdbc.Sql;
import org.pgtestdb4j.internal.jdbc.SqlState;
import org.pgtestdb4j.internal.server.Admin;
import org.pgtestdb4j.internal.settings.Setting;
import org.postgresql.util.PasswordUtil;

/**
 * The role that owns test databases and that tests log in as. It may do nothing outside them.
 *
 * <p>Its password is random, made together with the role, and stands in the registry, which only the admin can read: so all processes that
 * share the server know it, whatever becomes of the admin's own password.
 *
 * @param name the role's name
 * @param password in clear
 */
public record TestRole(String name, String password) {

    /** The name where nothing is set. */
    public static final String DEFAULT_NAME = "pgtestdb4j_test";

    /** Finds the role, or makes it. */
    public static TestRole findOrCreate(Admin admin, String name) {
        try {
            return admin.inTransaction(session -> {
                AdvisoryLock.ofSetUp().untilEndOfTransaction(session);
                Optional<TestRole> found = find(session, name);
                TestRole role = found.isPresent() ? found.get() : create(session, admin, name);
                role.putRight(session, admin);
                return role;
            });
        } catch (SQLException e) {
            String next = SqlState.is(e, SqlState.INSUFFICIENT_PRIVILEGE) ? " The admin needs CREATEROLE." : "";
            throw new ServerException(
                    "Cannot make the role \"%s\" on %s (SQLSTATE %s): %s%s"
                            .formatted(name, admin.connector().server(), e.getSQLState(), e.getMessage(), next),
                    e);
        }
    }

    private static Optional<TestRole> find(Connection session, String name) throws SQLException {
        return Sql.first(
                session,
                "SELECT r.password FROM registry.role r JOIN pg_roles USING (oid) WHERE r.name = ?",
                row -> new TestRole(name, row.getString(1)),
                name);
    }

    private static TestRole create(Connection session, Admin admin, String name) throws SQLException {
        if (Sql.isTrue(session, "SELECT true FROM pg_roles WHERE rolname = ?", name)) {
            throw new ServerException(
                    "The role \"%s\" on %s was not made by pgtestdb4j, so it is not used. Set %s to a name that is free, or drop the role if it is left over."
                            .formatted(name, admin.connector().server(), Setting.ROLE.key()));
        }
        TestRole role = new TestRole(name, randomPassword());
        String quoted = Sql.identifier(name);
        Sql.execute(session, "CREATE ROLE " + quoted + " LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE");
        if (!admin.facts().superuser()) {
            Sql.execute(session, "GRANT " + quoted + " TO CURRENT_USER");
        }
        Sql.update(session, """
                INSERT INTO registry.role SELECT rolname, oid, ? FROM pg_roles WHERE rolname = ?
                ON CONFLICT (name) DO UPDATE SET oid = EXCLUDED.oid, password = EXCLUDED.password""", role.password, name);
        return role;
    }

    /** Every role may change its own password and settings, so the tests of an earlier run may have done it. */
    private void putRight(Connection session, Admin admin) throws SQLException {
        Sql.execute(session, "ALTER ROLE " + Sql.identifier(name) + " PASSWORD " + Sql.literal(secretFor(admin)));
        resetSettings(session);
    }

    /**
     * What stands in the statement, and so perhaps in the server's log: where others log in too, not the password, but what the server needs
     * to check it. On our own server it is the password, of which that server makes something that is faster to check.
     */
    private String secretFor(Admin admin) throws SQLException {
        return admin.connector().server().ours()
                ? password
                : PasswordUtil.encodePassword(name, password.toCharArray(), "scram-sha-256");
    }

    /**
     * Takes back what tests have done by {@code ALTER ROLE … SET}, which would reach every other database of the role.
     *
     * @return whether there was anything
     */
    public boolean resetSettings(Connection session) throws SQLException {
        boolean changed = Sql.isTrue(session, """
                SELECT true FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = s.setrole
                WHERE s.setdatabase = 0 AND r.rolname = ?""", name);
        if (changed) {
            Sql.execute(session, "ALTER ROLE " + Sql.identifier(name) + " RESET ALL");
        }
        return changed;
    }

    private static String randomPassword() {
        byte[] bits = new byte[16];
        new SecureRandom().nextBytes(bits);
        return HexFormat.of().formatHex(bits);
    }

    /** Names the role, not its password. */
    @Override
    public String toString() {
        return "role " + name;
    }
}
