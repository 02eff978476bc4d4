package org.pgtestdb4j.recycling;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.pgtestdb4j.TestDatabase;

/**
 * What a test does with its database, from several sessions that take turns.
 *
 * @param steps in order
 */
record RandomWork(List<Step> steps) {

    static final int SESSIONS = 3;

    /**
     * One statement.
     *
     * @param session which of the sessions runs it
     */
    record Step(int session, String sql) {}

    private static final List<String> ON_TABLE = List.of(
            "INSERT INTO %1$s (n, t) SELECT g, repeat('x', %3$d) FROM generate_series(%2$d, %2$d + %4$d) g",
            "INSERT INTO %1$s (n, t) VALUES (%2$d, 'one'), (%3$d, NULL)",
            "INSERT INTO %1$s (n, t) SELECT g, repeat(md5(g::text), %3$d) FROM generate_series(1, %4$d) g",
            "INSERT INTO %1$s (n, t) VALUES (%2$d, 'never') ON CONFLICT DO NOTHING",
            "INSERT INTO %1$s (n, t) VALUES (1 / 0, 'fails')",
            "INSERT INTO %1$s (n, t) SELECT g / (3 - g), 'fails' FROM generate_series(1, 5) g",
            "UPDATE %1$s SET t = coalesce(t, '') || 'y' WHERE n %% 2 = 0",
            "UPDATE %1$s SET n = n + 1",
            "DELETE FROM %1$s WHERE n %% 3 = 0",
            "DELETE FROM %1$s",
            "DELETE FROM ONLY %1$s WHERE n < %2$d",
            "SELECT n, left(t, 5) FROM %1$s",
            "SELECT count(*), sum(n) FROM %1$s",
            "SELECT n FROM %1$s WHERE n > 2 AND t > 'a'",
            "SELECT a.n, b.n FROM %1$s a JOIN %1$s b ON a.n = b.n LIMIT 50",
            "SELECT n FROM %1$s WHERE n = %2$d FOR UPDATE",
            "SELECT ctid, n FROM %1$s LIMIT 20",
            "COPY %1$s (n, t) FROM STDIN",
            "EXPLAIN SELECT * FROM %1$s WHERE n = %2$d",
            "EXPLAIN SELECT * FROM %1$s a JOIN %1$s b USING (n) WHERE b.t > 'a' ORDER BY a.n",
            "EXPLAIN DELETE FROM %1$s WHERE n = ANY ('{1,2,3,4,5,6,7}') OR t = 'x'");

    private static final List<String> HARMLESS = List.of(
            "BEGIN",
            "BEGIN",
            "COMMIT",
            "ROLLBACK",
            "SAVEPOINT s",
            "ROLLBACK TO SAVEPOINT s",
            "LISTEN news",
            "NOTIFY news",
            "SELECT pg_advisory_lock(7)",
            "SET work_mem = '64kB'",
            "DISCARD ALL",
            "SELECT 1 / 0",
            "SELECT pg_terminate_backend(pg_backend_pid())");

    private static final List<String> ON_SEQUENCE = List.of(
            "SELECT nextval('%s')",
            "SELECT nextval('%1$s'), nextval('%1$s')", "SELECT setval('%s', -3)", "SELECT setval('%s', -30, false)");

    private static final List<String> RARE_ON_TABLE = List.of(
            "TRUNCATE %1$s",
            "TRUNCATE %1$s RESTART IDENTITY CASCADE",
            "ANALYZE %1$s",
            "VACUUM %1$s",
            "VACUUM FULL %1$s",
            "REINDEX TABLE %1$s",
            "LOCK TABLE %1$s",
            "ALTER TABLE %1$s ADD COLUMN extra_%2$d int",
            "ALTER TABLE %1$s DISABLE TRIGGER USER",
            "CREATE INDEX i_%2$d ON %1$s (n, t)",
            "ALTER TABLE %1$s SET (fillfactor = 70)",
            "GRANT SELECT ON %1$s TO PUBLIC",
            "COMMENT ON TABLE %1$s IS 'changed'",
            "CREATE RULE r_%2$d AS ON UPDATE TO %1$s DO INSTEAD NOTHING",
            "DROP TABLE %1$s CASCADE",
            "ALTER TABLE %1$s ENABLE ROW LEVEL SECURITY",
            "INSERT INTO %1$s (n, t) SELECT g, repeat('z', 200) FROM generate_series(1, 3000) g",
            "CREATE TABLE made AS SELECT * FROM %1$s");

    private static final List<String> RARE = List.of(
            "ANALYZE",
            "VACUUM",
            "CREATE FUNCTION made() RETURNS int LANGUAGE sql AS 'SELECT 1'",
            "CREATE OR REPLACE FUNCTION quiet() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
            "ALTER TYPE mood ADD VALUE 'odd'",
            "CREATE SCHEMA made",
            "DROP SCHEMA \"B c\" CASCADE",
            "SELECT lo_create(4712)",
            "SELECT lo_unlink(4711)",
            "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC",
            "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET work_mem = ''6MB''', current_database()); END $$",
            "DO $$ BEGIN EXECUTE format('COMMENT ON DATABASE %I IS ''other''', current_database()); END $$",
            "DO $$ BEGIN EXECUTE format('GRANT TEMP ON DATABASE %I TO PUBLIC', current_database()); END $$",
            "DO $$ BEGIN EXECUTE format('ALTER ROLE CURRENT_USER IN DATABASE %I SET work_mem = ''7MB''', current_database()); END $$",
            "CREATE PUBLICATION made FOR TABLE told",
            "CREATE TABLE gone (); DROP TABLE gone",
            "CREATE TEMP TABLE scratch (n int, t text)",
            "CREATE TEMP TABLE IF NOT EXISTS other ON COMMIT DROP AS SELECT 1 AS n",
            "INSERT INTO scratch SELECT g, 'temp' FROM generate_series(1, 20) g",
            "CREATE SEQUENCE made",
            "ALTER SEQUENCE shared RESTART",
            "PREPARE TRANSACTION 'left'",
            "COMMENT ON SCHEMA public IS 'changed'",
            "REVOKE CREATE ON SCHEMA public FROM CURRENT_USER");

    /** Most of it is what tests do every day; now and then something that no restore takes back. */
    static RandomWork of(Random random, RandomSchema schema) {
        List<Step> steps = new ArrayList<>();
        int sessions = random.nextBoolean() ? 1 : 1 + random.nextInt(SESSIONS);
        boolean wild = random.nextInt(15) == 0;
        List<String> favourites = new ArrayList<>();
        List<String> tables = random.nextInt(5) > 0 ? schema.plain() : schema.tables();
        for (int i = 0; i < 3; i++) {
            favourites.add(tables.get(random.nextInt(tables.size())));
        }
        for (int left = random.nextInt(14); left > 0; left--) {
            steps.add(new Step(random.nextInt(sessions), statement(random, schema, favourites, wild)));
        }
        return new RandomWork(steps);
    }

    private static String statement(Random random, RandomSchema schema, List<String> favourites, boolean wild) {
        int dice = random.nextInt(100);
        String table = favourites.get(random.nextInt(favourites.size()));
        if (dice < 62) {
            return onTable(random, ON_TABLE, table);
        }
        if (dice < 84) {
            return pick(random, HARMLESS);
        }
        if (dice < 90) {
            return pick(random, ON_SEQUENCE).formatted(pick(random, schema.sequences()));
        }
        if (!wild) {
            return onTable(random, ON_TABLE, table);
        }
        if (dice < 95 || schema.views().isEmpty()) {
            return random.nextBoolean() ? onTable(random, RARE_ON_TABLE, table) : pick(random, RARE);
        }
        return "REFRESH MATERIALIZED VIEW " + pick(random, schema.views());
    }

    private static String onTable(Random random, List<String> statements, String table) {
        return pick(random, statements)
                .formatted(table, random.nextInt(20), 1 + random.nextInt(120), 1 + random.nextInt(60));
    }

    private static <T> T pick(Random random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** Does it, and returns what came of each step. */
    List<String> doOn(TestDatabase database) throws SQLException {
        return WorkDone.outcomeOf(steps, database);
    }

    RandomWork without(int step) {
        List<Step> fewer = new ArrayList<>(steps);
        fewer.remove(step);
        return new RandomWork(fewer);
    }
}
