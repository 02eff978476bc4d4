package org.pgtestdb4j.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.ServerException;
import org.postgresql.Driver;

/** A server of one's own, and everything that can be special about it. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class EmbeddedPostgresIT {

    private Sandbox sandbox;

    @BeforeEach
    void create() throws Exception {
        sandbox = Sandbox.withSharedCache();
        sandbox.settings().forEach(System::setProperty);
    }

    @AfterEach
    void remove() {
        sandbox.settings().keySet().stream()
                .filter(name -> !name.equals(EmbeddedSettings.MODE))
                .forEach(System::clearProperty);
        sandbox.close();
    }

    @Test
    void answersUntilItIsClosed() throws Exception {
        EmbeddedPostgres postgres = EmbeddedPostgres.start();
        try (postgres) {
            assertThat(query(postgres, "SELECT current_user || ' ' || current_database()"))
                    .isEqualTo("postgres postgres");
            assertThat(postgres.isRunning()).isTrue();
            assertThat(postgres.url()).contains("127.0.0.1:" + postgres.port());
            assertThat(postgres.toString()).doesNotContain(postgres.password());
        }
        postgres.close();

        assertThat(postgres.isRunning()).isFalse();
        assertThat(sandbox.homes()).isEmpty();
        assertThat(sandbox.processes()).isEmpty();
        assertThatThrownBy(postgres::restart)
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("was closed");
    }

    @Test
    void startsInTheBackground() throws Exception {
        Future<EmbeddedPostgres> start = EmbeddedPostgres.startAsync();

        try (EmbeddedPostgres postgres = start.get(Sandbox.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            assertThat(query(postgres, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void aStartThatIsCancelledLeavesNothing() throws Exception {
        Future<EmbeddedPostgres> start = EmbeddedPostgres.startAsync();
        Sandbox.await("a home", () -> !sandbox.homes().isEmpty());

        start.cancel(true);

        sandbox.awaitNothingLeft();
    }

    @Test
    void hasTheNamesThatAreSet() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .user("Ann O'Neil")
                .password("p@ss/ 'wörd'?&=")
                .database("my \"db\"")
                .start()) {
            assertThat(query(postgres, "SELECT current_user || '|' || current_database()"))
                    .isEqualTo("Ann O'Neil|my \"db\"");
            assertThat(postgres.libpqUri().toString()).endsWith("/my%20%22db%22");
            try (Connection other = postgres.dataSource("postgres").getConnection()) {
                assertThat(other.getCatalog()).isEqualTo("postgres");
            }
        }
    }

    @Test
    void hasThePasswordThatIsSetForTheUsualUserAlsoAfterARestart() throws Exception {
        try (EmbeddedPostgres postgres =
                EmbeddedPostgres.builder().password("known").start()) {
            postgres.restart();

            assertThat(postgres.user()).isEqualTo("postgres");
            assertThat(postgres.password()).isEqualTo("known");
            assertThat(query(postgres, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void listensOnThePortThatIsSet() throws Exception {
        int port = FreePort.findLasting();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().port(port).start()) {
            assertThat(postgres.port()).isEqualTo(port);
            assertThat(query(postgres, "SHOW port")).isEqualTo("" + port);
        }
    }

    @Test
    void hasTheEntriesThatAreSet() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .conf("max_connections", "21")
                .conf("wal_level", "logical")
                .conf("max_wal_senders", "3")
                .conf("app.note", "it's")
                .hba("host all guest 127.0.0.1/32 trust")
                .start()) {
            assertThat(query(postgres, "SHOW max_connections")).isEqualTo("21");
            assertThat(query(postgres, "SHOW wal_level")).isEqualTo("logical");
            assertThat(query(postgres, "SHOW app.note")).isEqualTo("it's");
            assertThat(query(postgres, "SHOW fsync")).isEqualTo("off");
            assertThat(query(postgres, "SHOW max_locks_per_transaction")).isEqualTo("64");
            execute(postgres, "CREATE ROLE guest LOGIN; GRANT CONNECT ON DATABASE postgres TO guest");
            Properties guest = new Properties();
            guest.setProperty("user", "guest");
            String url = "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/postgres";
            try (Connection session = new Driver().connect(url, guest)) {
                assertThat(session.isValid(5)).isTrue();
            }
        }
    }

    @Test
    void isInitializedAsSet() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .initdb("--data-checksums", "--wal-segsize=2")
                .locale("C")
                .start()) {
            assertThat(query(postgres, "SHOW data_checksums")).isEqualTo("on");
            assertThat(query(postgres, "SHOW wal_segment_size")).isEqualTo("2MB");
            assertThat(query(
                            postgres,
                            "SELECT datlocprovider::text || datcollate FROM pg_database WHERE datname = 'postgres'"))
                    .isEqualTo("cC");
        }
    }

    @Test
    void hasTheVersionThatIsSet() throws Exception {
        try (URLClassLoader loader = VersionsIT.loaderOf(16)) {
            Thread.currentThread().setContextClassLoader(loader);
            try (EmbeddedPostgres postgres =
                    EmbeddedPostgres.builder().version(16).start()) {
                assertThat(query(postgres, "SHOW server_version")).startsWith("16.");
            }
        } finally {
            Thread.currentThread().setContextClassLoader(EmbeddedPostgresIT.class.getClassLoader());
        }
    }

    @Test
    void hasTheExtensionsThatAreSet() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .database("app")
                .extension("pg_trgm", "earthdistance")
                .start()) {
            assertThat(query(postgres, "SELECT string_agg(extname, ' ' ORDER BY extname) FROM pg_extension"))
                    .isEqualTo("cube earthdistance pg_trgm plpgsql");
        }
    }

    @Test
    void hasAllExtensions() throws Exception {
        try (EmbeddedPostgres postgres =
                EmbeddedPostgres.builder().extension("*").start()) {
            assertThat(Integer.parseInt(query(postgres, "SELECT count(*) FROM pg_extension")))
                    .isGreaterThan(30);
        }
    }

    @Test
    void listensOnASocket() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .directory(sandbox.root().resolve("s"))
                .unixSocket()
                .start()) {
            Path directory = postgres.socketDirectory().orElseThrow();
            assertThat(directory.resolve(".s.PGSQL." + postgres.port())).exists();
            Path psql = Path.of("/usr/bin/psql");
            assumeTrue(Files.isExecutable(psql), "no psql");
            ProcessBuilder builder = Commands.builder(List.of(
                    psql.toString(),
                    "-h",
                    directory.toString(),
                    "-p",
                    "" + postgres.port(),
                    "-U",
                    "postgres",
                    "-Atc",
                    "SELECT 7"));
            builder.environment().put("PGPASSWORD", postgres.password());
            assertThat(Commands.run(builder, "", Sandbox.LIMIT).output()).isEqualTo("7");
        }
    }

    @Test
    void writesItsLogWhereItIsSet() throws Exception {
        Path log = sandbox.root().resolve("postgres.log");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().logFile(log).start()) {
            assertThat(postgres.log()).contains("ready to accept connections");
        }
        assertThat(log).content().contains("ready to accept connections");
    }

    @Test
    void isFilledInTheOrderThatIsSet() throws Exception {
        Path dump = Files.writeString(sandbox.root().resolve("dump.sql"), """
                \\restrict aBc
                CREATE FUNCTION twice(i integer) RETURNS integer LANGUAGE plpgsql AS $$
                BEGIN
                    RETURN 2 * i; -- ;
                END $$;
                CREATE TABLE public.item (id integer, name text);
                COPY public.item (id, name) FROM stdin;
                1\tone; with 'quotes'
                2\t\\N
                \\.

                \\unrestrict aBc
                """);
        Migrator migrator = Migrator.of("more", url -> execute(url, "INSERT INTO item VALUES (twice(2), 'four')"));
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .database("shop")
                .load(dump)
                .migrate(migrator)
                .start()) {
            assertThat(query(postgres, "SELECT string_agg(id || coalesce(name, '-'), ',' ORDER BY id) FROM item"))
                    .isEqualTo("1one; with 'quotes',2-,4four");
        }
    }

    @Test
    void goesThroughADumpAndBack() throws Exception {
        Path dump = sandbox.root().resolve("dump.sql");
        try (URLClassLoader loader = VersionsIT.loaderOf(14)) {
            Thread.currentThread().setContextClassLoader(loader);
            assumeTrue(hasPgDump(), "no pg_dump");
            try (EmbeddedPostgres first = EmbeddedPostgres.builder()
                    .version(14)
                    .dumpTo(dump)
                    .migrate(Migrator.of("item", url -> execute(url, "CREATE TABLE item AS SELECT 'it''s' AS name")))
                    .start()) {
                assertThat(dump).doesNotExist();
                assertThat(first.isRunning()).isTrue();
            }
            try (EmbeddedPostgres second =
                    EmbeddedPostgres.builder().version(14).load(dump).start()) {
                assertThat(query(second, "SELECT name FROM public.item")).isEqualTo("it's");
            }
        } finally {
            Thread.currentThread().setContextClassLoader(EmbeddedPostgresIT.class.getClassLoader());
        }
    }

    private static boolean hasPgDump() {
        try {
            PgDump.find(new Installation(Path.of("/"), "", true, 14));
            return true;
        } catch (ServerException e) {
            return false;
        }
    }

    @Test
    void comesBackAfterARestart() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                Connection session = postgres.dataSource().getConnection()) {
            int port = postgres.port();
            execute(postgres, "CREATE TABLE note AS SELECT 1");

            postgres.restart();

            assertThatThrownBy(() -> session.createStatement().execute("SELECT 1"))
                    .isInstanceOf(SQLException.class);
            assertThat(postgres.port()).isEqualTo(port);
            assertThat(query(postgres, "SELECT count(*) FROM note")).isEqualTo("1");
        }
        assertThat(sandbox.processes()).isEmpty();
    }

    @Test
    void comesBackAfterACrash() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            execute(postgres, "CREATE TABLE note AS SELECT 1; CREATE UNLOGGED TABLE scrap AS SELECT 1; CHECKPOINT");
            execute(postgres, "INSERT INTO note VALUES (2)");

            postgres.crash();

            assertThat(postgres.isRunning()).isFalse();
            assertThatThrownBy(() -> query(postgres, "SELECT 1")).isInstanceOf(SQLException.class);
            postgres.restart();
            assertThat(postgres.isRunning()).isTrue();
            assertThat(query(postgres, "SELECT count(*) FROM note")).isEqualTo("2");
            assertThat(query(postgres, "SELECT count(*) FROM scrap")).isEqualTo("0");
        }
        assertThat(sandbox.homes()).isEmpty();
    }

    @Test
    void endsWhenItsTimeIsOver() throws Exception {
        try (EmbeddedPostgres postgres =
                EmbeddedPostgres.builder().timeToLive(Duration.ofSeconds(1)).start()) {
            Sandbox.await("its end", () -> !postgres.isRunning());
            Sandbox.await(
                    "the end of its data",
                    () -> !Files.exists(sandbox.homes().get(0).resolve("data")));

            assertThatThrownBy(postgres::restart)
                    .isInstanceOf(ServerException.class)
                    .hasMessageContaining("its time to live is over");
        }
        sandbox.awaitNothingLeft();
    }

    @Test
    void doesNotOutliveItsTimeToLive() throws Exception {
        try (EmbeddedPostgres postgres =
                EmbeddedPostgres.builder().timeToLive(Duration.ofHours(1)).start()) {
            assertThat(query(postgres, "SELECT 1")).isEqualTo("1");
        }
        sandbox.awaitNothingLeft();
    }

    @Test
    void doesNotOutliveAKilledJvmForItsTimeToLive() throws Exception {
        try (ChildJvm child = ChildJvm.start(sandbox, "timed", "")) {
            child.port();
            child.kill();
            sandbox.awaitNothingLeft();
        }
    }

    @Test
    void keepsItsDataOnDisk() throws Exception {
        Path directory = sandbox.root().resolve("kept");
        try (EmbeddedPostgres postgres = kept(directory).conf("work_mem", "7MB").start()) {
            execute(postgres, "CREATE TABLE note AS SELECT 1");
        }
        assertThat(sandbox.processes()).isEmpty();

        try (EmbeddedPostgres postgres = kept(directory)
                .migrate(Migrator.of("never", url -> execute(url, "SELECT nonsense")))
                .start()) {
            assertThat(query(postgres, "SELECT count(*) FROM note")).isEqualTo("1");
            assertThat(query(postgres, "SHOW work_mem")).isEqualTo("4MB");
        }
    }

    @Test
    void keepsThePasswordThatWasSet() throws Exception {
        Path directory = sandbox.root().resolve("kept");
        kept(directory).password("first").start().close();

        try (EmbeddedPostgres postgres = kept(directory).start()) {
            assertThat(postgres.password()).isEqualTo("first");
            assertThat(query(postgres, "SELECT 1")).isEqualTo("1");
        }
    }

    static EmbeddedPostgresBuilder kept(Path directory) {
        return EmbeddedPostgres.builder().directory(directory).keepOnDisk();
    }

    @Test
    void keepsItsDataWhenTheJvmIsKilled() throws Exception {
        Path directory = sandbox.root().resolve("data/kept");
        try (ChildJvm child = ChildJvm.start(sandbox, "kept", directory.toString())) {
            int port = child.port();
            assertThat(port).isPositive();
            child.kill();
            sandbox.awaitNoProcess();
        }

        try (EmbeddedPostgres postgres = kept(directory).start()) {
            assertThat(query(postgres, "SELECT count(*) FROM note")).isEqualTo("1");
        }
    }

    @Test
    void endsWithTheJvmThatIsKilled() throws Exception {
        try (ChildJvm child = ChildJvm.start(sandbox, "own", "")) {
            child.port();
            assertThat(sandbox.processes()).isNotEmpty();
            child.kill();
        }
        sandbox.awaitNothingLeft();
    }

    @Test
    void removesADirectoryThatIsNotKept() throws Exception {
        Path directory = Files.createDirectory(sandbox.root().resolve("thrown"));
        EmbeddedPostgres.builder().directory(directory).start().close();

        assertThat(directory).doesNotExist();
    }

    static String query(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection session = postgres.dataSource().getConnection();
                Statement statement = session.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
        execute(postgres.url(), sql);
    }

    static void execute(String url, String sql) throws SQLException {
        try (Connection session = new Driver().connect(url, new Properties());
                Statement statement = session.createStatement()) {
            for (String part : sql.split(";")) {
                statement.execute(part);
            }
        }
    }
}
