package org.pgtestdb4j.recycling;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pgtestdb4j.internal.recycle.Reason;

/** Work that leaves something where a careless look does not see it, or which a careless restore does not take back. */
enum Traps {
    NOTHING,
    READING("SELECT * FROM seeded", "SELECT * FROM plain"),
    LOCKING("SELECT * FROM seeded FOR UPDATE"),
    ROWS("INSERT INTO plain (t) VALUES ('a'), ('b')"),
    ROWS_ROLLED_BACK("BEGIN", "INSERT INTO plain (t) VALUES ('a')", "ROLLBACK"),
    ROWS_OF_A_FAILED_STATEMENT("INSERT INTO plain (t) SELECT 1 / (3 - g) FROM generate_series(1, 5) g"),
    ROWS_OF_A_SAVEPOINT("BEGIN", "SAVEPOINT s", "INSERT INTO plain (t) VALUES ('a')", "ROLLBACK TO s", "COMMIT"),
    ROWS_INSERTED_AND_DELETED("INSERT INTO plain (t) VALUES ('a')", "DELETE FROM plain"),
    ROWS_OF_A_KILLED_SESSION(
            "BEGIN", "INSERT INTO plain (t) VALUES ('a')", "SELECT pg_terminate_backend(pg_backend_pid())"),
    ROWS_IN_A_LEAF("INSERT INTO parted VALUES (1, 'low'), (100, 'rest')"),
    ROWS_IN_A_CHILD("INSERT INTO child (t) VALUES ('a')"),
    ROWS_BESIDE_A_SEEDED_CHILD("INSERT INTO parent VALUES (1)"),
    ROWS_UNLOGGED("INSERT INTO unlogged VALUES (1)"),
    ROWS_OUT_OF_LINE("INSERT INTO plain (t) SELECT string_agg(md5(g::text), '') FROM generate_series(1, 9000) g"),
    ROWS_THAT_POLICIES_HIDE("INSERT INTO hidden VALUES (7)"),
    ROWS_IN_A_CIRCLE("INSERT INTO one VALUES (1, NULL)", "INSERT INTO two VALUES (1, 1)", "UPDATE one SET r = 1"),
    ROWS_THAT_REFER_TO_A_SEED("INSERT INTO refers VALUES (1)"),
    ROWS_OF_A_FUNCTION("SELECT by_definer()"),
    ROWS_THAT_AN_ORDINARY_TRIGGER_KEEPS("INSERT INTO kept VALUES (1)"),
    ROWS_ON_MANY_PAGES("INSERT INTO unlogged SELECT g FROM generate_series(1, 5000) g"),
    ROWS_BESIDE_A_PARTIAL_INDEX("INSERT INTO partial SELECT 1 FROM generate_series(1, 10)"),
    ROWS_WHERE_VACUUM_IS_TO_LEAVE_THE_FILE("INSERT INTO lasting VALUES (1)"),
    ROWS_WHERE_VACUUM_IS_TO_LEAVE_INDEXES("INSERT INTO uncleaned VALUES (1)", "DELETE FROM uncleaned"),
    ROWS_VACUUMED("INSERT INTO plain (t) VALUES ('a')", "VACUUM plain"),
    ROWS_IN_A_PARTIAL_INDEX(Reason.BIG_INDEX, "INSERT INTO partial SELECT g FROM generate_series(1, 10) g"),
    ROWS_THAT_SWELL_AN_INDEX(Reason.BIG_INDEX, "INSERT INTO plain (t) SELECT 'x' || g FROM generate_series(1, 5000) g"),
    ROWS_IN_A_HASH_INDEX(Reason.ODD_INDEX, "INSERT INTO hashed VALUES (1)"),
    ROWS_THAT_A_TRIGGER_KEEPS(Reason.TRIGGER, "INSERT INTO kept_by_trigger VALUES (1)"),
    ROWS_THAT_A_RULE_KEEPS(Reason.TRIGGER, "INSERT INTO kept_by_rule VALUES (1)"),
    ROWS_THAT_TELL_WHEN_REMOVED(Reason.TRIGGER, "INSERT INTO telling VALUES (1)"),
    ROWS_TOO_MANY(Reason.MANY_ROWS, "INSERT INTO unlogged SELECT g FROM generate_series(1, 30000) g"),
    ROWS_OF_ANOTHER_ROLE(Reason.OTHERS_TABLE, "INSERT INTO others VALUES (1)"),
    ROWS_THAT_ARE_PUBLISHED(Reason.ERROR, "INSERT INTO published VALUES (1)"),
    SEED_CHANGED(Reason.SEEDED_TABLE, "UPDATE seeded SET t = 'y' WHERE n = 3"),
    SEED_CHANGED_AND_ROLLED_BACK(Reason.SEEDED_TABLE, "BEGIN", "UPDATE seeded SET t = 'y'", "ROLLBACK"),
    SEED_REMOVED(Reason.SEEDED_TABLE, "DELETE FROM seeded"),
    SEED_TRUNCATED(Reason.DEFINITIONS, "TRUNCATE seeded CASCADE"),
    SEED_IN_ANOTHER_ORDER(Reason.DEFINITIONS, "CLUSTER seeded USING seeded_pkey"),
    SEQUENCE_CALLED("SELECT nextval('loose')"),
    SEQUENCE_CALLED_AND_ROLLED_BACK("BEGIN", "SELECT nextval('loose')", "ROLLBACK"),
    SEQUENCE_SET_BUT_NOT_CALLED("SELECT setval('loose', 500, false)"),
    SEQUENCE_OF_A_SEED("SELECT setval('called', 7, true)"),
    SEQUENCE_IN_MIXED_CASE("SELECT nextval('\"It''s Mine\"')"),
    SEQUENCE_RESTARTED(Reason.DEFINITIONS, "ALTER SEQUENCE loose RESTART"),
    TRUNCATED(Reason.DEFINITIONS, "TRUNCATE plain CASCADE"),
    ANALYZED_WITHOUT_ROWS("ANALYZE plain"),
    ANALYZED(Reason.STATISTICS, "INSERT INTO plain (t) VALUES ('a')", "ANALYZE plain"),
    ANALYZED_FROM_ABOVE(Reason.STATISTICS, "ANALYZE parted"),
    VACUUMED_ALL(Reason.VACUUM, "VACUUM"),
    SET_FOR_ROLE("ALTER ROLE CURRENT_USER SET work_mem = '6MB'"),
    GRANTED_ON_DATABASE(Reason.DATABASE, onDatabase("GRANT CONNECT ON DATABASE %I TO PUBLIC")),
    SET_FOR_DATABASE(Reason.DATABASE, onDatabase("ALTER DATABASE %I SET work_mem = ''6MB''")),
    SET_FOR_ROLE_IN_DATABASE(
            Reason.DATABASE, onDatabase("ALTER ROLE CURRENT_USER IN DATABASE %I SET work_mem = ''6MB''")),
    COMMENT_ON_DATABASE(Reason.DATABASE, onDatabase("COMMENT ON DATABASE %I IS ''changed''")),
    LIMITED_DATABASE(Reason.DATABASE, onDatabase("ALTER DATABASE %I CONNECTION LIMIT 50")),
    LARGE_OBJECT(Reason.LARGE_OBJECTS, "SELECT lo_create(4711)"),
    VIEW_REFRESHED(Reason.DEFINITIONS, "INSERT INTO plain (t) VALUES ('a')", "REFRESH MATERIALIZED VIEW seen"),
    TABLE_CREATED(Reason.DEFINITIONS, "CREATE TABLE made ()"),
    TABLE_CREATED_AND_DROPPED(Reason.DEFINITIONS, "CREATE TABLE made (n int PRIMARY KEY, t text)", "DROP TABLE made"),
    TABLE_CREATED_AND_ROLLED_BACK(Reason.DEFINITIONS, "BEGIN", "CREATE TABLE made (n int PRIMARY KEY)", "ROLLBACK"),
    TABLES_TEMPORARY(
            Reason.DEFINITIONS, "CREATE TEMP TABLE scratch (n serial, t text)", "INSERT INTO scratch (t) VALUES ('a')"),
    FUNCTION_REPLACED(
            Reason.DEFINITIONS, "CREATE OR REPLACE FUNCTION by_definer() RETURNS void LANGUAGE sql AS 'SELECT'"),
    LABEL_ADDED(Reason.DEFINITIONS, "ALTER TYPE mood ADD VALUE 'odd'"),
    GRANTED_ON_TABLE(Reason.DEFINITIONS, "GRANT SELECT ON plain TO PUBLIC"),
    COMMENT_ON_TABLE(Reason.DEFINITIONS, "COMMENT ON TABLE plain IS 'changed'"),
    TRIGGER_DISABLED(Reason.DEFINITIONS, "ALTER TABLE telling DISABLE TRIGGER ALL"),
    COLUMN_ADDED(Reason.DEFINITIONS, "ALTER TABLE hidden ADD COLUMN t text"),
    OPTION_CHANGED(Reason.DEFINITIONS, "ALTER TABLE plain SET (fillfactor = 50)"),
    INDEX_CREATED(Reason.DEFINITIONS, "CREATE INDEX ON plain (t)"),
    INDEX_REBUILT(Reason.DEFINITIONS, "REINDEX TABLE plain"),
    SCHEMA_CREATED(Reason.DEFINITIONS, "CREATE SCHEMA made"),
    LOCKS_AND_LISTENERS("SELECT pg_advisory_lock(1)", "LISTEN news", "SET work_mem = '1MB'");

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
                    "CREATE TABLE parent (n int)",
                    "CREATE TABLE seeded_child () INHERITS (parent)",
                    "INSERT INTO seeded_child SELECT g FROM generate_series(1, 5) g",
                    "CREATE TABLE refers (n int REFERENCES seeded)",
                    "CREATE TABLE lasting (n int) WITH (vacuum_truncate = off)",
                    "CREATE TABLE uncleaned (n int PRIMARY KEY) WITH (vacuum_index_cleanup = off)",
                    "CREATE TABLE published (n int)",
                    "CREATE PUBLICATION p FOR TABLE published",
                    "CREATE TABLE kept (n int)",
                    "CREATE TRIGGER keeps BEFORE DELETE ON kept FOR EACH ROW EXECUTE FUNCTION keeps()",
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
                    "CREATE SEQUENCE \"It's Mine\"",
                    "CREATE SEQUENCE called",
                    "SELECT nextval('called')",
                    "CREATE TYPE mood AS ENUM ('low', 'high')",
                    "CREATE MATERIALIZED VIEW seen AS SELECT * FROM plain"),
            List.of(),
            List.of(),
            List.of(),
            List.of());

    private final Optional<Reason> dropped;

    @SuppressWarnings("ImmutableEnumChecker") // A List.of is, but its type does not say so.
    private final List<String> statements;

    /** Names a trap after which the database is handed out again. */
    Traps(String... statements) {
        this.dropped = Optional.empty();
        this.statements = List.of(statements);
    }

    /** Names a trap after which the database is dropped. */
    Traps(Reason dropped, String... statements) {
        this.dropped = Optional.of(dropped);
        this.statements = List.of(statements);
    }

    private static String onDatabase(String statement) {
        return "DO $$ BEGIN EXECUTE format('" + statement + "', current_database()); END $$";
    }

    /** Returns why the database is dropped; empty if it is handed out again. */
    Optional<Reason> dropped() {
        return dropped;
    }

    RandomWork work() {
        return new RandomWork(Stream.concat(statements.stream(), Stream.of("SELECT 1"))
                .map(sql -> new RandomWork.Step(0, sql))
                .toList());
    }
}
