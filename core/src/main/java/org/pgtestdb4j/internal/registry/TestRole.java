package org.pgtestdb4j.internal.registry;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.pgtestdb4j.ServerException;
import org.pgtestdb4j.internal.jdbc.Sql;
import org.pgtestdb4j.internal.jdbc.SqlState;
import org.pgtestdb4j.internal.server.Admin;
import org.pgtestdb4j.internal.settings.Setting;

/**
 * The role that owns test databases and that tests log in as. It may do nothing outside them.
 *
 * <p>Its password is computed: HMAC-SHA-256 of the role's name and the cluster's identifier, with the admin's password as the key. So every
 * process that knows the admin's password knows it, and it is stored nowhere.
 *
 * @param name the role's name
 * @param password in clear
 */
public record TestRole(String name, String password) {

    /** The name where nothing is set. */
    public static final String DEFAULT_NAME = "pgtestdb4j_test";

    /** Makes the role unless it is there. */
    public static TestRole create(Admin admin, String name) {
        TestRole role = new TestRole(name, passwordFor(admin, name));
        try {
            admin.inTransaction(session -> {
                AdvisoryLock.ofSetUp().untilEndOfTransaction(session);
                role.createIn(session, admin);
                return true;
            });
            return role;
        } catch (SQLException e) {
            String next = SqlState.is(e, SqlState.INSUFFICIENT_PRIVILEGE) ? " The admin needs CREATEROLE." : "";
            throw new ServerException(
                    "Cannot make the role \"%s\" on %s (SQLSTATE %s): %s%s"
                            .formatted(name, admin.connector().server(), e.getSQLState(), e.getMessage(), next),
                    e);
        }
    }

    private void createIn(Connection session, Admin admin) throws SQLException {
        boolean exists = Sql.isTrue(session, "SELECT true FROM pg_roles WHERE rolname = ?", name);
        if (exists
                && !Sql.isTrue(
                        session, "SELECT true FROM registry.role r JOIN pg_roles USING (oid) WHERE r.name = ?", name)) {
            throw new ServerException(
                    "The role \"%s\" on %s was not made by pgtestdb4j, so it is not used. Set %s to a name that is free, or drop the role if it is left over."
                            .formatted(name, admin.connector().server(), Setting.ROLE.key()));
        }
        if (!exists) {
            String quoted = Sql.identifier(name);
            Sql.execute(
                    session,
                    "CREATE ROLE " + quoted + " LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD "
                            + Sql.literal(password));
            if (!admin.facts().superuser()) {
                Sql.execute(session, "GRANT " + quoted + " TO CURRENT_USER");
            }
            Sql.update(session, """
                    INSERT INTO registry.role SELECT rolname, oid FROM pg_roles WHERE rolname = ?
                    ON CONFLICT (name) DO UPDATE SET oid = EXCLUDED.oid""", name);
        }
    }

    private static String passwordFor(Admin admin, String name) {
        String key = "pgtestdb4j:" + admin.connector().server().password();
        String message = name + "@" + admin.facts().systemIdentifier();
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(message.getBytes(StandardCharsets.UTF_8)), 0, 16);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HMAC-SHA-256", e);
        }
    }

    /** Names the role, not its password. */
    @Override
    public String toString() {
        return "role " + name;
    }
}
