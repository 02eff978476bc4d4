package org.pgtestdb4j.recycling;

import java.util.List;
import java.util.stream.Stream;

/** Work that leaves something where a careless look does not see it, or which a careless restore does not take back. */
enum Traps {
    NOTHING(true),
    READING(true, "SELECT * FROM seeded", "SELECT * FROM plain"),
    ROWS(true, "INSERT INTO plain (t) VALUES ('a'), ('b')"),
    ROWS_ROLLED_BACK(true, "BEGIN", "INSERT INTO plain (t) VALUES ('a')", "ROLLBACK"),
    ROWS_OF_A_FAILED_STATEMENT(true, "INSERT INTO plain (t) SELECT 1 / (3 - g) FROM generate_series(1, 5) g"),
    ROWS_OF_A_SAVEPOINT(true, "BEGIN", "SAVEPOINT s", "INSERT INTO plain (t) VALUES ('a')", "ROLLBACK TO s", "COMMIT"),
    ROWS_INSERTED_AND_DELETED(true, "INSERT INTO plain (t) VALUES ('a')", "DELETE FROM plain"),
    ROWS_OF_A_KILLED_SESSION(
            true, "BEGIN", "INSERT INTO plain (t) VALUES ('a')", "SELECT pg_terminate_backend(pg_backend_pid())"),
    ROWS_IN_A_LEAF(true, "INSERT INTO parted VALUES (1, 'low'), (100, 'rest')"),
    ROWS_IN_A_CHILD(true, "INSERT INTO child (t) VALUES ('a')"),
    ROWS_UNLOGGED(true, "INSERT INTO unlogged VALUES (1)"),
    ROWS_OUT_OF_LINE(true, "INSERT INTO plain (t) SELECT string_agg(md5(g::text), '') FROM generate_series(1, 9000) g"),
    ROWS_THAT_POLICIES_HIDE(true, "INSERT INTO hidden VALUES (7)"),
    ROWS_IN_A_CIRCLE(true, "INSERT INTO one VALUES (1, NULL)", "INSERT INTO two VALUES (1, 1)", "UPDATE one SET r = 1"),
    ROWS_OF_A_FUNCTION(true, "SELECT by_definer()"),
    ROWS_THAT_A_TRIGGER_KEEPS(false, "INSERT INTO kept_by_trigger VALUES (1)"),
    ROWS_THAT_A_RULE_KEEPS(false, "INSERT INTO kept_by_rule VALUES (1)"),
    ROWS_THAT_TELL_WHEN_REMOVED(false, "INSERT INTO telling VALUES (1)"),
    ROWS_THAT_SWELL_AN_INDEX(true, "INSERT INTO plain (t) SELECT 'x' || g FROM generate_series(1, 5000) g"),
    ROWS_IN_A_PARTIAL_INDEX(true, "INSERT INTO partial SELECT g FROM generate_series(1, 10) g"),
    ROWS_IN_A_HASH_INDEX(true, "INSERT INTO hashed SELECT g FROM generate_series(1, 2000) g"),
    ROWS_TOO_MANY(false, "INSERT INTO unlogged SELECT g FROM generate_series(1, 30000) g"),
    TRUNCATED(true, "TRUNCATE plain CASCADE"),
    TRUNCATED_WITH_IDENTITY(true, "INSERT INTO plain (t) VALUES ('a')", "TRUNCATE plain RESTART IDENTITY CASCADE"),
    VACUUMED(true, "INSERT INTO plain (t) VALUES ('a')", "VACUUM plain"),
    SEED_CHANGED(false, "UPDATE seeded SET t = 'y' WHERE n = 3"),
    SEED_CHANGED_AND_ROLLED_BACK(false, "BEGIN", "UPDATE seeded SET t = 'y'", "ROLLBACK"),
    SEED_REPLACED_BY_ITSELF(
            false,
            "BEGIN",
            "CREATE TEMP TABLE s AS TABLE seeded",
            "DELETE FROM seeded",
            "INSERT INTO seeded TABLE s",
            "COMMIT"),
    SEED_TRUNCATED(false, "TRUNCATE seeded"),
    SEED_IN_ANOTHER_ORDER(false, "CREATE INDEX i ON seeded (n DESC)", "CLUSTER seeded USING i", "DROP INDEX i"),
    SEQUENCE_CALLED(true, "SELECT nextval('loose')"),
    SEQUENCE_CALLED_AND_ROLLED_BACK(true, "BEGIN", "SELECT nextval('loose')", "ROLLBACK"),
    SEQUENCE_SET_BUT_NOT_CALLED(true, "SELECT setval('loose', 500, false)"),
    SEQUENCE_OF_A_SEED(true, "SELECT setval('called', 7, true)"),
    ANALYZED(false, "INSERT INTO plain (t) VALUES ('a')", "ANALYZE plain"),
    GRANTED_ON_DATABASE(false, onDatabase("GRANT CONNECT ON DATABASE %I TO PUBLIC")),
    SET_FOR_DATABASE(false, onDatabase("ALTER DATABASE %I SET work_mem = ''6MB''")),
    SET_FOR_ROLE_IN_DATABASE(false, onDatabase("ALTER ROLE CURRENT_USER IN DATABASE %I SET work_mem = ''6MB''")),
    COMMENT_ON_DATABASE(false, onDatabase("COMMENT ON DATABASE %I IS ''changed''")),
    LIMITED_DATABASE(false, onDatabase("ALTER DATABASE %I CONNECTION LIMIT 50")),
    LARGE_OBJECT(false, "SELECT lo_create(4711)"),
    VIEW_REFRESHED(false, "INSERT INTO plain (t) VALUES ('a')", "REFRESH MATERIALIZED VIEW seen"),
    TABLE_CREATED(false, "CREATE TABLE made ()"),
    TABLE_CREATED_AND_DROPPED(true, "CREATE TABLE made (n int PRIMARY KEY, t text)", "DROP TABLE made"),
    TABLE_CREATED_AND_ROLLED_BACK(true, "BEGIN", "CREATE TABLE made (n int PRIMARY KEY)", "ROLLBACK"),
    TABLES_TEMPORARY(true, "CREATE TEMP TABLE scratch (n serial, t text)", "INSERT INTO scratch (t) VALUES ('a')"),
    FUNCTION_REPLACED(false, "CREATE OR REPLACE FUNCTION by_definer() RETURNS void LANGUAGE sql AS 'SELECT'"),
    LABEL_ADDED(false, "ALTER TYPE mood ADD VALUE 'odd'"),
    GRANTED_ON_TABLE(false, "GRANT SELECT ON plain TO PUBLIC"),
    COMMENT_ON_TABLE(false, "COMMENT ON TABLE plain IS 'changed'"),
    TRIGGER_DISABLED(false, "ALTER TABLE telling DISABLE TRIGGER ALL"),
    COLUMN_ADDED(false, "ALTER TABLE hidden ADD COLUMN t text"),
    OPTION_CHANGED(false, "ALTER TABLE plain SET (fillfactor = 50)"),
    INDEX_CREATED(false, "CREATE INDEX ON plain (t)"),
    SCHEMA_CREATED(false, "CREATE SCHEMA made"),
    LOCKS_AND_LISTENERS(true, "SELECT pg_advisory_lock(1)", "LISTEN news", "SET work_mem = '1MB'");

    static final RandomSchema SCHEMA = new RandomSchema(
            List.of(
                    "CREATE TABLE plain (id serial PRIMARY KEY, t text)",
                    "CREATE TABLE seeded (n int PRIMARY KEY, t text)",
                    "INSERT INTO seeded SELECT g, 's' || g FROM generate_series(1, 30) g",
                    "CREATE TABLE parted (n int, t text) PARTITION BY RANGE (n)",
                    "CREATE TABLE parted_low PARTITION OF parted FOR VALUES FROM (0) TO (10)",
                    "CREATE TABLE parted_rest PARTITION OF parted DEFAULT",
                    "CREATE TABLE child (extra int) INHERITS (plain)",
                    "CREATE UNLOGGED TABLE unlogged (n int)",
                    "CREATE TABLE hidden (n int)",
                    "ALTER TABLE hidden ENABLE ROW LEVEL SECURITY",
                    "ALTER TABLE hidden FORCE ROW LEVEL SECURITY",
                    "CREATE POLICY none ON hidden USING (false) WITH CHECK (true)",
                    "CREATE TABLE one (id int PRIMARY KEY, r int)",
                    "CREATE TABLE two (id int PRIMARY KEY, r int REFERENCES one)",
                    "ALTER TABLE one ADD FOREIGN KEY (r) REFERENCES two",
                    "CREATE TABLE told (n int)",
                    "CREATE FUNCTION keeps() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
                    "CREATE FUNCTION tells() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO public.told VALUES (1); RETURN NULL; END'",
                    "CREATE FUNCTION by_definer() RETURNS void LANGUAGE sql SECURITY DEFINER AS 'INSERT INTO public.told VALUES (2)'",
                    "CREATE TABLE kept_by_trigger (n int)",
                    "CREATE TRIGGER keeps BEFORE DELETE ON kept_by_trigger FOR EACH ROW EXECUTE FUNCTION keeps()",
                    "ALTER TABLE kept_by_trigger ENABLE ALWAYS TRIGGER keeps",
                    "CREATE TABLE kept_by_rule (n int)",
                    "CREATE RULE keeps AS ON DELETE TO kept_by_rule DO INSTEAD NOTHING",
                    "ALTER TABLE kept_by_rule ENABLE REPLICA RULE keeps",
                    "CREATE TABLE telling (n int)",
                    "CREATE TRIGGER tells AFTER DELETE ON telling FOR EACH ROW EXECUTE FUNCTION tells()",
                    "ALTER TABLE telling ENABLE REPLICA TRIGGER tells",
                    "CREATE TABLE partial (n int)",
                    "CREATE INDEX ON partial (n) WHERE n > 2",
                    "CREATE TABLE hashed (n int)",
                    "CREATE INDEX ON hashed USING hash (n)",
                    "CREATE SEQUENCE loose CACHE 5",
                    "CREATE SEQUENCE called",
                    "SELECT nextval('called')",
                    "CREATE TYPE mood AS ENUM ('low', 'high')",
                    "CREATE MATERIALIZED VIEW seen AS SELECT * FROM plain"),
            List.of(),
            List.of(),
            List.of());

    private final boolean recycled;

    @SuppressWarnings("ImmutableEnumChecker") // A List.of is, but its type does not say so.
    private final List<String> statements;

    /**
     * Names a trap.
     *
     * @param recycled whether the database is handed out again
     */
    Traps(boolean recycled, String... statements) {
        this.recycled = recycled;
        this.statements = List.of(statements);
    }

    private static String onDatabase(String statement) {
        return "DO $$ BEGIN EXECUTE format('" + statement + "', current_database()); END $$";
    }

    boolean isRecycled() {
        return recycled;
    }

    RandomWork work() {
        return new RandomWork(Stream.concat(statements.stream(), Stream.of("SELECT 1"))
                .map(sql -> new RandomWork.Step(0, sql))
                .toList());
    }
}
