package org.pgtestdb4j.internal.server;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.pgtestdb4j.internal.jdbc.Sql;
import org.pgtestdb4j.internal.jdbc.SqlState;

/**
 * Finds the database in which an admin's sessions, locks and tables are. The first admin of a server makes {@value #FIRST}; superusers share
 * what a superuser made. For others that is out of reach, and who made it could have left functions there that would run with their rights:
 * so they have a database of their own, named after their role.
 */
final class Home {

    /** What it is called where the server has one admin only. */
    static final String FIRST = "pgtestdb4j";

    private static final String FURTHER = "pgtestdb4j_r_";
    private static final int ID_BYTES = 6;

    private Home() {}

    /** Returns the name of the admin's database, which is made unless it is there; what a killed process left half-made is finished. */
    static String findOrCreate(Connection session) throws SQLException {
        // Keeps processes apart that start at the same moment.
        Sql.first(session, "SELECT pg_advisory_lock(hashtext('pgtestdb4j'))", row -> true);
        String name = choose(session);
        if (isSafe(session, name).isEmpty() && !tryCreateEmpty(session, name)) {
            return findOrCreate(session);
        }
        String home = Sql.identifier(name);
        if (!Sql.isTrue(session, "SELECT datallowconn FROM pg_database WHERE datname = ?", name)) {
            Sql.execute(session, "REVOKE CONNECT, TEMPORARY ON DATABASE " + home + " FROM PUBLIC");
            Sql.execute(session, "ALTER DATABASE " + home + " ALLOW_CONNECTIONS true");
        }
        return name;
    }

    private static String choose(Connection session) throws SQLException {
        String own = FURTHER + id(session);
        for (String name : List.of(own, FIRST)) {
            if (isSafe(session, name).orElse(false)) {
                return name;
            }
        }
        return isSafe(session, FIRST).isEmpty() ? FIRST : own;
    }

    private static String id(Connection session) throws SQLException {
        String role = Sql.first(session, "SELECT current_user", row -> row.getString(1))
                .orElseThrow();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(role.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** Tells whether a database belongs to the admin, or to a superuser who lets him in; empty if there is no such database. */
    private static Optional<Boolean> isSafe(Connection session, String name) throws SQLException {
        return Sql.first(session, """
                SELECT (r.rolname = current_user OR r.rolsuper AND current_setting('is_superuser')::bool)
                       AND has_database_privilege(d.oid, 'CONNECT')
                FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba WHERE d.datname = ?""", row -> row.getBoolean(1), name);
    }

    /** Nobody else can connect before that is forbidden. Says no if somebody who is connected elsewhere was faster. */
    private static boolean tryCreateEmpty(Connection session, String name) throws SQLException {
        try {
            Sql.execute(
                    session,
                    "CREATE DATABASE " + Sql.identifier(name)
                            + " TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C' ALLOW_CONNECTIONS false");
            return true;
        } catch (SQLException e) {
            boolean raced = SqlState.isDuplicateDatabase(e);
            if (!raced || isSafe(session, name).isEmpty()) {
                throw e;
            }
            return false;
        }
    }
}
