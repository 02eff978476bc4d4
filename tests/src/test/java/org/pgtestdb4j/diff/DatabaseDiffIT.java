package org.pgtestdb4j.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pgtestdb4j.DatabaseDiff;
import org.pgtestdb4j.DatabaseException;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.fixture.Migrators;
import org.pgtestdb4j.fixture.Query;
import org.pgtestdb4j.fixture.TestServer;

class DatabaseDiffIT {

    private static final TestServer SERVER = TestServer.shared();
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final int FIRST_MAJOR_WITH_STRATEGY = 15;

    /** PostgreSQL 18 has constraints for what are properties of columns before. */
    private static final String NOT_NULL = "constraint .*_not_null on .*";

    /** Without a write-ahead log that anybody needs, copying files takes half the time. */
    private static String strategy;

    private static String left;

    private String right;

    @BeforeAll
    static void makeARichDatabase() throws SQLException {
        SERVER.run("CREATE DATABASE diff_rich TEMPLATE template0");
        run("diff_rich", RichDatabase.SQL);
        strategy = majorVersion() < FIRST_MAJOR_WITH_STRATEGY ? "" : " STRATEGY file_copy";
        left = copy();
    }

    @AfterAll
    static void dropIt() throws SQLException {
        drop(left);
        drop("diff_rich");
    }

    @AfterEach
    void dropTheChangedOne() throws SQLException {
        if (right != null) {
            drop(right);
        }
    }

    private static String copy() throws SQLException {
        String name = "diff_copy_" + NUMBER.incrementAndGet();
        SERVER.run("CREATE DATABASE " + name + " TEMPLATE diff_rich" + strategy);
        run(name, RichDatabase.OF_THE_DATABASE_ITSELF);
        return name;
    }

    private static void drop(String database) throws SQLException {
        SERVER.run("DROP DATABASE " + database + " WITH (FORCE)");
    }

    /** The driver takes a script apart otherwise, and wrongly. */
    private static void run(String database, String sql) throws SQLException {
        try (Connection connection = TestServer.open(urlOf(database) + "&preferQueryMode=simple")) {
            Query.run(connection, sql);
        }
    }

    private static String urlOf(String database) {
        return SERVER.urlOf(database, "postgres", SERVER.password());
    }

    private static DataSource as(String user, String password, String database) {
        return new OpeningDataSource(() -> TestServer.open(SERVER.urlOf(database, user, password)));
    }

    private static DataSource admin(String database) {
        return as("postgres", SERVER.password(), database);
    }

    private DatabaseDiff after(String sql) throws SQLException {
        right = copy();
        run(right, sql.replace("{}", right));
        return DatabaseDiff.between(admin(left), admin(right));
    }

    @Test
    void isEmptyForTwoCopies() throws SQLException {
        DatabaseDiff diff = after("SELECT 1");

        assertThat(diff.differences()).isEmpty();
        assertThat(diff.isEmpty()).isTrue();
        assertThat(diff).hasToString("no differences");
    }

    @Test
    void isEmptyForTwoClonesSeenByTheRoleThatOwnsThem() throws SQLException {
        try (PgTestDb pg = SERVER.external().open()) {
            var migrator =
                    Migrators.sql("CREATE TABLE city (id serial, name text); INSERT INTO city (name) VALUES ('Ulm')");
            try (TestDatabase one = pg.database(migrator);
                    TestDatabase two = pg.database(migrator)) {
                assertThat(DatabaseDiff.between(one.dataSource(), two.dataSource()))
                        .hasToString("no differences");

                Query.run(two, "INSERT INTO city (name) VALUES ('Aix')");

                assertThat(DatabaseDiff.between(one.dataSource(), two.dataSource()))
                        .hasToString("""
                                rows of public.city
                                  left:  1 rows
                                  right: 2 rows, only here: (2,Aix)
                                state of sequence public.city_id_seq
                                  left:  last 1
                                  right: last 2""");
            }
        }
    }

    /** What is changed, and the names of all things that are different then; {@code …} stands for further ones. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
            CREATE SCHEMA more => schema more
            DROP SCHEMA "Odd name" CASCADE => column "Odd name"."Odd, table"."Odd; column" + rows of "Odd name"."Odd, table" + schema "Odd name" + table "Odd name"."Odd, table"
            ALTER SCHEMA app OWNER TO pg_monitor => schema app
            GRANT CREATE ON SCHEMA app TO pg_monitor => schema app
            REVOKE USAGE ON SCHEMA pg_catalog FROM PUBLIC => schema pg_catalog

            CREATE TABLE app.more (id int) => column app.more.id + rows of app.more + table app.more
            DROP TABLE app.typed => table app.typed + rows of app.typed + …
            ALTER TABLE app.fleeting RENAME TO brief => table app.fleeting + table app.brief + …
            ALTER TABLE app.item OWNER TO pg_monitor => column app.item.note + sequence app.item_id_seq + table app.item
            ALTER TABLE app.fleeting SET LOGGED => table app.fleeting
            ALTER TABLE app.item SET (fillfactor = 70) => table app.item
            ALTER TABLE app.item SET (toast.autovacuum_enabled = off) => table app.item
            ALTER TABLE app.item REPLICA IDENTITY FULL => table app.item
            ALTER TABLE app.child NO INHERIT app.item => table app.child + column app.child.id + …
            ALTER TABLE app.typed NOT OF => table app.typed
            ALTER TABLE app.event DETACH PARTITION app.event_2025 => column app.event_2025.at + column app.event_2025.what + table app.event_2025
            ALTER TABLE app.event ATTACH PARTITION app.event_2026 DEFAULT => column app.event_2026.at + column app.event_2026.what + table app.event_2026

            ALTER TABLE app.item ADD extra int => column app.child.extra + column app.item.extra + rows of app.item
            ALTER TABLE app.item DROP label => column app.item.label + rows of app.item + index app.item_label + …
            ALTER TABLE app.fleeting RENAME id TO number => column app.fleeting.id + column app.fleeting.number
            ALTER TABLE app.fleeting ALTER id TYPE bigint => column app.fleeting.id
            ALTER TABLE app.item ALTER note SET NOT NULL => column app.child.note + column app.item.note
            ALTER TABLE app.item ALTER note SET DEFAULT 'some' => column app.child.note + column app.item.note
            ALTER TABLE app.customer ALTER id SET GENERATED ALWAYS => column app.customer.id
            ALTER TABLE app.customer ALTER id DROP IDENTITY => column app.customer.id + definition of sequence app.customer_id_seq + sequence app.customer_id_seq + state of sequence app.customer_id_seq
            ALTER TABLE app.item ALTER twice DROP EXPRESSION => column app.child.twice + column app.item.twice
            ALTER TABLE app.item ALTER label TYPE varchar(20) COLLATE "C" => column app.child.label + column app.item.label
            ALTER TABLE app.item ALTER note SET STORAGE EXTERNAL => column app.child.note + column app.item.note
            ALTER TABLE app.item ALTER note SET COMPRESSION pglz => column app.item.note
            ALTER TABLE app.item ALTER note SET STATISTICS 50 => column app.child.note + column app.item.note
            ALTER TABLE app.item ALTER note SET (n_distinct = 5) => column app.item.note
            ALTER TABLE "Odd name"."Odd, table" ALTER "Odd; column" SET DEFAULT 1 => column "Odd name"."Odd, table"."Odd; column"

            ALTER TABLE app.fleeting ADD CONSTRAINT few CHECK (id < 9) => constraint few on app.fleeting
            ALTER TABLE app.fleeting ADD CONSTRAINT few CHECK (id < 9) NOT VALID => constraint few on app.fleeting
            ALTER TABLE app.item DROP CONSTRAINT item_note => constraint item_note on app.child + constraint item_note on app.item
            ALTER TABLE app.item DROP CONSTRAINT item_size => constraint item_size on app.item + index app.item_size
            ALTER TABLE app.item DROP CONSTRAINT item_customer => constraint item_customer on app.item
            ALTER TABLE app.item ALTER CONSTRAINT item_customer DEFERRABLE INITIALLY DEFERRED => constraint item_customer on app.item
            ALTER TABLE app.item DROP CONSTRAINT item_customer, ADD CONSTRAINT item_customer FOREIGN KEY (customer) REFERENCES app.customer ON DELETE CASCADE => constraint item_customer on app.item
            ALTER TABLE app.fleeting ADD PRIMARY KEY (id) => column app.fleeting.id + constraint fleeting_pkey on app.fleeting + index app.fleeting_pkey
            ALTER TABLE app.fleeting ADD CONSTRAINT once UNIQUE (id) DEFERRABLE => constraint once on app.fleeting + index app.once

            CLUSTER app.item USING item_pkey => index app.item_pkey
            ALTER INDEX app.item_note_lower SET (fillfactor = 50) => index app.item_note_lower
            ALTER INDEX app.item_note_lower ALTER COLUMN 1 SET STATISTICS 99 => index app.item_note_lower
            UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'app.item_note_lower'::regclass => index app.item_note_lower
            CREATE STATISTICS app.more (ndistinct) ON note, price FROM app.item => statistics app.more
            ALTER STATISTICS app.item_statistics SET STATISTICS 77 => statistics app.item_statistics

            CREATE OR REPLACE VIEW app.happy AS SELECT id, note FROM app.item WHERE mood <> 'sad' => view app.happy
            ALTER VIEW app.happy SET (security_barrier = true) => view app.happy
            ALTER VIEW app.happy ALTER note SET DEFAULT 'x' => column app.happy.note
            REFRESH MATERIALIZED VIEW app.notes WITH NO DATA => materialized view app.notes + rows of app.notes
            CREATE OR REPLACE RULE no_delete AS ON DELETE TO app.happy WHERE OLD.id > 1 DO INSTEAD NOTHING => rule no_delete on app.happy
            ALTER TABLE app.typed DISABLE RULE told => rule told on app.typed

            CREATE OR REPLACE FUNCTION app.twice(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 + $1' => function app.twice(integer)
            ALTER FUNCTION app.twice(int) SECURITY DEFINER => function app.twice(integer)
            ALTER FUNCTION app.twice(int) SET work_mem = '7MB' => function app.twice(integer)
            ALTER FUNCTION app.twice(int) COST 5 => function app.twice(integer)
            ALTER FUNCTION app.twice(int) DEPENDS ON EXTENSION hstore => dependent of extension hstore: function app.twice(integer)
            GRANT EXECUTE ON FUNCTION app.twice(int) TO pg_monitor => function app.twice(integer)
            REVOKE EXECUTE ON FUNCTION pg_catalog.pg_sleep(double precision) FROM PUBLIC => function pg_sleep(double precision)
            ALTER FUNCTION pg_catalog.generate_series(int, int) ROWS 7 => function generate_series(integer,integer)
            CREATE OR REPLACE PROCEDURE app.work() LANGUAGE sql BEGIN ATOMIC DELETE FROM app.fleeting WHERE id = 1; END => procedure app.work()
            CREATE OR REPLACE AGGREGATE app.total(int) (SFUNC = int4pl, STYPE = int, INITCOND = '1') => definition of aggregate app.total(integer)
            DROP AGGREGATE app.total(int) => aggregate app.total(integer) + definition of aggregate app.total(integer)

            ALTER TABLE app.item DISABLE TRIGGER item_row => trigger item_row on app.item
            ALTER TABLE app.item ENABLE ALWAYS TRIGGER item_row => trigger item_row on app.item
            ALTER TABLE app.item DISABLE TRIGGER ALL => trigger item_row on app.item + trigger of constraint item_customer by "RI_FKey_check_ins" on app.item + trigger of constraint item_customer by "RI_FKey_check_upd" on app.item
            CREATE OR REPLACE TRIGGER item_row BEFORE UPDATE OF note ON app.item FOR EACH ROW EXECUTE FUNCTION app.on_row() => trigger item_row on app.item
            ALTER EVENT TRIGGER noticed DISABLE => event trigger noticed

            ALTER TYPE app.mood ADD VALUE 'angry' BEFORE 'sad' => type app.mood
            ALTER TYPE app.mood RENAME VALUE 'sad' TO 'blue' => type app.mood
            ALTER TYPE app.point3 ADD ATTRIBUTE w int CASCADE => column app.point3.w + column app.typed.w
            ALTER TYPE app.point3 OWNER TO pg_monitor => composite type app.point3 + type app.point3
            CREATE TYPE app.more AS ENUM () => type app.more
            DROP TYPE app.span; CREATE TYPE app.span AS RANGE (SUBTYPE = float8) => type app.span
            ALTER DOMAIN app.amount SET DEFAULT 1 => type app.amount
            ALTER DOMAIN app.amount SET NOT NULL => type app.amount + …
            ALTER DOMAIN app.amount DROP CONSTRAINT positive => comment on domain constraint positive on app.amount + constraint positive on app.amount
            GRANT USAGE ON TYPE app.mood TO pg_monitor => type app.mood

            ALTER SEQUENCE app.numbers INCREMENT 6 => definition of sequence app.numbers
            ALTER SEQUENCE app.numbers OWNED BY app.item.note => definition of sequence app.numbers
            SELECT nextval('app.numbers') => state of sequence app.numbers
            SELECT nextval('app.unused') => state of sequence app.unused
            GRANT USAGE ON SEQUENCE app.numbers TO pg_monitor => sequence app.numbers

            ALTER TABLE app.item ENABLE ROW LEVEL SECURITY => table app.item
            ALTER TABLE app.customer FORCE ROW LEVEL SECURITY => table app.customer
            CREATE POLICY more ON app.customer USING (true) => policy more on app.customer
            ALTER POLICY own ON app.customer TO pg_monitor => policy own on app.customer

            GRANT INSERT ON app.item TO pg_monitor => table app.item
            REVOKE SELECT ON app.item FROM pg_monitor => table app.item
            GRANT SELECT (note) ON app.item TO pg_monitor => column app.item.note
            GRANT SELECT ON pg_catalog.pg_authid TO pg_monitor => table pg_authid
            ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT INSERT ON TABLES TO pg_monitor => default privileges of postgres in app on tables
            ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC => default privileges of postgres on functions
            GRANT CREATE ON DATABASE {} TO pg_monitor => database

            COMMENT ON TABLE app.item IS 'other' => comment on table app.item
            COMMENT ON COLUMN app.item.note IS NULL => comment on table column app.item.note
            COMMENT ON SCHEMA app IS 'x' => comment on schema app
            COMMENT ON SCHEMA public IS 'x' => comment on schema public
            COMMENT ON CONSTRAINT item_note ON app.item IS 'x' => comment on table constraint item_note on app.item
            COMMENT ON FUNCTION app.twice(int) IS 'x' => comment on function app.twice(integer)
            COMMENT ON FUNCTION pg_catalog.now() IS 'x' => comments on the system's own objects in pg_proc
            COMMENT ON TRIGGER item_row ON app.item IS 'x' => comment on trigger item_row on app.item
            COMMENT ON POLICY own ON app.customer IS 'x' => comment on policy own on app.customer
            COMMENT ON TYPE app.mood IS 'x' => comment on type app.mood
            COMMENT ON CONSTRAINT positive ON DOMAIN app.amount IS 'x' => comment on domain constraint positive on app.amount
            COMMENT ON EXTENSION hstore IS 'x' => comment on extension hstore
            COMMENT ON LARGE OBJECT 4711 IS 'x' => comment on large object 4711
            COMMENT ON DATABASE {} IS 'x' => database

            ALTER DATABASE {} SET work_mem = '8MB' => setting work_mem
            ALTER DATABASE {} CONNECTION LIMIT 9 => database
            ALTER DATABASE {} OWNER TO pg_monitor => database
            ALTER ROLE CURRENT_USER IN DATABASE {} SET work_mem = '9MB' => setting work_mem of role postgres

            DROP EXTENSION hstore => extension hstore + type public.hstore + …
            ALTER EXTENSION hstore ADD TABLE app.fleeting => member of extension hstore: table app.fleeting + …
            CREATE PUBLICATION more FOR ALL TABLES => publication more
            ALTER PUBLICATION changes SET (publish = 'insert') => publication changes
            ALTER PUBLICATION changes ADD TABLE app.customer => table app.customer of publication changes
            ALTER SERVER elsewhere OPTIONS (SET host 'somewhere.invalid') => foreign server elsewhere
            GRANT USAGE ON FOREIGN SERVER elsewhere TO pg_monitor => foreign server elsewhere
            ALTER FOREIGN DATA WRAPPER plain OPTIONS (ADD x 'y') => foreign data wrapper plain
            CREATE USER MAPPING FOR PUBLIC SERVER elsewhere => user mapping of public on server elsewhere
            ALTER USER MAPPING FOR pg_monitor SERVER elsewhere OPTIONS (SET password 'other') => user mapping of pg_monitor on server elsewhere
            ALTER FOREIGN TABLE app.remote OPTIONS (SET table_name 'other') => foreign table app.remote
            ALTER FOREIGN TABLE app.remote ALTER id OPTIONS (SET column_name 'other') => column app.remote.id
            DROP CAST (text AS app.mood) => cast from text to app.mood
            DROP CAST (text AS app.mood); CREATE CAST (text AS app.mood) WITH FUNCTION app.mood_of(text) AS IMPLICIT => cast from text to app.mood
            ALTER OPERATOR app.=== (app.mood, app.mood) SET (RESTRICT = eqsel) => operator app.===(app.mood,app.mood)
            DROP OPERATOR CLASS app.backwards USING btree => operator class app.backwards using btree + operator family app.backwards using btree
            ALTER OPERATOR FAMILY app.backwards USING btree ADD OPERATOR 1 > (int, bigint) => operator family app.backwards using btree
            DROP COLLATION app.german; CREATE COLLATION app.german (LOCALE = 'POSIX') => collation app.german
            DROP CONVERSION app.latin => conversion app.latin
            ALTER TEXT SEARCH DICTIONARY app.words (STOPWORDS) => text search dictionary app.words
            ALTER TEXT SEARCH CONFIGURATION app.search ALTER MAPPING FOR word WITH app.words => text search configuration app.search
            ALTER TEXT SEARCH CONFIGURATION pg_catalog.english DROP MAPPING FOR word => text search configuration pg_catalog.english
            CREATE TEXT SEARCH PARSER app.more (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype) => text search parser app.more
            CREATE TEXT SEARCH TEMPLATE app.more (LEXIZE = dsimple_lexize) => text search template app.more
            REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC => language plpgsql
            CREATE TRANSFORM FOR int LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal)) => transform for integer language sql
            CREATE ACCESS METHOD more TYPE INDEX HANDLER bthandler => access method more
            SELECT lo_put(4711, 0, 'x') => large object 4711
            SELECT lo_unlink(4711) => large object 4711
            GRANT SELECT ON LARGE OBJECT 4711 TO pg_monitor => large object 4711

            INSERT INTO app.fleeting VALUES (1) => rows of app.fleeting
            UPDATE app.item SET note = 'other' WHERE id = 7 => rows of app.item
            UPDATE app.item SET price = 3.01 WHERE price = 3 => rows of app.item
            UPDATE app.item SET label = '' WHERE id = 7 => rows of app.item
            DELETE FROM app.item WHERE id = 7 => rows of app.item
            DELETE FROM app.customer WHERE id = 3; INSERT INTO app.customer VALUES (3, 'Bob', '') => rows of app.customer
            INSERT INTO app.customer VALUES (4, 'Bob', NULL) => rows of app.customer
            INSERT INTO app.event VALUES ('2025-05-05', 'x') => rows of app.event_2025
            INSERT INTO app.child (note) VALUES ('x') => rows of app.child + state of sequence app.item_id_seq

            """)
    void names(String change, String expected) throws SQLException {
        DatabaseDiff diff = after(change);

        List<String> things = diff.differences().stream()
                .map(DatabaseDiff.Difference::thing)
                .filter(thing -> !thing.matches(NOT_NULL))
                .toList();
        List<String> names = Arrays.asList(expected.split(" \\+ "));
        if (names.contains("…")) {
            assertThat(things).containsAll(names.subList(0, names.size() - 1));
        } else {
            assertThat(things).containsExactlyInAnyOrderElementsOf(names);
        }
        assertThat(diff.isEmpty()).isFalse();
        assertThat(diff.differences())
                .allSatisfy(difference -> assertThat(difference.left()).isNotEqualTo(difference.right()));
    }

    @Test
    void namesTheSchemasOfAPublication() throws SQLException {
        assumeTrue(majorVersion() >= 15);

        assertThat(after("ALTER PUBLICATION changes ADD TABLES IN SCHEMA app").differences())
                .extracting(DatabaseDiff.Difference::thing)
                .containsExactly("schema app of publication changes");
    }

    private static int majorVersion() throws SQLException {
        try (Connection connection = SERVER.connect()) {
            return connection.getMetaData().getDatabaseMajorVersion();
        }
    }

    /** A database with a subscription cannot be dropped. */
    @Test
    void namesASubscription() throws SQLException {
        DatabaseDiff diff = after(
                "CREATE SUBSCRIPTION more CONNECTION 'host=nowhere.invalid' PUBLICATION changes WITH (connect = false, slot_name = NONE)");
        run(right, "DROP SUBSCRIPTION more");

        assertThat(diff.differences())
                .extracting(DatabaseDiff.Difference::thing)
                .containsExactly("subscription more");
    }

    @Test
    void showsOnShortLinesWhatIsDifferentAndNothingElse() throws SQLException {
        assertThat(after("""
                        ALTER TABLE app.item ALTER mood SET NOT NULL;
                        CREATE TYPE app.size AS ENUM ('s', 'm');
                        ALTER POLICY own ON app.customer USING (name IS NOT NULL);
                        UPDATE app.item SET note = 'other' WHERE id IN (3, 4);
                        """)
                        .toString()
                        .lines()
                        .filter(line -> !line.contains("app.child"))
                        .collect(Collectors.joining("\n")))
                .contains("""
                        column app.item.mood
                          left:  not not null
                          right: not null""")
                .contains("""
                        policy own on app.customer
                          left:  using (name = CURRENT_USER)
                          right: using (name IS NOT NULL)""")
                .contains("""
                        rows of app.item
                          left:  20 rows, only here: (3,"note 3",happy,3.00,,,,6); (4,"note 4",happy,4.00,,,,6)
                          right: 20 rows, only here: (3,other,happy,3.00,,,,6); (4,other,happy,4.00,,,,6)""")
                .contains("""
                        type app.size
                          left:  (not there)
                          right: owner postgres, kind enum, labels 's' 'm'""");
    }

    @Test
    void shortensBodiesAroundWhatIsDifferent() throws SQLException {
        DatabaseDiff diff = after("""
                CREATE OR REPLACE FUNCTION app.long() RETURNS int LANGUAGE plpgsql AS $$
                BEGIN
                    -- a first comment that is rather long, so that what differs stands far from the beginning of this text
                    -- a second one
                    RETURN 2;
                END $$""");

        assertThat(diff.differences()).singleElement().satisfies(difference -> {
            assertThat(difference.left()).matches("definition ….*RETURN 1;.*").hasSizeLessThan(100);
            assertThat(difference.right()).matches("definition ….*RETURN 2;.*").hasSizeLessThan(100);
        });
    }

    @Test
    void showsNoPassword() throws SQLException {
        assertThat(after("ALTER USER MAPPING FOR pg_monitor SERVER elsewhere OPTIONS (SET password 'very secret')")
                        .toString())
                .contains("user mapping of pg_monitor", "password")
                .doesNotContain("secret");
    }

    @Test
    void doesNotDependOnWhatTheDatabasesSetForTheirSessions() throws SQLException {
        DatabaseDiff diff = after("""
                ALTER DATABASE {} SET timezone = 'Asia/Kolkata';
                ALTER DATABASE {} SET datestyle = 'German';
                ALTER DATABASE {} SET bytea_output = 'escape';
                ALTER DATABASE {} SET search_path = app;
                ALTER DATABASE {} SET quote_all_identifiers = on""");

        assertThat(diff.differences())
                .hasSize(5)
                .allSatisfy(difference -> assertThat(difference.thing()).startsWith("setting "));
    }

    @Test
    void leavesColumnsOutThatDoNotCount() throws SQLException {
        right = copy();
        run(right, "UPDATE app.item SET price = price + 1, note = 'x'");
        DatabaseDiff.Builder builder = DatabaseDiff.builder().ignoreColumns("app.item", "price");

        assertThat(builder.between(admin(left), admin(right)).isEmpty()).isFalse();
        assertThat(builder.ignoreColumns("app.item", "note").between(admin(left), admin(right)))
                .hasToString("no differences");
    }

    @Test
    void leavesNoTraceOnItsConnections() throws SQLException {
        for (boolean autoCommit : new boolean[] {true, false}) {
            try (Connection connection = TestServer.open(urlOf(left))) {
                connection.setAutoCommit(autoCommit);
                DatabaseDiff.between(OpeningDataSource.keeping(connection), admin(left));

                assertThat(connection.getAutoCommit()).isEqualTo(autoCommit);
                assertThat(Query.column(connection, """
                                SELECT name || ' = ' || setting FROM pg_settings WHERE source = 'session'
                                UNION ALL SELECT statement FROM pg_prepared_statements WHERE statement NOT LIKE '%pg_settings%' AND statement <> 'ROLLBACK'
                                UNION ALL SELECT relname FROM pg_class WHERE relnamespace = pg_my_temp_schema()
                                """))
                        .filteredOn(line -> !line.matches(
                                "(application_name|client_encoding|DateStyle|TimeZone|extra_float_digits) = .*"))
                        .isEmpty();
                assertThat(Query.value(connection, "SHOW transaction_isolation"))
                        .isEqualTo("read committed");
                assertThat(Query.value(connection, "SHOW transaction_read_only"))
                        .isEqualTo("off");
            }
        }
    }

    @Test
    void saysWhatItMayNotRead() throws SQLException {
        SERVER.run("CREATE ROLE diff_reader LOGIN PASSWORD 'reader'");
        try {
            right = copy();
            run(
                    right,
                    "GRANT USAGE ON SCHEMA app TO diff_reader; GRANT SELECT ON app.item, app.customer TO diff_reader");

            assertThatThrownBy(() -> DatabaseDiff.between(admin(left), as("diff_reader", "reader", right)))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining(right)
                    .hasMessageContaining("diff_reader")
                    .hasMessageContaining("rows of app.customer") // because of row security
                    .hasMessageContaining("rows of app.fleeting")
                    .hasMessageContaining("rows of \"Odd name\".\"Odd, table\"")
                    .hasMessageContaining("state of sequence app.numbers")
                    .hasMessageContaining("large object 4711")
                    .hasMessageContaining("user mapping of pg_monitor")
                    .hasMessageNotContaining("rows of app.item");
        } finally {
            drop(right);
            right = null;
            SERVER.run("DROP ROLE diff_reader");
        }
    }
}
