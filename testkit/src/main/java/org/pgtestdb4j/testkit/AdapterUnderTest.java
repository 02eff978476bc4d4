package org.pgtestdb4j.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.pgtestdb4j.DatabaseDiff;
import org.pgtestdb4j.Migrator;

/** What an adapter supplies to its contract, and the databases that the tests work on. */
abstract class AdapterUnderTest {

    @TempDir
    Path temporary;

    Path directory;
    ScratchDatabases databases;

    AdapterUnderTest() {}

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

    /** Creates a directory that holds all files. */
    Path newDirectory(String name) throws IOException {
        Path created = Files.createDirectories(temporary.resolve(name));
        for (MigrationFile file : files()) {
            file.writeTo(created);
        }
        return created;
    }
}
