package org.pgtestdb4j.sqldir.mybatis;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.Migrator;

/**
 * Fills a database with MyBatis Migrations, which must be on the class path.
 *
 * <pre>{@code
 * Migrator schema = MyBatisMigrator.of(Path.of("migrations"));
 * Migrator test = MyBatisMigrator.of(Path.of("migrations")).environment("test").bootstrap();
 * }</pre>
 *
 * <p>A repository has a folder {@code scripts}, a folder {@code environments} with properties, and perhaps {@code hooks}. What
 * {@code migrate up} does is done by the tool itself with the settings of the environment, but for the connection, the output and
 * {@code onabort.sql}, since the database of a failed run is thrown away.
 *
 * <p>The hash is made of the names and raw bytes of the scripts, the hooks and {@code bootstrap.sql}, if it is run, and of the
 * environment's settings and variables as the tool reads them, with what variables of the system and properties of the JVM set over them;
 * not of url, user, password and driver. It does not connect to a database.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class MyBatisMigrator implements Migrator {

    private static final String DEFAULT_ENVIRONMENT = "development";

    private final Path repository;
    private final List<Path> moreScripts;
    private final String environment;
    private final boolean bootstrap;

    private MyBatisMigrator(Path repository, List<Path> moreScripts, String environment, boolean bootstrap) {
        this.repository = repository;
        this.moreScripts = moreScripts;
        this.environment = environment;
        this.bootstrap = bootstrap;
    }

    /**
     * Returns a migrator of a repository and its environment {@code development}.
     *
     * @param repository the directory that holds {@code scripts} and {@code environments}
     * @return a migrator that does what {@code migrate up} does, equal to others of the same directory and options
     */
    public static MyBatisMigrator of(Path repository) {
        return new MyBatisMigrator(
                Objects.requireNonNull(repository, "repository")
                        .toAbsolutePath()
                        .normalize(),
                List.of(),
                DEFAULT_ENVIRONMENT,
                false);
    }

    /**
     * Returns a copy with the settings and variables of another environment.
     *
     * @param name the name of a file in {@code environments}, without {@code .properties}
     * @return a migrator of the same repository
     * @throws ConfigurationException if the name is blank
     */
    public MyBatisMigrator environment(String name) {
        if (name.isBlank()) {
            throw new ConfigurationException("The environment of " + this
                    + " has no name. Write that of a file in environments, without .properties.");
        }
        return new MyBatisMigrator(repository, moreScripts, name, bootstrap);
    }

    /**
     * Returns a copy that runs {@code bootstrap.sql} first, as {@code migrate bootstrap} does.
     *
     * @return a migrator of the same repository
     */
    public MyBatisMigrator bootstrap() {
        return new MyBatisMigrator(repository, moreScripts, environment, true);
    }

    /**
     * Returns a copy with further folders of scripts, as builds merge them into one. The order of all scripts is that of their ids.
     *
     * @param folders folders like {@code scripts}; no two may have a script of the same name
     * @return a migrator of the same repository
     */
    public MyBatisMigrator scripts(Path... folders) {
        List<Path> all = new ArrayList<>(moreScripts);
        for (Path folder : folders) {
            all.add(folder.toAbsolutePath().normalize());
        }
        return new MyBatisMigrator(repository, List.copyOf(all), environment, bootstrap);
    }

    @Override
    public String hash() {
        return repository().hash(bootstrap);
    }

    @Override
    public void migrate(String url) throws Exception {
        repository().migrate(url, bootstrap);
    }

    private Repository repository() {
        MyBatisOnClassPath.require();
        List<Path> scripts = new ArrayList<>(List.of(repository.resolve("scripts")));
        scripts.addAll(moreScripts);
        for (Path folder : scripts) {
            if (!Files.isDirectory(folder)) {
                throw new ConfigurationException(
                        "There is no folder %s. A repository of MyBatis Migrations has a folder scripts; name the directory above it."
                                .formatted(folder));
            }
        }
        Path file = repository.resolve("environments").resolve(environment + ".properties");
        if (!Files.isRegularFile(file)) {
            throw new ConfigurationException(
                    "There is no file %s, where MyBatis Migrations has its settings. Choose another environment: MyBatisMigrator.of(…).environment(\"name\"), or mybatis:…?env=name."
                            .formatted(file));
        }
        return new Repository(repository, scripts, file);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MyBatisMigrator that
                && repository.equals(that.repository)
                && moreScripts.equals(that.moreScripts)
                && environment.equals(that.environment)
                && bootstrap == that.bootstrap;
    }

    @Override
    public int hashCode() {
        return Objects.hash(repository, moreScripts, environment, bootstrap);
    }

    @Override
    public String toString() {
        return "MyBatis Migrations " + repository + " (" + environment + ")";
    }
}
