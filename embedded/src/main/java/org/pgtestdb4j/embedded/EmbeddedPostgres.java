package org.pgtestdb4j.embedded;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.pgtestdb4j.ServerException;

/**
 * A PostgreSQL server of one's own, for tests that change what a server's other users would notice: its configuration, its roles, or
 * whether it runs.
 *
 * <pre>{@code
 * try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
 *     DataSource orders = postgres.dataSource();
 *     …
 * }
 * }</pre>
 *
 * <p>It is a copy of a data directory that was initialized once and lies in the cache. It listens on a free port of 127.0.0.1, asks for a
 * random password, and is set up for speed: nothing of it survives a power cut. It ends when it is closed, with the JVM, also with one that
 * is killed, or when its time to live is over; then its data is removed, unless it was to stay. The settings {@code pgtestdb4j.embedded.…}
 * say where its programs come from and where its data lies; {@code mode} and {@code idle} mean nothing here.
 *
 * <p>For tests that want databases, not servers, {@link org.pgtestdb4j.PgTestDb} is much faster.
 *
 * <p>Safe for use by several threads.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    private static final Duration END_LIMIT = Duration.ofSeconds(15);

    private final Cluster cluster;
    private final Login login;
    private final Optional<Path> socketDirectory;
    private final Optional<Path> dumpTo;
    private boolean closed;

    EmbeddedPostgres(Cluster cluster, Login login, Optional<Path> socketDirectory, Optional<Path> dumpTo) {
        this.cluster = cluster;
        this.login = login;
        this.socketDirectory = socketDirectory;
        this.dumpTo = dumpTo;
    }

    /**
     * Starts a server with nothing special about it.
     *
     * @return a server that answers, to be closed by the caller
     * @throws ServerException if it cannot be started
     */
    public static EmbeddedPostgres start() {
        return builder().start();
    }

    /**
     * Starts a server with nothing special about it on a thread of its own.
     *
     * @return the server, as soon as it answers; to be closed by the caller. Cancelling ends the start, and the server
     */
    public static Future<EmbeddedPostgres> startAsync() {
        return builder().startAsync();
    }

    /**
     * Returns a builder for a server that has something special about it.
     *
     * @return a new builder
     */
    public static EmbeddedPostgresBuilder builder() {
        return new EmbeddedPostgresBuilder();
    }

    /**
     * Returns the address that it listens on.
     *
     * @return 127.0.0.1
     */
    public String host() {
        return login.host();
    }

    /**
     * Returns the port that it listens on; a restart does not change it.
     *
     * @return a TCP port
     */
    public int port() {
        return login.port();
    }

    /**
     * Returns the name of its superuser.
     *
     * @return {@code postgres}, unless the builder was told otherwise
     */
    public String user() {
        return login.user();
    }

    /**
     * Returns the password of its superuser.
     *
     * @return the password in clear
     */
    public String password() {
        return login.password();
    }

    /**
     * Returns the name of its database.
     *
     * @return {@code postgres}, unless the builder was told otherwise
     */
    public String database() {
        return login.database();
    }

    /**
     * Returns the url of its database for JDBC.
     *
     * @return a url complete with user and password
     */
    public String url() {
        return login.url();
    }

    /**
     * Returns the url of one of its databases for JDBC.
     *
     * @param database a database that exists
     * @return a url complete with user and password
     */
    public String url(String database) {
        return login.to(database).url();
    }

    /**
     * Returns the url of its database for {@code psql} and all else that uses libpq.
     *
     * @return a url complete with user and password
     */
    public URI libpqUri() {
        return login.libpqUri();
    }

    /**
     * Returns its database as a source of new connections.
     *
     * @return a data source without a pool
     */
    public DataSource dataSource() {
        return login.dataSource();
    }

    /**
     * Returns one of its databases as a source of new connections.
     *
     * @param database a database that exists
     * @return a data source without a pool
     */
    public DataSource dataSource(String database) {
        return login.to(database).dataSource();
    }

    /**
     * Returns the directory of its Unix socket.
     *
     * @return what libpq takes for a host, if the builder asked for a socket
     */
    public Optional<Path> socketDirectory() {
        return socketDirectory;
    }

    /**
     * Returns the end of its log.
     *
     * @return the last lines
     */
    public String log() {
        return cluster.files().log().tail();
    }

    /**
     * Tells whether it runs.
     *
     * @return false after {@link #crash()} and {@link #close()}, when its time to live is over, and when it has ended by itself
     */
    public boolean isRunning() {
        return cluster.isRunning() && !cluster.files().isDown();
    }

    /**
     * Ends all sessions and the server, and starts it again, on the same port and with the same data. Starts it also after a
     * {@link #crash()}. Returns when it answers.
     *
     * @throws ServerException if it has ended for good, or somebody else has taken its port meanwhile
     */
    public synchronized void restart() {
        refuseClosed();
        cluster.restart();
    }

    /**
     * Ends the server at once, as a crash would: sessions break, nothing is written down. {@link #restart()} starts it again; it
     * then recovers what was committed, but for unlogged tables.
     *
     * @throws ServerException if it has ended for good
     */
    public synchronized void crash() {
        refuseClosed();
        cluster.crash();
    }

    /**
     * Writes its database to a file of SQL, by the program {@code pg_dump} of an installed PostgreSQL.
     *
     * @param file where to; it is overwritten
     * @throws ServerException if there is no {@code pg_dump} of its version or a newer one, or if it fails
     */
    public synchronized void dump(Path file) {
        refuseClosed();
        PgDump.find(cluster.installation()).run(login, file);
    }

    private void refuseClosed() {
        if (closed) {
            throw new ServerException("The server on port " + port() + " was closed.");
        }
    }

    /**
     * Ends the server, and removes its data if that was not to stay. Closing it twice is harmless.
     *
     * @throws ServerException if the dump that the builder asked for cannot be made; the server has ended then all the same
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        try {
            if (isRunning()) {
                dumpTo.ifPresent(this::dump);
            }
        } finally {
            closed = true;
            cluster.end(END_LIMIT);
        }
    }

    /**
     * Names it for messages.
     *
     * @return its address, without the password
     */
    @Override
    public String toString() {
        return "PostgreSQL on " + host() + ":" + port() + " in " + cluster;
    }
}
