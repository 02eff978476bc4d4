package org.pgtestdb4j.internal.registry;

import java.sql.Connection;
import java.sql.SQLException;
import org.pgtestdb4j.ServerException;
import org.pgtestdb4j.internal.jdbc.Sql;

/** The tables of the registry, and their version. */
final class RegistrySchema {

    /** Changes when the tables below do. */
    private static final int LAYOUT = 1;

    private static final String TABLES = """
            CREATE SCHEMA registry;
            CREATE TABLE registry.layout (version int NOT NULL);
            CREATE TABLE registry.owner (
                id text PRIMARY KEY,
                state text NOT NULL DEFAULT 'alive' CHECK (state IN ('alive', 'suspect', 'reaped')),
                host text NOT NULL,
                pid bigint NOT NULL,
                started timestamptz NOT NULL DEFAULT now(),
                suspected timestamptz);
            CREATE TABLE registry.database (
                name text PRIMARY KEY,
                oid oid,
                owner text NOT NULL REFERENCES registry.owner,
                kind text NOT NULL CHECK (kind IN ('clone', 'build')),
                state text NOT NULL DEFAULT 'intended' CHECK (state IN ('intended', 'created', 'kept')),
                created timestamptz NOT NULL DEFAULT now(),
                test text,
                why text);
            CREATE INDEX ON registry.database (owner);
            CREATE TABLE registry.template (
                name text PRIMARY KEY,
                oid oid NOT NULL,
                hash text NOT NULL,
                migrator text NOT NULL,
                acl aclitem[],
                unlogged_rows boolean NOT NULL,
                sealed_in timestamptz,
                built timestamptz NOT NULL DEFAULT now(),
                used timestamptz NOT NULL DEFAULT now());
            CREATE TABLE registry.role (
                name text PRIMARY KEY,
                oid oid NOT NULL,
                password text NOT NULL)""";

    private RegistrySchema() {}

    /** Makes the tables unless they are there; to be called in a transaction. */
    static void create(Connection session, Object server) throws SQLException {
        AdvisoryLock.ofSetUp().untilEndOfTransaction(session);
        if (!Sql.isTrue(session, "SELECT to_regclass('registry.layout') IS NOT NULL")) {
            Sql.execute(session, TABLES);
            Sql.update(session, "INSERT INTO registry.layout VALUES (?)", LAYOUT);
            return;
        }
        int found = Sql.first(session, "SELECT version FROM registry.layout", row -> row.getInt(1))
                .orElse(0);
        if (found != LAYOUT) {
            throw new ServerException(
                    "The registry on " + server + " has layout " + found
                            + ", but this version of pgtestdb4j needs layout " + LAYOUT
                            + ". Use one version for all that share the server, or remove what the other version made there: the databases and roles whose names begin with pgtestdb4j.");
        }
    }
}
