package org.pgtestdb4j.internal.registry;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.ServerException;
import org.pgtestdb4j.internal.jdbc.Sql;
import org.pgtestdb4j.internal.jdbc.SqlState;
import org.pgtestdb4j.internal.server.Admin;
import org.pgtestdb4j.internal.settings.Setting;
import org.postgresql.util.PasswordUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The role that owns test databases and that tests log in as. It may do nothing outside them, unless that is set.
 *
 * <p>Its password stands in the registry, which only the admin can read: so all processes that share the server know it, whatever becomes of
 * the admin's own password. Unless one is set, it is random and made together with the role.
 *
 * @param name the role's name
 * @param password in clear
 * @param attributes what it may do beyond its own databases
 */
public record TestRole(String name, String password, Set<RoleAttribute> attributes) {

    private static final Logger log = LoggerFactory.getLogger(TestRole.class);

    /**
     * Finds the role, or makes it.
     *
     * @param endsWith the owner for which the role is made; null if it stays
     */
    public static TestRole findOrCreate(Admin admin, RoleRequest request, Owner.@Nullable Id endsWith) {
        String name = request.nameFor(admin, endsWith);
        try {
            return admin.inTransaction(session -> {
                AdvisoryLock.ofSetUp().untilEndOfTransaction(session);
                TestRole role = findOrCreate(session, admin, name, request, endsWith);
                role.putRight(session, admin);
                return role;
            });
        } catch (SQLException e) {
            throw new ServerException(
                    "Cannot make the role \"%s\"%s on %s (SQLSTATE %s): %s%s"
                            .formatted(
                                    name,
                                    request.attributes().isEmpty()
                                            ? ""
                                            : " with" + RoleAttribute.sql(request.attributes()),
                                    admin.connector().server(),
                                    e.getSQLState(),
                                    e.getMessage(),
                                    adviceFor(e, request)),
                    e);
        }
    }

    private static String adviceFor(SQLException e, RoleRequest request) {
        if (!SqlState.is(e, SqlState.INSUFFICIENT_PRIVILEGE)) {
            return "";
        }
        return request.attributes().isEmpty()
                ? " The admin needs CREATEROLE."
                : " The admin needs CREATEROLE, and can give only what it has itself; before PostgreSQL 16 only a superuser gives REPLICATION and BYPASSRLS. "
                        + Setting.ROLE_ATTRIBUTES.key() + " asks for them.";
    }

    private static TestRole findOrCreate(
            Connection session, Admin admin, String name, RoleRequest request, Owner.@Nullable Id endsWith)
            throws SQLException {
        Optional<String> known = Sql.first(
                session,
                "SELECT r.password FROM registry.role r JOIN pg_roles USING (oid) WHERE r.name = ?",
                row -> row.getString(1),
                name);
        String password = request.password().orElseGet(() -> known.orElseGet(TestRole::randomPassword));
        if (known.isEmpty()) {
            create(session, admin, name, request.attributes());
        }
        Sql.update(session, """
                INSERT INTO registry.role (name, oid, password, owner) SELECT rolname, oid, ?, ? FROM pg_roles WHERE rolname = ?
                ON CONFLICT (name) DO UPDATE SET oid = EXCLUDED.oid, password = EXCLUDED.password""", password, endsWith == null ? null : endsWith.value(), name);
        return new TestRole(name, password, request.attributes());
    }

    private static void create(Connection session, Admin admin, String name, Set<RoleAttribute> attributes)
            throws SQLException {
        if (Sql.isTrue(session, "SELECT true FROM pg_roles WHERE rolname = ?", name)) {
            throw new ServerException(
                    "The role \"%s\" on %s was not made by pgtestdb4j, as far as the registry knows, so it is not used. Set %s to a name that is free; or, if the role is left over because the registry was removed, begin anew. %s"
                            .formatted(name, admin.connector().server(), Setting.ROLE.key(), Removal.ADVICE));
        }
        String quoted = Sql.identifier(name);
        Sql.execute(session, "CREATE ROLE " + quoted + " LOGIN" + RoleAttribute.sql(attributes));
        if (!admin.facts().superuser()) {
            Sql.execute(session, "GRANT " + quoted + " TO CURRENT_USER");
        }
    }

    /**
     * Sets the password again if the role cannot log in with it any more: every role may change its own.
     *
     * @param refusal why it could not log in
     * @return whether it can now
     */
    public boolean restoreLogin(Admin admin, SQLException refusal) {
        if (!SqlState.is(refusal, SqlState.INVALID_PASSWORD)) {
            return false;
        }
        try {
            admin.inTransaction(session -> {
                AdvisoryLock.ofSetUp().untilEndOfTransaction(session);
                putRight(session, admin);
                return true;
            });
            log.warn(
                    "Somebody changed the password of the role {} (ALTER ROLE … PASSWORD), with which all tests log in; it is set again",
                    name);
            return true;
        } catch (SQLException e) {
            log.warn("The role {} cannot log in, and its password could not be set again", name, e);
            return false;
        }
    }

    /** Every role may change its own password and settings, so the tests of an earlier run may have done it. */
    private void putRight(Connection session, Admin admin) throws SQLException {
        Sql.execute(
                session,
                "ALTER ROLE " + Sql.identifier(name) + changes(session) + " PASSWORD " + Sql.literal(secretFor(admin)));
        resetSettings(session);
    }

    /** An attribute that is mentioned needs the right to change it, even if it stays as it is. */
    private String changes(Connection session) throws SQLException {
        String columns =
                Stream.of(RoleAttribute.values()).map(RoleAttribute::column).collect(Collectors.joining(", "));
        return Sql.first(
                        session,
                        "SELECT " + columns + " FROM pg_roles WHERE rolname = ?",
                        row -> {
                            StringBuilder changes = new StringBuilder();
                            for (RoleAttribute attribute : RoleAttribute.values()) {
                                boolean wanted = attributes.contains(attribute);
                                if (row.getBoolean(attribute.column()) != wanted) {
                                    changes.append(attribute.sql(wanted));
                                }
                            }
                            return changes.toString();
                        },
                        name)
                .orElse("");
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
        boolean changed = hasSettings(session);
        if (changed) {
            Sql.execute(session, "ALTER ROLE " + Sql.identifier(name) + " RESET ALL");
        }
        return changed;
    }

    /** Tells whether a test has done that; any session may ask. */
    public boolean hasSettings(Connection session) throws SQLException {
        return Sql.isTrue(session, """
                SELECT true FROM pg_catalog.pg_db_role_setting
                WHERE setdatabase = 0 AND pg_catalog.pg_get_userbyid(setrole) = ?""", name);
    }

    /** Drops the roles that were made for an owner, but for those that something still belongs to, such as a kept database. */
    public static void dropThoseOf(Admin admin, String owner) throws SQLException {
        for (String name : admin.call(session ->
                Sql.list(session, "SELECT name FROM registry.role WHERE owner = ?", row -> row.getString(1), owner))) {
            try {
                admin.inTransaction(session -> {
                    // By oid: a role that somebody else made in its place stays.
                    if (Sql.isTrue(
                            session,
                            "SELECT true FROM pg_roles p JOIN registry.role r ON r.oid = p.oid WHERE r.name = ? AND p.rolname = r.name",
                            name)) {
                        Sql.execute(session, "DROP ROLE " + Sql.identifier(name));
                    }
                    return Sql.update(session, "DELETE FROM registry.role WHERE name = ?", name);
                });
            } catch (SQLException e) {
                if (!SqlState.is(e, SqlState.DEPENDENT_OBJECTS_STILL_EXIST)) {
                    throw e;
                }
            }
        }
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
