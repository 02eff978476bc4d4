package org.pgtestdb4j.embedded;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Future;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.ServerException;

/**
 * Collects what is special about an {@link EmbeddedPostgres}. What has one value can be set once. Not safe for use by several threads.
 */
public final class EmbeddedPostgresBuilder {

    private static final int HIGHEST_PORT = 65_535;
    private static final int LONGEST_NAME = 63;

    private final Once<Integer> version = new Once<>("version");
    private final Once<String> user = new Once<>("user");
    private final Once<String> password = new Once<>("password");
    private final Once<String> database = new Once<>("database");
    private final Once<Integer> port = new Once<>("port");
    private final Once<Path> directory = new Once<>("directory");
    private final Once<String> locale = new Once<>("locale");
    private final Once<Path> logFile = new Once<>("logFile");
    private final Once<Path> dumpTo = new Once<>("dumpTo");
    private final Once<Duration> timeToLive = new Once<>("timeToLive");
    private final List<String> configuration = new ArrayList<>();
    private final List<String> access = new ArrayList<>();
    private final List<String> initdb = new ArrayList<>();
    private final List<String> extensions = new ArrayList<>();
    private final List<FirstStep> firstSteps = new ArrayList<>();
    private boolean keepOnDisk;
    private boolean unixSocket;

    EmbeddedPostgresBuilder() {}

    /**
     * Sets the version of PostgreSQL, whose binaries must be on the class path.
     *
     * @param major 14 or newer; if not set, what the setting {@code pgtestdb4j.embedded.version} says, else what is on the class path
     * @return this builder
     */
    public EmbeddedPostgresBuilder version(int major) {
        version.set(Versions.of("version", Integer.toString(major)));
        return this;
    }

    /**
     * Sets the name of the superuser that tests log in as.
     *
     * @param user a role, which is created; {@code postgres} if not set
     * @return this builder
     */
    public EmbeddedPostgresBuilder user(String user) {
        this.user.set(name("user", user));
        return this;
    }

    /**
     * Sets the superuser's password.
     *
     * @param password the password in clear; a random one if not set
     * @return this builder
     */
    public EmbeddedPostgresBuilder password(String password) {
        if (password.isEmpty() || password.indexOf('\0') >= 0) {
            throw new ConfigurationException(
                    "PostgreSQL takes no password that is empty or has a character of code 0.");
        }
        this.password.set(password);
        return this;
    }

    /**
     * Sets the name of the database.
     *
     * @param database a database, which is created; {@code postgres} if not set
     * @return this builder
     */
    public EmbeddedPostgresBuilder database(String database) {
        this.database.set(name("database", database));
        return this;
    }

    /**
     * Sets the port.
     *
     * @param port a TCP port; any free one if not set
     * @return this builder
     */
    public EmbeddedPostgresBuilder port(int port) {
        if (port < 1 || port > HIGHEST_PORT) {
            throw new ConfigurationException("A port is a number from 1 to " + HIGHEST_PORT + ", not " + port
                    + ". For any free one, leave it out.");
        }
        this.port.set(port);
        return this;
    }

    /**
     * Sets where the data lies.
     *
     * @param directory a directory that is empty or not there, or one that {@link #keepOnDisk()} has left; if not set, in memory where there
     *     is room, else in the cache. If root runs the tests, the account that runs the server must be able to reach it
     * @return this builder
     */
    public EmbeddedPostgresBuilder directory(Path directory) {
        this.directory.set(directory.toAbsolutePath().normalize());
        return this;
    }

    /**
     * Has the data stay in its {@link #directory(Path)} when the server has ended. A server that is started there later, with the same
     * version, goes on with it.
     *
     * @return this builder
     */
    public EmbeddedPostgresBuilder keepOnDisk() {
        keepOnDisk = true;
        return this;
    }

    /**
     * Adds an entry to {@code postgresql.conf}, which wins over ours.
     *
     * @param name a setting of PostgreSQL, such as {@code wal_level}
     * @param value its value, not quoted
     * @return this builder
     */
    public EmbeddedPostgresBuilder conf(String name, String value) {
        if (!name.matches("[A-Za-z_][A-Za-z0-9_.]*")) {
            throw new ConfigurationException("\"" + name + "\" is no name of a setting of PostgreSQL.");
        }
        configuration.add(name + " = '" + value.replace("'", "''").replace("\n", " ") + "'");
        return this;
    }

    /**
     * Adds a line to {@code pg_hba.conf}, before ours.
     *
     * @param line who may log in from where and how, such as {@code host app guest 127.0.0.1/32 trust}
     * @return this builder
     */
    public EmbeddedPostgresBuilder hba(String line) {
        access.add(line);
        return this;
    }

    /**
     * Adds arguments for {@code initdb}. Each set of them gets a data directory of its own in the cache.
     *
     * @param arguments such as {@code --data-checksums}
     * @return this builder
     */
    public EmbeddedPostgresBuilder initdb(String... arguments) {
        initdb.addAll(List.of(arguments));
        return this;
    }

    /**
     * Sets the locale of the cluster.
     *
     * @param locale a locale of this machine; if not set, one that sorts by code point and knows the letters of all languages
     * @return this builder
     */
    public EmbeddedPostgresBuilder locale(String locale) {
        this.locale.set(locale);
        return this;
    }

    /**
     * Creates extensions in the database, with those that they need.
     *
     * @param names extensions that come with the binaries, or {@code *} for all that can be created
     * @return this builder
     */
    public EmbeddedPostgresBuilder extension(String... names) {
        extensions.addAll(List.of(names));
        return this;
    }

    /**
     * Has the server listen on a Unix socket too, in a directory that only its account can reach.
     *
     * @return this builder
     */
    public EmbeddedPostgresBuilder unixSocket() {
        unixSocket = true;
        return this;
    }

    /**
     * Sets where the server's log goes.
     *
     * @param file a file, which is overwritten, and stays; if not set, the log is a part of the data
     * @return this builder
     */
    public EmbeddedPostgresBuilder logFile(Path file) {
        logFile.set(writable("logFile", file));
        return this;
    }

    /**
     * Loads a dump into the database when its data is fresh, in the order of the calls of this method and of {@link #migrate(Migrator)}.
     *
     * @param dump SQL as {@code pg_dump} writes it by default, or any other that needs no {@code psql}
     * @return this builder
     */
    public EmbeddedPostgresBuilder load(Path dump) {
        firstSteps.add(login -> SqlDump.load(login, dump));
        return this;
    }

    /**
     * Migrates the database when its data is fresh, as the superuser.
     *
     * @param migrator what to apply
     * @return this builder
     */
    public EmbeddedPostgresBuilder migrate(Migrator migrator) {
        firstSteps.add(login -> FirstStep.migrate(migrator, login));
        return this;
    }

    /**
     * Has the database written to a file of SQL when the server is closed, if it still runs then. A JVM that just ends writes none.
     *
     * @param file where to; it is overwritten. Needs {@code pg_dump}, see {@link EmbeddedPostgres#dump(Path)}
     * @return this builder
     */
    public EmbeddedPostgresBuilder dumpTo(Path file) {
        dumpTo.set(writable("dumpTo", file));
        return this;
    }

    /**
     * Sets how long the server may live. Then it ends by itself, and its data is removed, unless it is to stay.
     *
     * @param time one second or more, counted in seconds from the start; without limit if not set
     * @return this builder
     */
    public EmbeddedPostgresBuilder timeToLive(Duration time) {
        if (time.toSeconds() < 1) {
            throw new ConfigurationException("The time to live must be one second or more, not " + time + ".");
        }
        timeToLive.set(time);
        return this;
    }

    /**
     * Starts the server.
     *
     * @return a server that answers, to be closed by the caller
     * @throws ConfigurationException if what was set cannot be
     * @throws ServerException if it cannot be started
     */
    public EmbeddedPostgres start() {
        if (keepOnDisk && directory.get().isEmpty()) {
            throw new ConfigurationException("keepOnDisk() needs a directory() to keep the data in.");
        }
        return new EmbeddedStart(
                        version.get(),
                        new ClusterOptions(
                                port.get().map(OptionalInt::of).orElseGet(OptionalInt::empty),
                                directory.get(),
                                keepOnDisk,
                                unixSocket,
                                List.copyOf(configuration),
                                List.copyOf(access),
                                logFile.get(),
                                timeToLive.get().orElse(Duration.ZERO)),
                        new InitDbOptions(List.copyOf(initdb), locale.get()),
                        new Content(
                                user.get(),
                                password.get(),
                                database.get(),
                                List.copyOf(extensions),
                                List.copyOf(firstSteps)),
                        dumpTo.get())
                .run();
    }

    /**
     * Starts the server on a thread of its own.
     *
     * @return the server, as soon as it answers; to be closed by the caller. Cancelling ends the start, and the server
     */
    public Future<EmbeddedPostgres> startAsync() {
        return AsyncStart.of(this::start);
    }

    private static String name(String option, String name) {
        if (name.isEmpty() || name.indexOf('\0') >= 0 || name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            throw new ConfigurationException(
                    option + "(\"" + name + "\"): PostgreSQL takes names of 1 to " + LONGEST_NAME + " bytes.");
        }
        return name;
    }

    /** Says at once what would otherwise show in the end, or as another program's failure. */
    private static Path writable(String option, Path file) {
        Path path = file.toAbsolutePath().normalize();
        if (Files.isDirectory(path) || !Files.isDirectory(path.resolveSibling("."))) {
            throw new ConfigurationException(option + "(" + file + ") must name a file in a directory that is there.");
        }
        return path;
    }

    /** An option that has one value. */
    private static final class Once<T> {

        private final String name;
        private Optional<T> value = Optional.empty();

        Once(String name) {
            this.name = name;
        }

        void set(T given) {
            if (value.isPresent()) {
                throw new ConfigurationException(name + " is set twice.");
            }
            value = Optional.of(given);
        }

        Optional<T> get() {
            return value;
        }
    }
}
