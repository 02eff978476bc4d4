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
                return found.isPresent() ? found.get() : create(session, admin, name);
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
        Sql.execute(
                session,
                "CREATE ROLE " + quoted + " LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD "
                        + Sql.literal(role.password));
        if (!admin.facts().superuser()) {
            Sql.execute(session, "GRANT " + quoted + " TO CURRENT_USER");
        }
        Sql.update(session, """
                INSERT INTO registry.role SELECT rolname, oid, ? FROM pg_roles WHERE rolname = ?
                ON CONFLICT (name) DO UPDATE SET oid = EXCLUDED.oid, password = EXCLUDED.password""", role.password, name);
        return role;
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
