package org.pgtestdb4j.internal.template;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.internal.clone.Dropper;
import org.pgtestdb4j.internal.jdbc.Sql;
import org.pgtestdb4j.internal.registry.Owner;
import org.pgtestdb4j.internal.registry.RegisteredTemplates;
import org.pgtestdb4j.internal.registry.Registry;
import org.pgtestdb4j.internal.server.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns a migrated database into a template.
 *
 * <p>The tables are made dense, so that clones are small and rows lie in one order in all of them. Then the database is closed, changes its
 * owner, so that no test can open or drop it, and last gets its final name: before that moment there is no template, after it there is.
 */
final class Seal {

    private static final Logger log = LoggerFactory.getLogger(Seal.class);

    /** Every table and materialized view that holds anything; catalogs are left to the plain VACUUM. */
    private static final String WITH_ROWS = """
            SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'm') AND c.relpersistence <> 't' AND pg_relation_size(c.oid) > 0
              AND n.nspname NOT IN ('pg_catalog', 'information_schema')""";

    /** By name, since a VACUUM of all would also touch the catalogs which this database shares with others. */
    private static final String ALL = """
            SELECT c.oid::regclass::text FROM pg_class c
            WHERE c.relkind IN ('r', 'm') AND c.relpersistence <> 't' AND NOT c.relisshared""";

    private static final String HAS_UNLOGGED_ROWS = """
            SELECT EXISTS (
                SELECT FROM pg_class WHERE relkind IN ('r', 'm') AND relpersistence = 'u' AND pg_relation_size(oid) > 0)""";

    private final Admin admin;
    private final Registry registry;
    private final Dropper dropper;
    private final Owner.@Nullable Id endsWith;

    /**
     * Creates what seals templates.
     *
     * @param endsWith the owner with whom they go; null if they stay
     */
    Seal(Admin admin, Registry registry, Dropper dropper, Owner.@Nullable Id endsWith) {
        this.admin = admin;
        this.registry = registry;
        this.dropper = dropper;
        this.endsWith = endsWith;
    }

    RegisteredTemplates.Entry apply(TemplateKey key, Migrator migrator, @Nullable String below) throws SQLException {
        String build = key.buildName();
        admin.run(session -> Dropper.endSessions(session, build));
        if (dropper.removeObstacles(build)) {
            log.warn(
                    "The subscriptions, or prepared transactions, that {} left are removed: clones would not have them",
                    migrator);
        }
        boolean unloggedRows = makeDense(build);
        leaveRelationCache(build);
        RegisteredTemplates.Entry template = admin.call(session -> closeToEverybody(session, key, unloggedRows));
        RegisteredTemplates.Origin origin = originOf(template, key, migrator, below);
        dropper.dropTemplate(key.templateName());
        registry.templates().add(template, origin);
        admin.define(session -> Sql.execute(
                session,
                "ALTER DATABASE " + Sql.identifier(build) + " RENAME TO " + Sql.identifier(key.templateName())));
        registry.dropped(build);
        return template;
    }

    private RegisteredTemplates.Origin originOf(
            RegisteredTemplates.Entry template, TemplateKey key, Migrator migrator, @Nullable String below)
            throws SQLException {
        long bytes = admin.call(
                session -> Sql.first(session, "SELECT pg_database_size(?::oid)", row -> row.getLong(1), template.oid())
                        .orElse(0L));
        return new RegisteredTemplates.Origin(
                key.hash(), migrator.toString(), below, endsWith == null ? null : endsWith.value(), bytes);
    }

    private boolean makeDense(String build) throws SQLException {
        try (Connection session = admin.connector().openAsAdmin(build, "seal")) {
            session.setNetworkTimeout(Runnable::run, 0);
            Sql.execute(session, "SET statement_timeout = 0");
            for (String table : Sql.list(session, WITH_ROWS, row -> row.getString(1))) {
                vacuum(session, "FULL", table);
            }
            for (String table : Sql.list(session, ALL, row -> row.getString(1))) {
                vacuum(session, "FREEZE, ANALYZE", table);
            }
            return Sql.isTrue(session, HAS_UNLOGGED_ROWS);
        }
    }

    /** A table stays as it is if a function in one of its indexes cannot run here, say because it relies on a search_path of its own. */
    private static void vacuum(Connection session, String options, String table) {
        try {
            Sql.execute(session, "VACUUM (" + options + ") " + table);
        } catch (SQLException e) {
            log.debug("VACUUM ({}) of {} failed, so it is left as it is", options, table, e);
        }
    }

    /** VACUUM removes the file that saves a session from reading the catalogs; the next session writes it, and clones inherit it. */
    private void leaveRelationCache(String build) throws SQLException {
        admin.connector().openAsAdmin(build, "seal").close();
    }

    private RegisteredTemplates.Entry closeToEverybody(Connection session, TemplateKey key, boolean unloggedRows)
            throws SQLException {
        String build = Sql.identifier(key.buildName());
        Sql.execute(session, "ALTER DATABASE " + build + " ALLOW_CONNECTIONS false");
        Dropper.endSessions(session, key.buildName());
        // Privileges are noted before the new owner takes the old one's place in them.
        RegisteredTemplates.Entry template = Sql.first(
                        session,
                        "SELECT oid, datacl::text FROM pg_database WHERE datname = ?",
                        row -> entry(key, row.getLong(1), row.getString(2), unloggedRows),
                        key.buildName())
                .orElseThrow(() -> new SQLException("The database " + build + " has gone"));
        Sql.execute(session, "ALTER DATABASE " + build + " OWNER TO CURRENT_USER");
        if (admin.connector().server().ours()) {
            Sql.execute(session, "ALTER DATABASE " + build + " IS_TEMPLATE true");
        }
        return template;
    }

    private static RegisteredTemplates.Entry entry(
            TemplateKey key, long oid, @Nullable String acl, boolean unloggedRows) {
        return new RegisteredTemplates.Entry(key.templateName(), oid, acl, unloggedRows);
    }
}
