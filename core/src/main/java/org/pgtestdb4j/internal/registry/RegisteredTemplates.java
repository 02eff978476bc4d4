package org.pgtestdb4j.internal.registry;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.internal.jdbc.Sql;
import org.pgtestdb4j.internal.server.Admin;

/** The templates in the registry. Safe for use by several threads. */
public final class RegisteredTemplates {

    private static final int FIRST_MAJOR_WITH_COLLATION_VERSION = 15;

    /**
     * What must hold of a template for as long as it is cloned: it is the very database that was sealed, nobody could connect to it since,
     * its unlogged rows were not emptied by a crash, which also resets the server's statistics, and it sorts as the system does today.
     */
    private static final String INTACT = """
            d.datname = t.name AND d.oid = t.oid AND NOT d.datallowconn AND d.datconnlimit <> -2
            AND (NOT t.unlogged_rows OR t.sealed_in IS NOT DISTINCT FROM (SELECT stats_reset FROM pg_stat_bgwriter))""";

    private static final String SORTED_AS_TODAY =
            " AND d.datcollversion IS NOT DISTINCT FROM pg_database_collation_actual_version(d.oid)";

    private final Admin admin;
    private final String intact;

    RegisteredTemplates(Admin admin) {
        this.admin = admin;
        this.intact = INTACT + (admin.facts().major() >= FIRST_MAJOR_WITH_COLLATION_VERSION ? SORTED_AS_TODAY : "");
    }

    /** A registered template that is there and sealed. */
    public record Entry(String name, long oid, @Nullable String acl, boolean unloggedRows) {}

    /**
     * What else is noted of a new template.
     *
     * @param hash the migrator's
     * @param migrator for people
     * @param below the name of the template on which it was built
     * @param owner with whom it goes; null if it stays
     * @param bytes its size
     */
    public record Origin(
            String hash,
            String migrator,
            @Nullable String below,
            @Nullable String owner,
            long bytes) {}

    /** How much room all templates take together. */
    public record Total(long count, long bytes) {}

    /** Returns the server's present time, as {@link #find} understands it. */
    public String now() throws SQLException {
        return admin.call(session -> Sql.first(session, "SELECT now()::text", row -> row.getString(1))
                .orElseThrow());
    }

    /**
     * Finds a template that is registered, there, and intact, and notes that it is used; that it has its final name proves that it is
     * complete.
     *
     * @param maxAge in milliseconds; null if it may have any age
     * @param since the server's time at which it may have been migrated at the earliest; null if at any time
     */
    public Optional<Entry> find(String name, @Nullable Long maxAge, @Nullable String since) throws SQLException {
        return admin.call(session -> Sql.first(
                session,
                "UPDATE registry.template t SET used = now() FROM pg_database d WHERE t.name = ? AND " + intact + """
                         AND (?::bigint IS NULL OR t.migrated > now() - ?::bigint * interval '1 ms')
                         AND (?::timestamptz IS NULL OR t.migrated >= ?::timestamptz)
                        RETURNING t.name, t.oid, t.acl::text, t.unlogged_rows""",
                row -> new Entry(row.getString(1), row.getLong(2), row.getString(3), row.getBoolean(4)),
                name,
                maxAge,
                maxAge,
                since,
                since));
    }

    /** Tells whether a template is still the one that was found. */
    public boolean isIntact(String name, long oid) throws SQLException {
        return admin.call(session -> Sql.isTrue(session, intact(), name, oid));
    }

    /** Returns the query that has a row if a template, by its name and oid, is still the one that was found. */
    String intact() {
        return "SELECT true FROM registry.template t, pg_database d WHERE t.name = ? AND t.oid = ? AND " + intact;
    }

    /** Notes what a template is, before it gets its final name. It is as old as the oldest of its layers. */
    public void add(Entry template, Origin origin) throws SQLException {
        admin.run(session -> Sql.update(
                session,
                """
                INSERT INTO registry.template (name, oid, acl, unlogged_rows, sealed_in, hash, migrator, below, owner, bytes, migrated)
                VALUES (?, ?, ?::aclitem[], ?, (SELECT stats_reset FROM pg_stat_bgwriter), ?, ?, ?, ?, ?,
                        least(now(), (SELECT migrated FROM registry.template WHERE name = ?)))
                ON CONFLICT (name) DO UPDATE
                SET (oid, acl, unlogged_rows, sealed_in, hash, migrator, below, owner, bytes, migrated, built, used) =
                    (EXCLUDED.oid, EXCLUDED.acl, EXCLUDED.unlogged_rows, EXCLUDED.sealed_in, EXCLUDED.hash, EXCLUDED.migrator,
                     EXCLUDED.below, EXCLUDED.owner, EXCLUDED.bytes, EXCLUDED.migrated, now(), now())""",
                template.name(),
                template.oid(),
                template.acl(),
                template.unloggedRows(),
                origin.hash(),
                origin.migrator(),
                origin.below(),
                origin.owner(),
                origin.bytes(),
                origin.below()));
    }

    /** Forgets a template that is gone. */
    public void dropped(String name) throws SQLException {
        admin.run(session -> Sql.update(session, "DELETE FROM registry.template WHERE name = ?", name));
    }

    /** Forgets templates whose databases somebody else has removed. */
    public void forgetMissing(Connection session) throws SQLException {
        Sql.update(session, """
                DELETE FROM registry.template t
                WHERE built < now() - interval '10 min' AND NOT EXISTS (SELECT FROM pg_database d WHERE d.oid = t.oid)""");
    }

    /** Returns what goes with an owner. */
    public List<String> of(String owner) throws SQLException {
        return admin.call(session -> Sql.list(
                session, "SELECT name FROM registry.template WHERE owner = ?", row -> row.getString(1), owner));
    }

    /** Returns how much room the templates take that stay. */
    public Total total(Connection session) throws SQLException {
        return Sql.first(
                        session,
                        "SELECT count(*), coalesce(sum(bytes), 0) FROM registry.template WHERE owner IS NULL",
                        row -> new Total(row.getLong(1), row.getLong(2)))
                .orElseThrow();
    }

    /** Returns the templates that stay and that are no other's lower layer, the longest unused first. */
    public List<String> unneeded(Connection session) throws SQLException {
        return Sql.list(session, """
                SELECT name FROM registry.template t
                WHERE owner IS NULL AND NOT EXISTS (SELECT FROM registry.template upper WHERE upper.below = t.name)
                ORDER BY used""", row -> row.getString(1));
    }
}
