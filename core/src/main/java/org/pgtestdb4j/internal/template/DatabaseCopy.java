package org.pgtestdb4j.internal.template;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.DatabaseException;
import org.pgtestdb4j.internal.clone.CloneFactory;
import org.pgtestdb4j.internal.jdbc.Sql;
import org.pgtestdb4j.internal.jdbc.SqlState;
import org.pgtestdb4j.internal.registry.TestRole;
import org.pgtestdb4j.internal.server.Admin;

/**
 * Copies somebody's database, which is only read: nobody is put out of it, and nothing in it changes. PostgreSQL copies a database only while
 * nobody is connected to it, so who is, is said.
 */
final class DatabaseCopy {

    private static final Duration FREE_WITHIN = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(20);

    private static final String USERS = """
            SELECT coalesce(usename, 'somebody') || ' from ' || coalesce(host(client_addr), 'the server itself')
                   || coalesce(' (' || nullif(application_name, '') || ')', '') || ', pid ' || pid
            FROM pg_stat_activity WHERE datname = ? AND backend_type IS DISTINCT FROM 'autovacuum worker'
            UNION ALL
            SELECT 'the prepared transaction ' || gid FROM pg_prepared_xacts WHERE database = ?""";

    /** Everything that somebody made, with its present owner, but for what belongs to extensions or follows its table. */
    private static final String CHANGES_OF_OWNER = """
            WITH made (class, object) AS (
                SELECT 'pg_namespace'::regclass, oid FROM pg_namespace
                WHERE oid >= 16384 OR nspname = 'public' AND nspowner NOT IN (10, 'pg_database_owner'::regrole)
                UNION ALL
                SELECT 'pg_class'::regclass, oid FROM pg_class c
                WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND relpersistence <> 't' AND NOT EXISTS (
                    SELECT FROM pg_depend d
                    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND c.relkind = 'S'
                      AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i'))
                UNION ALL SELECT 'pg_proc'::regclass, oid FROM pg_proc
                UNION ALL
                SELECT 'pg_type'::regclass, t.oid FROM pg_type t
                WHERE typtype <> 'm' AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid)
                  AND NOT EXISTS (SELECT FROM pg_class c WHERE c.oid = t.typrelid AND c.relkind <> 'c')
                UNION ALL SELECT 'pg_operator'::regclass, oid FROM pg_operator
                UNION ALL SELECT 'pg_opclass'::regclass, oid FROM pg_opclass
                UNION ALL SELECT 'pg_opfamily'::regclass, oid FROM pg_opfamily
                UNION ALL SELECT 'pg_collation'::regclass, oid FROM pg_collation
                UNION ALL SELECT 'pg_conversion'::regclass, oid FROM pg_conversion
                UNION ALL SELECT 'pg_ts_config'::regclass, oid FROM pg_ts_config
                UNION ALL SELECT 'pg_ts_dict'::regclass, oid FROM pg_ts_dict
                UNION ALL SELECT 'pg_statistic_ext'::regclass, oid FROM pg_statistic_ext
                UNION ALL SELECT 'pg_largeobject'::regclass, oid FROM pg_largeobject_metadata
                UNION ALL SELECT 'pg_publication'::regclass, oid FROM pg_publication)
            SELECT format('ALTER %s %s OWNER TO %I',
                CASE WHEN made.class = 'pg_proc'::regclass THEN 'routine' WHEN i.type = 'statistics object' THEN 'statistics' ELSE i.type END,
                i.identity, ?)
            FROM made, pg_identify_object(made.class, made.object, 0) i
            WHERE (made.object >= 16384 OR made.class IN ('pg_namespace'::regclass, 'pg_largeobject'::regclass)) AND NOT EXISTS (
                SELECT FROM pg_depend d WHERE d.classid = made.class AND d.objid = made.object AND d.deptype = 'e')""";

    private final Admin admin;
    private final CloneFactory clones;
    private final TestRole role;
    private final Duration limit;

    DatabaseCopy(Admin admin, CloneFactory clones, TestRole role, Duration limit) {
        this.admin = admin;
        this.clones = clones;
        this.role = role;
        this.limit = limit;
    }

    /** Copies a database with its settings and its comment, and gives all that is in it to the test role. */
    void create(String source, String copy) throws SQLException {
        try (Connection session = admin.open("copy")) {
            session.setNetworkTimeout(Runnable::run, 0);
            Sql.execute(session, "SET statement_timeout = " + limit.toMillis());
            awaitFree(session, source);
            copyFiles(session, source, copy);
        }
        clones.replay(source, copy);
        giveToRole(copy);
    }

    private void awaitFree(Connection session, String source) throws SQLException {
        if (source.equals(admin.home()) || !exists(session, source)) {
            throw new DatabaseException(
                    "There is no database \"%s\" on %s that could be copied. The name is case-sensitive."
                            .formatted(source, admin.connector().server()));
        }
        long deadline = System.nanoTime() + FREE_WITHIN.toNanos();
        List<String> users = usersOf(session, source);
        while (!users.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw inUse(source, users, null);
            }
            LockSupport.parkNanos(POLL.toNanos());
            users = usersOf(session, source);
        }
    }

    private static boolean exists(Connection session, String database) throws SQLException {
        return Sql.isTrue(session, "SELECT true FROM pg_database WHERE datname = ?", database);
    }

    private static List<String> usersOf(Connection session, String database) throws SQLException {
        return Sql.list(session, USERS, row -> row.getString(1), database, database);
    }

    private void copyFiles(Connection session, String source, String copy) throws SQLException {
        try {
            Sql.execute(session, clones.copying(source, copy));
        } catch (SQLException e) {
            if (SqlState.is(e, SqlState.OBJECT_IN_USE)) {
                throw inUse(source, usersOf(session, source), e);
            }
            String next = SqlState.is(e, SqlState.INSUFFICIENT_PRIVILEGE)
                    ? " The admin must own the database, or be a superuser."
                    : "";
            throw failure("copy the database \"" + source + "\"", e, next);
        }
    }

    private void giveToRole(String copy) throws SQLException {
        try (Connection inside = admin.connector().openAsAdmin(copy, "copy")) {
            for (String change : Sql.list(inside, CHANGES_OF_OWNER, row -> row.getString(1), role.name())) {
                try {
                    Sql.execute(inside, change);
                } catch (SQLException e) {
                    throw failure("give the copy to the test role (" + change + ")", e, "");
                }
            }
        }
    }

    private DatabaseException failure(String what, SQLException e, String next) {
        return new DatabaseException(
                "Cannot %s on %s (SQLSTATE %s): %s%s"
                        .formatted(what, admin.connector().server(), e.getSQLState(), e.getMessage(), next),
                e);
    }

    private DatabaseException inUse(String source, List<String> users, @Nullable SQLException cause) {
        return new DatabaseException(
                "Cannot copy the database \"%s\" on %s, since PostgreSQL copies only what nobody is connected to. Connected are: %s. Stop the application, or close its sessions; they are not ended from here."
                        .formatted(source, admin.connector().server(), String.join("; ", users)),
                cause);
    }
}
