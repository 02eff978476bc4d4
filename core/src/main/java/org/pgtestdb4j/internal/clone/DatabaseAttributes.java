package org.pgtestdb4j.internal.clone;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.internal.jdbc.Sql;

/**
 * What belongs to a database, but stands outside it and so is not copied by {@code CREATE DATABASE … TEMPLATE}: privileges on the database,
 * {@code ALTER DATABASE … SET}, {@code ALTER ROLE … IN DATABASE … SET}, the connection limit and the comment. Immutable.
 */
public final class DatabaseAttributes {

    /** Settings whose stored text is a list of quoted names; only the server itself can copy those exactly. */
    private static final Set<String> LISTS_OF_NAMES =
            Set.of("search_path", "temp_tablespaces", "local_preload_libraries", "session_preload_libraries");

    private final @Nullable List<Grant> grants;
    private final List<DatabaseSetting> settings;
    private final OwnRow ownRow;

    private DatabaseAttributes(@Nullable List<Grant> grants, List<DatabaseSetting> settings, OwnRow ownRow) {
        this.grants = grants;
        this.settings = settings;
        this.ownRow = ownRow;
    }

    /** One privilege; an empty grantee is PUBLIC, an empty grantor is whoever owns the database. */
    private record Grant(String grantor, String grantee, String privilege, boolean grantable) {

        boolean isMadePossibleBy(Grant other) {
            return other.grantable && other.grantee.equals(grantor) && other.privilege.equals(privilege);
        }
    }

    /** One setting; an empty role stands for all. */
    private record DatabaseSetting(String role, String name, String value) {}

    /** What stands in the database's row of the catalog, or beside it. */
    private record OwnRow(int connectionLimit, @Nullable String comment) {}

    /**
     * Reads the attributes of a database.
     *
     * @param session a session of the admin, in any database
     * @param database the database's name
     * @param acl the privileges as they were noted before the database changed its owner; null stands for the default ones
     * @param owner who owned it then
     */
    static DatabaseAttributes read(Connection session, String database, @Nullable String acl, String owner)
            throws SQLException {
        return new DatabaseAttributes(
                grants(session, acl, owner),
                settings(session, database),
                Sql.first(
                                session,
                                "SELECT datconnlimit, shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = ?",
                                row -> new OwnRow(row.getInt(1), row.getString(2)),
                                database)
                        .orElseThrow(() -> new SQLException("The database " + database + " has gone")));
    }

    private static @Nullable List<Grant> grants(Connection session, @Nullable String acl, String owner)
            throws SQLException {
        if (acl == null) {
            return null;
        }
        List<Grant> asListed = Sql.list(
                session,
                """
                SELECT CASE WHEN by.rolname = ? THEN '' ELSE by.rolname END, coalesce(t.rolname, ''), x.privilege_type, x.is_grantable
                FROM unnest(?::aclitem[]) WITH ORDINALITY AS item (acl, position),
                     LATERAL aclexplode(ARRAY[item.acl]) AS x
                     JOIN pg_roles by ON by.oid = x.grantor
                     LEFT JOIN pg_roles t ON t.oid = x.grantee
                ORDER BY item.position""",
                row -> new Grant(row.getString(1), row.getString(2), row.getString(3), row.getBoolean(4)),
                owner,
                acl);
        return inOrderOfDependence(asListed);
    }

    /** The list has each pair of roles where it first stood, which may be before the grantor got what he hands on. */
    private static List<Grant> inOrderOfDependence(List<Grant> asListed) {
        List<Grant> left = new ArrayList<>(asListed);
        List<Grant> ordered = new ArrayList<>();
        boolean found = true;
        while (found) {
            found = false;
            for (Iterator<Grant> grants = left.iterator(); grants.hasNext(); ) {
                Grant grant = grants.next();
                if (grant.grantor.isEmpty() || ordered.stream().anyMatch(grant::isMadePossibleBy)) {
                    ordered.add(grant);
                    grants.remove();
                    found = true;
                }
            }
        }
        ordered.addAll(left);
        return ordered;
    }

    private static List<DatabaseSetting> settings(Connection session, String database) throws SQLException {
        return Sql.list(
                session,
                """
                SELECT coalesce(r.rolname, ''), split_part(entry, '=', 1), substr(entry, strpos(entry, '=') + 1)
                FROM pg_db_role_setting s
                     JOIN pg_database d ON d.oid = s.setdatabase
                     LEFT JOIN pg_roles r ON r.oid = s.setrole,
                     unnest(s.setconfig) entry
                WHERE d.datname = ?""",
                row -> new DatabaseSetting(row.getString(1), row.getString(2), row.getString(3)),
                database);
    }

    /** Returns the statements that give a new database these attributes; they are to be run in one transaction. */
    List<String> statementsFor(String database, String owner) {
        String target = Sql.identifier(database);
        List<String> statements = new ArrayList<>();
        if (grants == null) {
            statements.add("REVOKE CONNECT ON DATABASE " + target + " FROM PUBLIC");
        } else {
            statements.add("REVOKE ALL ON DATABASE " + target + " FROM PUBLIC, " + Sql.identifier(owner));
            grants.forEach(grant -> statements.addAll(statementsFor(grant, target)));
        }
        settings.forEach(setting -> statements.addAll(statementsFor(setting, target)));
        if (ownRow.connectionLimit >= 0) {
            statements.add("ALTER DATABASE " + target + " CONNECTION LIMIT " + ownRow.connectionLimit);
        }
        if (ownRow.comment != null) {
            statements.add("COMMENT ON DATABASE " + target + " IS " + Sql.literal(ownRow.comment));
        }
        return statements;
    }

    private static List<String> statementsFor(Grant grant, String target) {
        String sql = "GRANT " + grant.privilege + " ON DATABASE " + target + " TO "
                + (grant.grantee.isEmpty() ? "PUBLIC" : Sql.identifier(grant.grantee))
                + (grant.grantable ? " WITH GRANT OPTION" : "");
        return grant.grantor.isEmpty()
                ? List.of(sql)
                : List.of("SET LOCAL ROLE " + Sql.identifier(grant.grantor), sql, "RESET ROLE");
    }

    private static List<String> statementsFor(DatabaseSetting setting, String target) {
        String alter = (setting.role.isEmpty()
                        ? "ALTER DATABASE " + target
                        : "ALTER ROLE " + Sql.identifier(setting.role) + " IN DATABASE " + target)
                + " SET " + Sql.identifier(setting.name);
        if (!LISTS_OF_NAMES.contains(setting.name)) {
            return List.of(alter + " = " + Sql.literal(setting.value));
        }
        return List.of(
                "SELECT set_config(" + Sql.literal(setting.name) + ", " + Sql.literal(setting.value) + ", true)",
                alter + " FROM CURRENT");
    }
}
