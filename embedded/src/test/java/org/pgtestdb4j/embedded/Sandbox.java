package org.pgtestdb4j.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.pgtestdb4j.spi.PostgresServer;
import org.postgresql.Driver;

/** A cache and a place for data that no other test, run or program knows. Closing checks that nothing is left, and removes both. */
final class Sandbox implements AutoCloseable {

    static final Duration LIMIT = Duration.ofSeconds(30);

    private final Path root;
    private final Path cache;
    private final Map<String, String> settings = new HashMap<>();

    private Sandbox(Path root, Path cache) {
        this.root = root;
        this.cache = cache;
        settings.put(EmbeddedSettings.MODE, "private");
        settings.put(EmbeddedSettings.CACHE, cache.toString());
        settings.put(EmbeddedSettings.DATA, data().toString());
    }

    static Sandbox withEmptyCache() throws IOException {
        Path root = newRoot();
        return new Sandbox(root, root.resolve("cache"));
    }

    /**
     * Has a cache of its own with copies of what others have unpacked and initialized, which is much faster than to do so again.
     *
     * @param names what it has, by how the names begin
     */
    static Sandbox withCopyOf(String... names) throws IOException {
        return withCopyOf(newRoot(), List.of(names));
    }

    /** The same on a disk, with everything. */
    static Sandbox onDisk() throws IOException {
        Path root = Files.createTempDirectory("pgtestdb4j-it-");
        Files.setPosixFilePermissions(root, Permissions.of(0755));
        return withCopyOf(root, List.of("postgresql-", "seed-"));
    }

    private static Sandbox withCopyOf(Path root, List<String> names) throws IOException {
        Path cache = newCache(root);
        for (Path entry : sharedEntries()) {
            if (names.stream().anyMatch(entry.getFileName().toString()::startsWith)) {
                Commands.Result result = Commands.run(List.of("cp", "-Rp", entry + "", cache + "/"), LIMIT);
                assertThat(result.output()).isEmpty();
                ContentCheck check = new ContentCheck(cache.resolve(entry.getFileName()));
                check.publish(check.writeNote());
            }
        }
        return new Sandbox(root, cache);
    }

    /** Those of the version that tests have if nothing is said. */
    private static List<Path> sharedEntries() throws IOException {
        try (Sandbox shared = withSharedCache()) {
            ClusterPlan plan = shared.plan();
            return List.of(plan.installation().directory(), plan.seed().directory());
        }
    }

    private static Path newCache(Path root) throws IOException {
        Path cache = Files.createDirectory(root.resolve("cache"));
        Files.setPosixFilePermissions(cache, Permissions.READABLE_DIRECTORY);
        return cache;
    }

    /** Shares its cache with the other tests of this JVM, which saves unpacking the binaries. */
    static Sandbox withSharedCache() throws IOException {
        return new Sandbox(newRoot(), SharedCache.DIRECTORY);
    }

    /** Shares the binaries and the seed, and remembers no server that others would join. */
    static Sandbox withOwnState() throws IOException {
        try (Sandbox shared = withSharedCache()) {
            shared.plan();
        }
        Path root = newRoot();
        Path cache = newCache(root);
        for (Path entry : directories(SharedCache.DIRECTORY)) {
            if (entry.toString().endsWith(".unfinished")) {
                continue; // another test is just unpacking another version
            }
            Files.createSymbolicLink(cache.resolve(entry.getFileName()), entry);
            String note = entry.getFileName() + ".checked";
            Files.copy(SharedCache.DIRECTORY.resolve(note), cache.resolve(note), StandardCopyOption.COPY_ATTRIBUTES);
        }
        return new Sandbox(root, cache);
    }

    private static Path newRoot() throws IOException {
        Path memory = Path.of("/dev/shm");
        Path root = Files.isWritable(memory)
                ? Files.createTempDirectory(memory, "pgtestdb4j-it-")
                : Files.createTempDirectory("pgtestdb4j-it-");
        Files.setPosixFilePermissions(root, Permissions.of(0755));
        return root;
    }

    private static final class SharedCache {
        static final Path DIRECTORY = create();

        private static Path create() {
            try {
                Path root = newRoot();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(root)));
                return root.resolve("cache");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** From now on it gives the shared server of its cache. */
    Sandbox shareFor(String idle) {
        settings.put(EmbeddedSettings.MODE, "shared");
        settings.put(EmbeddedSettings.IDLE, idle);
        return this;
    }

    Sandbox set(String name, String value) {
        settings.put(name, value);
        return this;
    }

    Map<String, String> settings() {
        return settings;
    }

    Path root() {
        return root;
    }

    Path cache() {
        return cache;
    }

    private Path data() {
        return root.resolve("data");
    }

    PostgresServer find() {
        return new EmbeddedServerProvider().find(new MapContext(settings));
    }

    PostgresServer findThrough(ClassLoader classLoader) {
        return new EmbeddedServerProvider().find(new MapContext(settings, classLoader));
    }

    SharedPlan sharedPlan() {
        MapContext context = new MapContext(settings);
        EmbeddedSettings all = EmbeddedSettings.of(context);
        return SharedPlan.of(all, Binaries.find(all, context.classLoader()));
    }

    ClusterPlan plan() {
        MapContext context = new MapContext(settings);
        EmbeddedSettings all = EmbeddedSettings.of(context);
        return ClusterPlan.of(all, Binaries.find(all, context.classLoader()));
    }

    static String query(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = connect(server, server.database(), server.password());
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }

    static Connection connect(PostgresServer server, String database, String password) throws SQLException {
        Properties properties = new Properties();
        properties.putAll(server.parameters());
        properties.setProperty("user", server.user());
        properties.setProperty("password", password);
        String url = "jdbc:postgresql://" + server.host() + ":" + server.port() + "/" + database;
        return Objects.requireNonNull(new Driver().connect(url, properties));
    }

    /** Where the homes lie. */
    Path place() {
        ServerUser user = ServerUser.find(EmbeddedSettings.of(new MapContext(settings)));
        return data().resolve("pgtestdb4j-" + user.name());
    }

    /** Where the homes of shared servers lie. */
    Path sharedPlace() {
        return Path.of(place() + "-shared");
    }

    /** The directories of all clusters that are there. */
    List<Path> homes() {
        return Stream.of(place(), sharedPlace())
                .flatMap(place -> directories(place).stream())
                .toList();
    }

    Path home() {
        return directories(sharedPlace()).get(0);
    }

    SharedHome sharedHome() {
        return new SharedHome(home(), sharedPlan().user());
    }

    static List<Path> directories(Path place) {
        try (Stream<Path> entries =
                Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS) ? Files.list(place) : Stream.empty()) {
            return entries.filter(Files::isDirectory).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Everything that runs in this sandbox: servers and their keepers. */
    List<ProcessHandle> processes() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(data() + "/"))
                .toList();
    }

    List<String> commandLines() {
        return processes().stream()
                .map(process -> process.pid() + " " + process.info().commandLine())
                .toList();
    }

    List<ProcessHandle> keepers() {
        return processes().stream()
                .filter(process ->
                        process.info().commandLine().orElse("").matches(".*keeper\\.sh (keep|share|adopt) .*"))
                .toList();
    }

    /** The shell that waits for the server; the other one waits for the JVM. */
    ProcessHandle keeper() {
        return keepers().stream()
                .min(Comparator.comparingLong(ProcessHandle::pid))
                .orElseThrow();
    }

    ProcessHandle server() {
        return processes().stream()
                .filter(process -> process.info().commandLine().orElse("").contains("/postgres -D "))
                .findFirst()
                .orElseThrow();
    }

    static void await(Supplier<String> what, BooleanSupplier condition) throws InterruptedException {
        await(what, 5, condition);
    }

    private static void await(Supplier<String> what, long pause, BooleanSupplier condition)
            throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(pause);
        }
    }

    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        await(() -> what, condition);
    }

    void awaitNothingLeft() throws InterruptedException {
        await(() -> "no directory left: " + homes(), () -> homes().isEmpty());
        awaitNoProcess();
    }

    /** Looks now and then, because to look at all processes of the machine takes as long as much of what is tested. */
    void awaitNoProcess() throws InterruptedException {
        await(() -> "no process left: " + commandLines(), 50, () -> processes().isEmpty());
    }

    @Override
    public void close() {
        List<ProcessHandle> processes = processes();
        List<Path> homes = homes();
        processes.forEach(ProcessHandle::destroyForcibly);
        remove(root);
        assertThat(processes).as("processes left").isEmpty();
        assertThat(homes).as("directories left").isEmpty();
    }

    private static void remove(Path directory) {
        Commands.run(List.of("rm", "-rf", directory.toString()), LIMIT);
    }
}
