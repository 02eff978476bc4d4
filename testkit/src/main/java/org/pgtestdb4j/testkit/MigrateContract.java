package org.pgtestdb4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.DatabaseDiff;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.PgTestDbException;
import org.pgtestdb4j.TestDatabase;

/** What migrating does, what it leaves, and how it fails. */
abstract class MigrateContract extends HashContract {

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration LONG = Duration.ofSeconds(30);

    /** Whoever creates the table has to wait for the session that has run this. */
    private static final String WAIT_AT_CONTRACT_ITEM = """
            SELECT pg_advisory_lock(4711);
            CREATE SCHEMA contract_gate;
            GRANT USAGE ON SCHEMA contract_gate TO PUBLIC;
            CREATE FUNCTION contract_gate.wait() RETURNS event_trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF EXISTS (SELECT FROM pg_event_trigger_ddl_commands() WHERE object_identity LIKE '%contract_item%') THEN
                    PERFORM pg_advisory_lock(4711);
                END IF;
            END $$;
            CREATE EVENT TRIGGER contract_gate ON ddl_command_end EXECUTE FUNCTION contract_gate.wait()""";

    MigrateContract() {}

    @Test
    void migratesAnEmptyDatabaseAsItsOwner() throws Exception {
        String url = emptyDatabase();

        migratorOf(directory).migrate(url);

        assertTrue(exists("contract_item", url), "table contract_item");
        assertFalse(exists("contract_more", url), "table contract_more");
    }

    @Test
    void buildsWhatTheToolAloneBuilds() throws Exception {
        String ofMigrator = emptyDatabase();
        String ofTool = emptyDatabase();
        DatabaseDiff.Builder diff = DatabaseDiff.builder();
        ignore(diff);

        migratorOf(directory).migrate(ofMigrator);
        migrateWithTheToolAlone(directory, ofTool);

        assertEquals(
                "no differences",
                diff.between(databases.asAdmin(ofMigrator), databases.asAdmin(ofTool))
                        .toString(),
                "between the adapter's (left) and the tool's");
    }

    @Test
    void migratesWhatWasAdded() throws Exception {
        oneMore().writeTo(directory);
        String url = emptyDatabase();

        migratorOf(directory).migrate(url);

        assertTrue(exists("contract_more", url), "table contract_more");
    }

    @Test
    void oneMigratorFillsManyDatabases() throws Exception {
        Migrator migrator = migratorOf(directory);

        for (String url : List.of(emptyDatabase(), emptyDatabase())) {
            migrator.migrate(url);
            assertTrue(exists("contract_item", url), "table contract_item");
        }
    }

    @Test
    void eightMigrationsAtOnceSucceed() throws Exception {
        Migrator migrator = migratorOf(directory);
        List<String> urls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            urls.add(emptyDatabase());
        }

        allAtOnce(urls, migrator);

        for (String url : urls) {
            assertTrue(exists("contract_item", url), "table contract_item");
        }
    }

    private static void allAtOnce(List<String> urls, Migrator migrator) throws Exception {
        CountDownLatch start = new CountDownLatch(urls.size());
        ExecutorService threads = Executors.newFixedThreadPool(urls.size());
        try {
            List<Future<?>> results = new ArrayList<>();
            for (String url : urls) {
                Callable<?> migration = () -> {
                    start.countDown();
                    start.await();
                    migrator.migrate(url);
                    return null;
                };
                results.add(threads.submit(migration));
            }
            for (Future<?> result : results) {
                result.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void failureNamesTheFile() throws Exception {
        String messages = messages(failureOfBroken());

        assertTrue(messages.contains(broken().name()), () -> broken().name() + " in: " + messages);
    }

    @Test
    void failureNamesTheLine() throws Exception {
        assumeTrue(namesTheLine(), "the adapter does not know lines");
        long line = 1
                + broken().content()
                        .lines()
                        .takeWhile(each -> !each.contains("contract_none"))
                        .count();
        String messages = messages(failureOfBroken());

        assertTrue(
                Pattern.compile("(?i)(\\bline\\W*|:)" + line + "\\b")
                        .matcher(messages)
                        .find(),
                () -> "line " + line + " in: " + messages);
    }

    private Exception failureOfBroken() throws Exception {
        broken().writeTo(directory);
        Migrator migrator = migratorOf(directory);
        String url = emptyDatabase();
        return assertThrows(Exception.class, () -> migrator.migrate(url));
    }

    @Test
    void failureLeavesNoTemplate() throws Exception {
        broken().writeTo(directory);
        try (PgTestDb pg = PgTestDb.open()) {
            long before = pg.report().templatesBuilt();
            Migrator migrator = migratorOf(directory);
            assertThrows(PgTestDbException.class, () -> pg.template(migrator));
            assertEquals(before, pg.report().templatesBuilt(), "templates after a failure");

            // In another directory, since the hash of equal migrators is asked only once
            try (TestDatabase database = pg.database(migratorOf(newDirectory("repaired")))) {
                assertTrue(exists("contract_item", database.url()), "table contract_item");
            }
        }
    }

    @Test
    void returnsWithinASecondAfterItsSessionsWereEnded() throws Exception {
        Migrator migrator = migratorOf(directory);
        String url = emptyDatabase();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (Connection blocking = databases.asAdmin(url).getConnection();
                Statement statement = blocking.createStatement()) {
            statement.execute(WAIT_AT_CONTRACT_ITEM);
            Future<?> migration = thread.submit(() -> {
                migrator.migrate(url);
                return null;
            });
            await("a migration that waits for a lock", () -> databases.waitsForLock() || migration.isDone());
            assertFalse(migration.isDone(), "the migration ended before it created a table");

            databases.endSessions();

            ExecutionException failure =
                    assertThrows(ExecutionException.class, () -> migration.get(1, TimeUnit.SECONDS));
            assertFalse(messages(failure).isBlank());
        } finally {
            thread.shutdownNow();
        }
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (!condition.call()) {
            assertTrue(System.nanoTime() < deadline, () -> "no " + what + " within " + LONG);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private static String messages(Throwable failure) {
        return Stream.iterate(failure, each -> each != null, Throwable::getCause)
                .map(String::valueOf)
                .collect(Collectors.joining("\n"));
    }

    @Test
    void leavesNoSession() throws Exception {
        migratorOf(directory).migrate(emptyDatabase());

        awaitNone("sessions", databases::sessions);
    }

    @Test
    void failureLeavesNoSession() throws Exception {
        broken().writeTo(directory);
        Migrator migrator = migratorOf(directory);
        String url = emptyDatabase();

        assertThrows(Exception.class, () -> migrator.migrate(url));

        awaitNone("sessions", databases::sessions);
    }

    @Test
    void leavesNoThread() throws Exception {
        Set<Thread> before = threads();

        migratorOf(directory).migrate(emptyDatabase());

        awaitNone(
                "threads",
                () -> threads().stream()
                        .filter(thread -> !before.contains(thread))
                        .map(Thread::toString)
                        .toList());
    }

    /** Returns all threads that somebody started but the JDK itself. Those of the driver run already, for the admin's session. */
    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getThreadGroup() != null)
                .filter(thread -> !Set.of("system", "InnocuousThreadGroup")
                        .contains(thread.getThreadGroup().getName()))
                .collect(Collectors.toSet());
    }

    /** What has just ended may show for some milliseconds more. */
    private static void awaitNone(String what, Callable<List<String>> remaining) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        List<String> left = remaining.call();
        while (!left.isEmpty() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(5);
            left = remaining.call();
        }
        assertEquals(List.of(), left, what + " left after " + PATIENCE);
    }

    @Test
    void leavesNoFile() throws Exception {
        Set<Path> before = filesAround();

        migratorOf(directory).migrate(emptyDatabase());

        Set<Path> after = filesAround();
        after.removeAll(before);
        assertEquals(Set.of(), after, "files left beside the migrations and in the working directory");
    }

    private Set<Path> filesAround() throws IOException {
        Set<Path> files = new TreeSet<>();
        try (Stream<Path> migrations = Files.walk(directory);
                Stream<Path> working = Files.list(Path.of("").toAbsolutePath())) {
            Stream.concat(migrations, working).forEach(files::add);
        }
        return files;
    }

    /** What goes to a logging framework is the adapter's business, as long as that prints nothing either. */
    @Test
    void printsNothing() throws Exception {
        Migrator migrator = migratorOf(directory);
        String url = emptyDatabase();
        PrintStream standardOut = System.out;
        PrintStream standardErr = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();

        PrintStream catching = new PrintStream(printed, true, StandardCharsets.UTF_8);
        System.setOut(catching);
        System.setErr(catching);
        try {
            migrator.hash();
            migrator.migrate(url);
        } finally {
            System.setOut(standardOut);
            System.setErr(standardErr);
        }

        assertEquals("", printed.toString(StandardCharsets.UTF_8), "on standard output and error");
    }

    private static boolean exists(String table, String url) throws SQLException {
        try (Connection connection = ScratchDatabases.connect(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT EXISTS (SELECT FROM pg_catalog.pg_class WHERE relname = '" + table + "')")) {
            row.next();
            return row.getBoolean(1);
        }
    }
}
