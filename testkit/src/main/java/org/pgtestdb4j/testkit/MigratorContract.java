package org.pgtestdb4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pgtestdb4j.Migrator;

/**
 * What every {@link Migrator} must keep, as JUnit Jupiter tests. An adapter extends this class and supplies a few files of its tool.
 *
 * <pre>{@code
 * class FlywayMigratorContractIT extends MigratorContract {
 *
 *     @Override
 *     protected Migrator migratorOf(Path directory) {
 *         return FlywayMigrator.of("filesystem:" + directory);
 *     }
 *
 *     @Override
 *     protected List<MigrationFile> files() {
 *         return List.of(new MigrationFile("V1__item.sql", "CREATE TABLE contract_item (id int);"));
 *     }
 *     // also oneMore() and broken()
 * }
 * }</pre>
 *
 * <p>The server comes from the {@link org.pgtestdb4j.spi.ServerProvider} on the class path, which is the embedded one unless there is
 * another. The tests of one class must not run at the same time as each other.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
public abstract class MigratorContract {

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    @TempDir
    Path temporary;

    private Path directory;
    private ScratchDatabases databases;

    /** For subclasses. */
    protected MigratorContract() {}

    /**
     * Returns a migrator of all files in a directory.
     *
     * @param directory holds {@link #files()}, sometimes changed or with one more
     * @return a new migrator at every call
     * @throws Exception if the adapter likes; the test fails then
     */
    protected abstract Migrator migratorOf(Path directory) throws Exception;

    /**
     * Returns files that create the table {@code contract_item}.
     *
     * @return at least one file; every one must count in the hash
     */
    protected abstract List<MigrationFile> files();

    /**
     * Returns a file that can be added to {@link #files()}, and is found without a change of these.
     *
     * @return a file that creates the table {@code contract_more}
     */
    protected abstract MigrationFile oneMore();

    /**
     * Returns a file that can be added to {@link #files()} and fails on the server, for example because of a table that is not there.
     *
     * @return a file whose name must show in the failure
     */
    protected abstract MigrationFile broken();

    /**
     * Returns another name under which the tool finds {@link #oneMore()}.
     *
     * @param path its path
     * @return by default the path with {@code _renamed} before the last dot
     */
    protected String renamed(String path) {
        int dot = path.lastIndexOf('.');
        return path.substring(0, dot) + "_renamed" + path.substring(dot);
    }

    /**
     * Creates a database for a further test of the adapter's own. It is dropped before the next test.
     *
     * @return the complete url of an empty database, as migrators get it
     * @throws SQLException if it cannot be created
     */
    protected final String emptyDatabase() throws SQLException {
        return databases.create();
    }

    @BeforeAll
    void openServer() throws SQLException {
        databases = ScratchDatabases.open();
    }

    @AfterAll
    void closeServer() throws SQLException {
        databases.close();
    }

    @BeforeEach
    void writeFiles() throws IOException, SQLException {
        databases.drop();
        directory = newDirectory("migrations");
    }

    private Path newDirectory(String name) throws IOException {
        Path created = Files.createDirectories(temporary.resolve(name));
        for (MigrationFile file : files()) {
            file.writeTo(created);
        }
        return created;
    }

    @Test
    void hashIsNotBlank() throws Exception {
        assertFalse(migratorOf(directory).hash().isBlank());
    }

    @Test
    void hashStaysTheSame() throws Exception {
        Migrator migrator = migratorOf(directory);
        String first = migrator.hash();

        assertEquals(first, migrator.hash(), "hash of the same migrator");
        assertEquals(first, migratorOf(directory).hash(), "hash of an equal migrator");
    }

    @Test
    void hashIsTheSameBeforeAndAfterMigratingAndWithoutTheDatabase() throws Exception {
        Migrator migrator = migratorOf(directory);
        String before = migrator.hash();

        migrator.migrate(emptyDatabase());
        databases.drop();

        assertEquals(before, migrator.hash());
    }

    @Test
    void hashDoesNotDependOnTheDirectory() throws Exception {
        assertEquals(
                migratorOf(directory).hash(),
                migratorOf(newDirectory("elsewhere")).hash());
    }

    @Test
    void hashDoesNotDependOnFileTimes() throws Exception {
        String before = migratorOf(directory).hash();

        for (MigrationFile file : files()) {
            Files.setLastModifiedTime(directory.resolve(file.path()), FileTime.from(Instant.EPOCH));
        }

        assertEquals(before, migratorOf(directory).hash());
    }

    @Test
    void hashChangesWithOneLineBreakInAnyFile() throws Exception {
        String before = migratorOf(directory).hash();

        for (MigrationFile file : files()) {
            file.withContent(file.content() + "\n").writeTo(directory);
            assertNotEquals(
                    before, migratorOf(directory).hash(), "hash after a line break at the end of " + file.path());
            file.writeTo(directory);
        }
    }

    @Test
    void hashChangesWhenAFileIsAdded() throws Exception {
        String before = migratorOf(directory).hash();

        oneMore().writeTo(directory);

        assertNotEquals(before, migratorOf(directory).hash());
    }

    @Test
    void hashChangesWhenAFileIsRenamed() throws Exception {
        oneMore().writeTo(directory);
        String before = migratorOf(directory).hash();

        oneMore().deleteFrom(directory);
        oneMore().withPath(renamed(oneMore().path())).writeTo(directory);

        assertNotEquals(before, migratorOf(directory).hash());
    }

    @Test
    void migratorsOfTheSameFilesAreEqual() throws Exception {
        assertEquals(migratorOf(directory), migratorOf(directory));
        assertEquals(migratorOf(directory).hashCode(), migratorOf(directory).hashCode(), "hash codes");
        assertNotEquals(migratorOf(directory), migratorOf(newDirectory("elsewhere")));
    }

    @Test
    void migratesAnEmptyDatabaseAsItsOwner() throws Exception {
        String url = emptyDatabase();

        migratorOf(directory).migrate(url);

        assertTrue(exists("contract_item", url), "table contract_item");
        assertFalse(exists("contract_more", url), "table contract_more");
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
        broken().writeTo(directory);
        Migrator migrator = migratorOf(directory);
        String url = emptyDatabase();

        Exception failure = assertThrows(Exception.class, () -> migrator.migrate(url));

        assertTrue(messages(failure).contains(broken().name()), () -> broken().name() + " in: " + messages(failure));
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
    void printsNothing() throws Exception {
        Migrator migrator = migratorOf(directory);
        String url = emptyDatabase();
        PrintStream standardOut = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();

        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            migrator.hash();
            migrator.migrate(url);
        } finally {
            System.setOut(standardOut);
        }

        assertEquals("", printed.toString(StandardCharsets.UTF_8), "on standard output");
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
