package org.pgtestdb4j.sqldir;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.spi.Fingerprint;
import org.pgtestdb4j.sqldir.internal.files.FileTree;
import org.pgtestdb4j.sqldir.internal.files.FileTrees;
import org.pgtestdb4j.sqldir.internal.files.SourceFile;
import org.pgtestdb4j.sqldir.internal.format.Layout;
import org.pgtestdb4j.sqldir.internal.format.Layouts;
import org.pgtestdb4j.sqldir.internal.format.Plan;
import org.pgtestdb4j.sqldir.internal.run.ScriptRunner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills a database with a directory of SQL files, in the layout of whichever tool they are of; no such tool is needed.
 *
 * <pre>{@code
 * Migrator schema = SqlDirMigrator.of("db/migrations");
 * Migrator onClassPath = SqlDirMigrator.of("classpath:db/migrations").layout("goose");
 * Migrator withCountries = schema.then(SqlDirMigrator.of("src/test/seed"));
 * }</pre>
 *
 * <p>The layout is recognised by lines in the files, else by files that one tool alone has, else by names; what was recognised is logged at
 * INFO when the database is filled. What two tools could claim is refused. Only what leads up is run.
 *
 * <p>Each file runs in a session that knows nothing of the files before. A failure names the file, the line and the statement, and ends the
 * work. Commands of psql that are not understood are refused before anything is applied.
 *
 * <p>The hash is made of the raw bytes and relative paths of the files that are run, the layout and the options. It does not connect to a
 * database. Immutable and safe for use by several threads.
 */
public final class SqlDirMigrator implements Migrator {

    private static final Logger log = LoggerFactory.getLogger(SqlDirMigrator.class);

    private final String location;
    private final ClassLoader classLoader;
    private final @Nullable String layout;
    private final boolean history;

    private SqlDirMigrator(String location, ClassLoader classLoader, @Nullable String layout, boolean history) {
        this.location = location;
        this.classLoader = classLoader;
        this.layout = layout;
        this.history = history;
    }

    /**
     * Returns a migrator of a directory.
     *
     * @param location a path as seen from the working directory, or {@code classpath:} and a path that the calling thread's class path has;
     *     one file alone will do
     * @return a migrator that recognises the layout and keeps the history of its tool, equal to others of the same location and options
     * @throws ConfigurationException if the location is blank
     */
    public static SqlDirMigrator of(String location) {
        return of(location, contextClassLoader());
    }

    /**
     * Returns a migrator of a directory.
     *
     * @param directory a directory or one file
     * @return as for {@link #of(String)}
     */
    public static SqlDirMigrator of(Path directory) {
        return of(directory.toString());
    }

    static SqlDirMigrator of(String location, ClassLoader classLoader) {
        if (location.isBlank()) {
            throw new ConfigurationException(
                    "No directory of SQL files is named. Write for example \"sql:db/migrations\" or \"sql:classpath:db/migrations\".");
        }
        return new SqlDirMigrator(location, classLoader, null, true);
    }

    /**
     * Returns a copy that does not recognise the layout but is told.
     *
     * @param name one of those that the documentation lists, for example {@code goose}
     * @return a migrator of the same files
     * @throws ConfigurationException if there is no such layout
     */
    public SqlDirMigrator layout(String name) {
        return new SqlDirMigrator(location, classLoader, Layouts.named(name).id(), history);
    }

    /**
     * Returns a copy that does not make the table in which the tool notes what it applied. By default it is made and filled, as far as the
     * layout's tool has one, so that an application finds nothing to do when it starts.
     *
     * @return a migrator of the same files
     */
    public SqlDirMigrator withoutHistory() {
        return new SqlDirMigrator(location, classLoader, layout, false);
    }

    @Override
    public String hash() {
        FileTree tree = FileTrees.of(location, classLoader);
        Layout chosen = layout == null ? Layouts.recognise(tree).layout() : Layouts.named(layout);
        Fingerprint sum = Fingerprint.create()
                .text("sql-dir", "2")
                .text("layout", chosen.id())
                .text("history", Boolean.toString(history));
        for (SourceFile file : chosen.plan(tree, history).files()) {
            sum.text(file.path(), file.fingerprint());
        }
        return sum.toHex();
    }

    @Override
    public void migrate(String url) throws SQLException, InterruptedException {
        FileTree tree = FileTrees.of(location, classLoader);
        Plan plan = chosen(tree).plan(tree, history);
        new ScriptRunner(plan.scripts()).run(url);
    }

    private Layout chosen(FileTree tree) {
        if (layout != null) {
            return Layouts.named(layout);
        }
        Layouts.Recognised recognised = Layouts.recognise(tree);
        log.info(
                "{} has the layout {}, by {}",
                tree.name(),
                recognised.layout().id(),
                recognised.sign().what());
        return recognised.layout();
    }

    static ClassLoader contextClassLoader() {
        ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
        return ofThread != null ? ofThread : SqlDirMigrator.class.getClassLoader();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SqlDirMigrator that
                && location.equals(that.location)
                && classLoader.equals(that.classLoader)
                && Objects.equals(layout, that.layout)
                && history == that.history;
    }

    @Override
    public int hashCode() {
        return Objects.hash(location, classLoader, layout, history);
    }

    @Override
    public String toString() {
        return "SQL " + location + (layout == null ? "" : " (" + layout + ")") + (history ? "" : " without history");
    }
}
