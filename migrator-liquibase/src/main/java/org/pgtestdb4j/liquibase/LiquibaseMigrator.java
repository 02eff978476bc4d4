package org.pgtestdb4j.liquibase;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.Migrator;

/**
 * Fills a database with Liquibase, version 4.31 or newer.
 *
 * <pre>{@code
 * Migrator byConvention = LiquibaseMigrator.ofDefaults();
 * Migrator ledger = LiquibaseMigrator.of("db/ledger/changelog.xml");
 * Migrator tenant = LiquibaseMigrator.builder()
 *         .changelog("db/tenant/changelog.yaml")
 *         .contexts("test")
 *         .parameter("tenant", "acme")
 *         .build();
 * }</pre>
 *
 * <p>The hash is made of the raw bytes of all files that Liquibase reads, of all change sets in their order with Liquibase's checksums, of
 * every option and every parameter that a changelog asks for (wherever its value comes from), of Liquibase's version and extensions, and of
 * the class files of custom changes and preconditions. The classes that these call are not seen: name them with {@link #withFingerprint}. A
 * hash does not connect to a database.
 *
 * <p>Liquibase works on a thread of its own, for which the caller waits, with a scope of its own: nothing of it is shared with another run
 * or with the application's Liquibase. What it logs goes to SLF4J at {@code DEBUG}, and it does not report its use to anybody.
 *
 * <p>Immutable and safe for use by several threads, if a {@code ResourceAccessor} given in code is.
 */
public final class LiquibaseMigrator implements Migrator {

    private static final String FILE_SYSTEM = "filesystem:";

    private final SearchPath searchPath;
    private final LiquibaseSettings settings;
    private final @Nullable String fingerprint;

    LiquibaseMigrator(SearchPath searchPath, LiquibaseSettings settings, @Nullable String fingerprint) {
        this.searchPath = searchPath;
        this.settings = settings;
        this.fingerprint = fingerprint;
    }

    /**
     * Returns a migrator of the changelog that lies where many projects have it: {@code classpath:db/changelog/db.changelog-master.yaml},
     * or {@code .yml}, {@code .xml}, {@code .json} or {@code .sql}.
     *
     * @return a migrator that looks in the calling thread's class path
     * @throws ConfigurationException if there is none, or more than one
     */
    public static LiquibaseMigrator ofDefaults() {
        ClassLoader classLoader = contextClassLoader();
        String master = MasterChangelog.find(classLoader)
                .orElseThrow(() -> new ConfigurationException("There is no changelog " + MasterChangelog.pattern()
                        + ". Put one there, or name yours with LiquibaseMigrator.of(path)."));
        return of(List.of(master), classLoader);
    }

    /**
     * Returns a migrator of changelogs, with Liquibase's defaults for everything else.
     *
     * @param changelogs one after the other; on the class path ({@code classpath:} may be left out), or {@code filesystem:} and a path in
     *     the working directory, or {@code filesystem:} and the absolute path of a file in whose directory everything lies
     * @return a migrator that equals others of the same changelogs and class loader
     * @throws ConfigurationException if none is given, or some lie on the class path and others in the file system
     */
    public static LiquibaseMigrator of(String... changelogs) {
        return of(List.of(changelogs), contextClassLoader());
    }

    static LiquibaseMigrator of(List<String> changelogs, ClassLoader classLoader) {
        LiquibaseMigratorBuilder builder = new LiquibaseMigratorBuilder(classLoader);
        boolean files = !changelogs.isEmpty() && isFile(changelogs.get(0));
        for (String changelog : changelogs) {
            if (isFile(changelog) != files) {
                throw new ConfigurationException(
                        "Of %s some are on the class path and others in the file system. Make two migrators of them, one on top of the other."
                                .formatted(changelogs));
            }
            if (files) {
                builder.file(Path.of(changelog.substring(FILE_SYSTEM.length())));
            } else {
                builder.changelog(changelog);
            }
        }
        return builder.build();
    }

    private static boolean isFile(String changelog) {
        return changelog.startsWith(FILE_SYSTEM);
    }

    /**
     * Returns a builder for whoever needs more than a changelog.
     *
     * @return a builder that looks in the calling thread's class path, unless told otherwise
     */
    public static LiquibaseMigratorBuilder builder() {
        return new LiquibaseMigratorBuilder(contextClassLoader());
    }

    /**
     * Returns a copy whose hash also counts a text. It stands for what cannot be seen: files that a custom change reads, programs that
     * {@code executeCommand} runs (both refused without it), classes that a custom change calls.
     *
     * @param text changes whenever the unseen does
     * @return a migrator that differs in its hash only
     * @throws ConfigurationException if the text is blank
     */
    public LiquibaseMigrator withFingerprint(String text) {
        if (text.isBlank()) {
            throw new ConfigurationException(
                    "The fingerprint of " + this + " is blank. Give a text that changes whenever the unseen does.");
        }
        return new LiquibaseMigrator(searchPath, settings, text);
    }

    @Override
    public String hash() {
        LiquibaseOnClassPath.require();
        return new LiquibaseRun(searchPath, settings, fingerprint).content().hash();
    }

    @Override
    public void migrate(String url) throws Exception {
        LiquibaseOnClassPath.require();
        new LiquibaseRun(searchPath, settings, fingerprint).migrate(url);
    }

    private static ClassLoader contextClassLoader() {
        ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
        return ofThread != null ? ofThread : LiquibaseMigrator.class.getClassLoader();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LiquibaseMigrator that
                && searchPath.equals(that.searchPath)
                && settings.equals(that.settings)
                && Objects.equals(fingerprint, that.fingerprint);
    }

    @Override
    public int hashCode() {
        return Objects.hash(searchPath, settings, fingerprint);
    }

    @Override
    public String toString() {
        return settings.updates().stream()
                .map(LiquibaseSettings.Update::changelog)
                .collect(Collectors.joining(",", "Liquibase ", " in " + searchPath));
    }
}
