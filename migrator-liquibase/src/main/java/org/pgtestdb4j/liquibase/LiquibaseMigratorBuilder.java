package org.pgtestdb4j.liquibase;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import liquibase.resource.ResourceAccessor;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.ConfigurationException;

/**
 * Collects what Liquibase is to do. What has one value can be set once. Not safe for use by several threads.
 *
 * <p>Nothing is checked against a database or the changelogs before the migrator is asked for its hash.
 */
public final class LiquibaseMigratorBuilder {

    /** An update whose contexts and labels may be those of the builder. */
    private record Step(
            String changelog,
            @Nullable String contexts,
            @Nullable String labels) {}

    private final ClassLoader classLoader;
    private final List<Step> steps = new ArrayList<>();
    private final Map<String, String> parameters = new TreeMap<>();
    private final List<Path> directories = new ArrayList<>();
    private @Nullable ResourceAccessor accessor;
    private @Nullable String contexts;
    private @Nullable String labels;
    private @Nullable String defaultSchema;
    private @Nullable String liquibaseSchema;
    private @Nullable String changelogTable;
    private @Nullable String lockTable;

    LiquibaseMigratorBuilder(ClassLoader classLoader) {
        this.classLoader = classLoader;
    }

    /**
     * Adds an update with a changelog. Several run in the order in which they are added.
     *
     * @param path where the changelog lies on the class path, or in the search path if there is one
     * @return this builder
     */
    public LiquibaseMigratorBuilder changelog(String path) {
        return step(path, null, null);
    }

    /**
     * Adds an update with a changelog, for some contexts and labels only, whatever {@link #contexts} and {@link #labels} say. So one
     * changelog can be applied in several passes.
     *
     * @param path where the changelog lies
     * @param contexts as Liquibase takes them, for example {@code test,!production}; empty for all
     * @param labels as Liquibase takes them, for example {@code v1 or v2}; empty for all
     * @return this builder
     */
    public LiquibaseMigratorBuilder changelog(String path, String contexts, String labels) {
        return step(path, Objects.requireNonNull(contexts, "contexts"), Objects.requireNonNull(labels, "labels"));
    }

    private LiquibaseMigratorBuilder step(String path, @Nullable String contexts, @Nullable String labels) {
        String plain = ClassPathAccessor.plain(path);
        steps.add(new Step(plain.startsWith("/") ? plain.substring(1) : plain, contexts, labels));
        return this;
    }

    void file(Path file) {
        Path directory = file.isAbsolute() ? Objects.requireNonNull(file.getParent(), "parent") : Path.of("");
        Path absolute = absolute(directory);
        if (!directories.contains(absolute)) {
            directories.add(absolute);
        }
        step(directory.relativize(file).toString().replace('\\', '/'), null, null);
    }

    /**
     * Sets the contexts of all updates that have none of their own.
     *
     * @param contexts as Liquibase takes them; by default change sets of all contexts run
     * @return this builder
     */
    public LiquibaseMigratorBuilder contexts(String contexts) {
        this.contexts = once("contexts", this.contexts, contexts);
        return this;
    }

    /**
     * Sets the labels of all updates that have none of their own.
     *
     * @param labels as Liquibase takes them; by default change sets of all labels run
     * @return this builder
     */
    public LiquibaseMigratorBuilder labels(String labels) {
        this.labels = once("labels", this.labels, labels);
        return this;
    }

    /**
     * Gives a parameter of the changelogs a value. As everywhere in Liquibase, a system property or environment variable of the same
     * name goes before it.
     *
     * @param name what stands between <code>${</code> and <code>}</code>
     * @param value its value
     * @return this builder
     */
    public LiquibaseMigratorBuilder parameter(String name, String value) {
        parameters.put(name, once("parameter " + name, parameters.get(name), value));
        return this;
    }

    /**
     * Sets the schema in which unqualified objects are made. It must exist.
     *
     * @param schema by default that of the connection, {@code public}
     * @return this builder
     */
    public LiquibaseMigratorBuilder defaultSchema(String schema) {
        this.defaultSchema = once("defaultSchema", defaultSchema, schema);
        return this;
    }

    /**
     * Sets the schema of Liquibase's own tables. It must exist.
     *
     * @param schema by default the default schema
     * @return this builder
     */
    public LiquibaseMigratorBuilder liquibaseSchema(String schema) {
        this.liquibaseSchema = once("liquibaseSchema", liquibaseSchema, schema);
        return this;
    }

    /**
     * Names the table of changes that were made.
     *
     * @param table by default {@code DATABASECHANGELOG}
     * @return this builder
     */
    public LiquibaseMigratorBuilder changelogTable(String table) {
        this.changelogTable = once("changelogTable", changelogTable, table);
        return this;
    }

    /**
     * Names the table of Liquibase's lock.
     *
     * @param table by default {@code DATABASECHANGELOGLOCK}
     * @return this builder
     */
    public LiquibaseMigratorBuilder lockTable(String table) {
        this.lockTable = once("lockTable", lockTable, table);
        return this;
    }

    /**
     * Looks for changelogs and the files they name in directories, and not on the class path.
     *
     * @param directories one or several; a relative one lies in the working directory
     * @return this builder
     */
    public LiquibaseMigratorBuilder searchPath(Path... directories) {
        Stream.of(directories).map(LiquibaseMigratorBuilder::absolute).forEach(this.directories::add);
        return this;
    }

    /**
     * Looks for changelogs and the files they name where an accessor finds them, and not on the class path.
     *
     * @param accessor used for each hash and each migration, and never closed
     * @return this builder
     */
    public LiquibaseMigratorBuilder resourceAccessor(ResourceAccessor accessor) {
        this.accessor = once("resourceAccessor", this.accessor, accessor);
        return this;
    }

    /**
     * Returns a migrator of all that was set.
     *
     * @return a migrator that equals others of which all this is equal
     * @throws ConfigurationException if there is no changelog, or both directories and an accessor
     */
    public LiquibaseMigrator build() {
        if (steps.isEmpty()) {
            throw new ConfigurationException(
                    "No changelog for Liquibase. Name at least one, for example \"db/changelog/db.changelog-master.yaml\".");
        }
        if (accessor != null && !directories.isEmpty()) {
            throw new ConfigurationException(
                    "Liquibase looks for changelogs in a searchPath or by a resourceAccessor, not both. Leave one out.");
        }
        return new LiquibaseMigrator(
                new SearchPath(classLoader, List.copyOf(directories), accessor),
                new LiquibaseSettings(
                        steps.stream().map(this::update).toList(),
                        Map.copyOf(parameters),
                        defaultSchema,
                        liquibaseSchema,
                        changelogTable,
                        lockTable),
                null);
    }

    private LiquibaseSettings.Update update(Step step) {
        return new LiquibaseSettings.Update(
                step.changelog(),
                Objects.requireNonNullElse(step.contexts(), Objects.requireNonNullElse(contexts, "")),
                Objects.requireNonNullElse(step.labels(), Objects.requireNonNullElse(labels, "")));
    }

    private static <T> T once(String name, @Nullable T before, T value) {
        if (before != null) {
            throw new ConfigurationException(
                    "The %s of a LiquibaseMigrator was set twice: to %s and to %s.".formatted(name, before, value));
        }
        return Objects.requireNonNull(value, name);
    }

    private static Path absolute(Path directory) {
        return directory.toAbsolutePath().normalize();
    }
}
