package org.pgtestdb4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pgtestdb4j.DatabaseDiff;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.PgTestDbException;
import org.pgtestdb4j.TestDatabase;

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
 *     protected void migrateWithTheToolAlone(Path directory, String url) {
 *         Flyway.configure().locations("filesystem:" + directory).dataSource(url, null, null).load().migrate();
 *     }
 *
 *     @Override
 *     protected List<MigrationFile> files() {
 *         return List.of(new MigrationFile("V1__item.sql", "CREATE TABLE contract_item (id int);"));
 *     }
 *     // also otherwiseConfigured(), oneMore() and broken()
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
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String ROOT = "contract/migrations";

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
     * Runs the tool without the adapter, as somebody would who does not know of it. What both build is compared by {@link DatabaseDiff}.
     *
     * @param directory holds {@link #files()}
     * @param url the complete url of an empty database
     * @throws Exception if the tool likes; the test fails then
     */
    protected abstract void migrateWithTheToolAlone(Path directory, String url) throws Exception;

    /**
     * Says what need not be equal in what the adapter and the tool alone build, such as the time in the tool's history. By default
     * everything counts.
     *
     * @param diff takes the columns that do not count
     */
    protected void ignore(DatabaseDiff.Builder diff) {}

    /**
     * Returns migrators of the same files that lead to something else: one for each kind of option, placeholder and order that the adapter
     * knows. All their hashes must differ.
     *
     * @param directory holds {@link #files()}
     * @return migrators by what is special in them; none if there is nothing to configure
     * @throws Exception if the adapter likes; the test fails then
     */
    protected abstract Map<String, Migrator> otherwiseConfigured(Path directory) throws Exception;

    /**
     * Returns a migrator of files on the class path, if the tool can find some there. Their hash must be the same in a directory and a jar.
     *
     * @param root a path such as {@code db/migration}, which holds {@link #files()}
     * @param classLoader sees the files; closed after the test
     * @return by default nothing, which leaves the test out
     * @throws Exception if the adapter likes; the test fails then
     */
    protected Optional<Migrator> migratorOnClassPath(String root, ClassLoader classLoader) throws Exception {
        return Optional.empty();
    }

    /**
     * Returns a resource by which the tool knows its version, saying another one. The hash must change when it comes first on the class
     * path.
     *
     * @return by default nothing, which leaves the test out: run the others with several versions of the tool then
     */
    protected Optional<MigrationFile> otherVersion() {
        return Optional.empty();
    }

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
     * Returns a file that can be added to {@link #files()} and fails on the server, because of one statement that reads the table {@code
     * contract_none}. That name stands on one line only.
     *
     * @return a file whose name must show in the failure, and the number of that line
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
     * Tells whether failures name the line. Some tools have no lines, and some adapters no way to know.
     *
     * @return by default true
     */
    protected boolean namesTheLine() {
        return true;
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
    void hashIsTheSameInAnotherJvmAndWorkingDirectory() throws Exception {
        assertEquals(
                migratorOf(directory).hash(),
                ChildJvm.run(temporary, PrintHash.class, getClass().getName(), directory.toString()));
    }

    @Test
    void hashChangesWithTheVersionOfTheTool() throws Exception {
        Optional<MigrationFile> other = otherVersion();
        assumeTrue(other.isPresent(), "the version of the tool is not known");
        Path first = Files.createDirectories(temporary.resolve("other-version"));
        other.get().writeTo(first);

        assertNotEquals(
                migratorOf(directory).hash(),
                ChildJvm.runBehind(first, temporary, PrintHash.class, getClass().getName(), directory.toString()));
    }

    /** A program that prints the hash of a directory's migrator. */
    static final class PrintHash {

        private PrintHash() {}

        public static void main(String[] contractAndDirectory) throws Exception {
            Constructor<?> contract = Class.forName(contractAndDirectory[0]).getDeclaredConstructor();
            contract.setAccessible(true);
            MigratorContract instance = (MigratorContract) contract.newInstance();
            System.out.println(
                    instance.migratorOf(Path.of(contractAndDirectory[1])).hash());
        }
    }

    @Test
    void hashIsTheSameInAJarAndInADirectory() throws Exception {
        Path classes = temporary.resolve("classes");
        newDirectory("classes/" + ROOT);
        Path jar = Jars.pack(classes, temporary.resolve("classes.jar"));
        try (URLClassLoader directories = classPath(classes);
                URLClassLoader jars = classPath(jar)) {
            Optional<Migrator> inDirectory = migratorOnClassPath(ROOT, directories);
            assumeTrue(inDirectory.isPresent(), "the adapter does not look on the class path");

            assertEquals(
                    inDirectory.get().hash(),
                    migratorOnClassPath(ROOT, jars).orElseThrow().hash());
        }
    }

    private static URLClassLoader classPath(Path root) throws IOException {
        return new URLClassLoader(new URL[] {root.toUri().toURL()}, MigratorContract.class.getClassLoader());
    }

    @Test
    void hashChangesWithEveryOption() throws Exception {
        Map<String, String> seen = new HashMap<>();
        seen.put(migratorOf(directory).hash(), "no option");

        for (Map.Entry<String, Migrator> other : otherwiseConfigured(directory).entrySet()) {
            String hash = other.getValue().hash();
            String same = seen.putIfAbsent(hash, other.getKey());
            assertNull(same, () -> "the hash is the same with " + same + " and with " + other.getKey());
        }
        for (Map.Entry<String, Migrator> again : otherwiseConfigured(directory).entrySet()) {
            assertEquals(again.getKey(), seen.get(again.getValue().hash()), "made again");
        }
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

    /** What reads the same is not the same: some tools' own checksums do not see line breaks and marks at the beginning. */
    @Test
    void hashCountsBytesNotCharacters() throws Exception {
        String before = migratorOf(directory).hash();

        for (MigrationFile file : files()) {
            for (String other : List.of(
                    "\uFEFF" + file.content(), file.content().replace("\n", "\r\n") + "\r", file.content() + " ")) {
                file.withContent(other).writeTo(directory);
                assertNotEquals(
                        before, hashOrRefusal(), "hash after a change that can hardly be seen in " + file.path());
            }
            file.writeTo(directory);
        }
        assertEquals(before, migratorOf(directory).hash(), "hash of the same bytes as before");
    }

    /** A file that is not valid any more may be refused: the change was seen. */
    private String hashOrRefusal() throws Exception {
        try {
            return migratorOf(directory).hash();
        } catch (PgTestDbException e) {
            return "refused: " + e.getMessage();
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

    /** The names are the same, and so are the contents, but another one comes first. */
    @Test
    void hashChangesWhenTwoFilesChangePlaces() throws Exception {
        MigrationFile one = oneMore();
        MigrationFile other = alike(one);
        one.writeTo(directory);
        String before = migratorOf(directory).hash();

        one.withContent(other.content()).writeTo(directory);
        other.withContent(one.content()).writeTo(directory);

        assertNotEquals(before, hashOrRefusal(), () -> "hash after a swap of " + one.path() + " and " + other.path());
    }

    /** Returns the last file of the same kind, if there is one: only what the tool can read in either place is more than refused. */
    private MigrationFile alike(MigrationFile file) {
        List<MigrationFile> all = files();
        return all.stream()
                .filter(each -> each.suffix().equals(file.suffix()))
                .reduce((former, latter) -> latter)
                .orElse(all.get(all.size() - 1));
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
