package org.pgtestdb4j.internal.registry;

import static org.pgtestdb4j.internal.registry.States.word;
import static org.pgtestdb4j.internal.registry.States.words;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.pgtestdb4j.ServerException;
import org.pgtestdb4j.internal.jdbc.Sql;
import org.pgtestdb4j.internal.registry.States.OfDatabase;
import org.pgtestdb4j.internal.registry.States.OfOwner;
import org.pgtestdb4j.internal.server.Admin;

/** The tables of the registry, their version, and the proof that nobody has changed them. */
final class RegistrySchema {

    /** Changes when the tables below do. */
    private static final int LAYOUT = 2;

    private static final String TABLES = """
            CREATE SCHEMA registry;
            CREATE TABLE registry.layout (version int NOT NULL, shape text NOT NULL);
            CREATE TABLE registry.owner (
                id text PRIMARY KEY,
                state text NOT NULL DEFAULT '%s' CHECK (state IN (%s)),
                host text NOT NULL,
                pid bigint NOT NULL,
                started timestamptz NOT NULL DEFAULT now(),
                suspected timestamptz);
            CREATE TABLE registry.database (
                name text PRIMARY KEY,
                oid oid,
                owner text NOT NULL REFERENCES registry.owner,
                kind text NOT NULL CHECK (kind IN (%s)),
                state text NOT NULL CHECK (state IN (%s)),
                created timestamptz NOT NULL DEFAULT now(),
                test text,
                why text);
            CREATE INDEX ON registry.database (owner);
            CREATE TABLE registry.template (
                name text PRIMARY KEY,
                oid oid NOT NULL,
                hash text NOT NULL,
                migrator text NOT NULL,
                below text,
                owner text REFERENCES registry.owner,
                acl aclitem[],
                unlogged_rows boolean NOT NULL,
                sealed_in timestamptz,
                bytes bigint NOT NULL,
                migrated timestamptz NOT NULL,
                built timestamptz NOT NULL DEFAULT now(),
                used timestamptz NOT NULL DEFAULT now());
            CREATE TABLE registry.role (
                name text PRIMARY KEY,
                oid oid NOT NULL,
                owner text REFERENCES registry.owner,
                password text NOT NULL)""".formatted(
                    word(OfOwner.ALIVE), words(OfOwner.class), words(Registry.Kind.class), words(OfDatabase.class));

    /** All columns and constraints in one text. */
    private static final String SHAPE = """
            SELECT md5(string_agg(line, E'\\n' ORDER BY line COLLATE "C")) FROM (
                SELECT c.relname || ' ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || ' ' || a.attnotnull AS line
                FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                WHERE c.relnamespace = 'registry'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
                UNION ALL
                SELECT c.relname || ' ' || o.contype::text FROM pg_constraint o JOIN pg_class c ON c.oid = o.conrelid
                WHERE o.connamespace = 'registry'::regnamespace AND o.contype IN ('p', 'f', 'c')) AS lines""";

    private static final String SOMETHING_ELSE = """
            SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'registry') LIMIT 1""";

    private RegistrySchema() {}

    /** Makes the tables unless they are there; to be called in a transaction. */
    static void create(Connection session, Admin admin) throws SQLException {
        AdvisoryLock.ofSetUp().untilEndOfTransaction(session);
        if (Sql.isTrue(session, "SELECT to_regclass('registry.layout') IS NULL")) {
            rejectOthersDatabase(session, admin);
            Sql.execute(session, TABLES);
            Sql.update(session, "INSERT INTO registry.layout SELECT ?, (" + SHAPE + ")", LAYOUT);
            return;
        }
        int found = Sql.first(session, "SELECT version FROM registry.layout", row -> row.getInt(1))
                .orElse(0);
        if (found != LAYOUT) {
            throw new ServerException(
                    "The registry on %s has layout %d, but this version of pgtestdb4j needs layout %d. Use one version for all that share the server, or begin anew. %s"
                            .formatted(admin.connector().server(), found, LAYOUT, Removal.ADVICE));
        }
        if (!Sql.isTrue(session, "SELECT shape = (" + SHAPE + ") FROM registry.layout")) {
            throw new ServerException(
                    "Somebody has changed the tables of the registry, the database \"%s\" on %s, so it proves nothing any more. Begin anew. %s"
                            .formatted(admin.home(), admin.connector().server(), Removal.ADVICE));
        }
    }

    private static void rejectOthersDatabase(Connection session, Admin admin) throws SQLException {
        Optional<String> other = Sql.first(session, SOMETHING_ELSE, row -> row.getString(1));
        if (other.isPresent()) {
            throw new ServerException(
                    "The database \"%s\" on %s is used for something else: it holds %s. pgtestdb4j needs that name for its registry; rename that database, or use another server."
                            .formatted(admin.home(), admin.connector().server(), other.get()));
        }
    }
}
