package org.pgtestdb4j.spi;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A running PostgreSQL server and its admin account.
 *
 * <p>Immutable but for {@link #close()}, and safe for use by several threads.
 */
public final class PostgresServer implements AutoCloseable {

    private static final Duration DEFAULT_LIMIT = Duration.ofSeconds(15);

    private final String host;
    private final int port;
    private final String database;
    private final String user;
    private final String password;
    private final Map<String, String> parameters;
    private final boolean ours;
    private final boolean endsWithJvm;
    private final Runnable roomCheck;
    private final Consumer<Duration> stop;

    private PostgresServer(Builder builder) {
        this.host = Objects.requireNonNull(builder.host, "host");
        this.port = builder.port;
        this.database = builder.database;
        this.user = Objects.requireNonNull(builder.user, "user");
        this.password = builder.password;
        this.parameters = Map.copyOf(builder.parameters);
        this.ours = builder.ours;
        this.endsWithJvm = builder.endsWithJvm;
        this.roomCheck = builder.roomCheck;
        this.stop = builder.stop;
    }

    /**
     * Returns a builder without a host and a user; both are needed.
     *
     * @return port 5432, database {@code postgres}, an empty password, not {@link #ours()}
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the server's host.
     *
     * @return a name or an address
     */
    public String host() {
        return host;
    }

    /**
     * Returns the server's port.
     *
     * @return a TCP port
     */
    public int port() {
        return port;
    }

    /**
     * Returns the database that an admin connects to before there is one of ours.
     *
     * @return the maintenance database
     */
    public String database() {
        return database;
    }

    /**
     * Returns the admin account.
     *
     * @return a role that may at least create databases and roles
     */
    public String user() {
        return user;
    }

    /**
     * Returns the password of the admin account.
     *
     * @return the password in clear, or an empty text where none is needed
     */
    public String password() {
        return password;
    }

    /**
     * Returns further parameters for every connection, such as {@code sslmode}.
     *
     * @return names and values as the JDBC driver knows them
     */
    public Map<String, String> parameters() {
        return parameters;
    }

    /**
     * Tells whether this server was started for tests and holds nothing else.
     *
     * @return true if durability, strategy and secrecy may be chosen for speed
     */
    public boolean ours() {
        return ours;
    }

    /**
     * Tells whether the server ends together with this JVM, and kept databases with it.
     *
     * @return true if nothing on this server can be opened after the run
     */
    public boolean endsWithJvm() {
        return endsWithJvm;
    }

    /**
     * Makes sure that another database can be created. To be called before each, since a server whose disk or memory is full fails in
     * ways that do not tell why.
     *
     * @throws org.pgtestdb4j.ServerException if there is no room, or so little that there soon will be none
     */
    public void checkRoom() {
        roomCheck.run();
    }

    /** Lets go of the server; it stops if it was started for the asker alone. Waits for that for at most 15 s. */
    @Override
    public void close() {
        close(DEFAULT_LIMIT);
    }

    /**
     * Lets go of the server; it stops if it was started for the asker alone.
     *
     * @param limit how long to wait for its end; what takes longer goes on without the caller
     */
    public void close(Duration limit) {
        stop.accept(limit);
    }

    /**
     * Names the server for messages.
     *
     * @return user, host and port, without the password
     */
    @Override
    public String toString() {
        return user + "@" + host + ":" + port;
    }

    /** Collects what a {@link PostgresServer} consists of. Not safe for use by several threads. */
    public static final class Builder {

        private @Nullable String host;
        private int port = 5432;
        private String database = "postgres";
        private @Nullable String user;
        private String password = "";
        private final Map<String, String> parameters = new LinkedHashMap<>();
        private boolean ours;
        private boolean endsWithJvm;
        private Runnable roomCheck = () -> {};
        private Consumer<Duration> stop = limit -> {};

        private Builder() {}

        /**
         * Sets the host.
         *
         * @param host a name or an address
         * @return this builder
         */
        public Builder host(String host) {
            this.host = host;
            return this;
        }

        /**
         * Sets the port.
         *
         * @param port a TCP port; 5432 if not set
         * @return this builder
         */
        public Builder port(int port) {
            this.port = port;
            return this;
        }

        /**
         * Sets the maintenance database.
         *
         * @param database a database that exists; {@code postgres} if not set
         * @return this builder
         */
        public Builder database(String database) {
            this.database = database;
            return this;
        }

        /**
         * Sets the admin account.
         *
         * @param user a role that may at least create databases and roles
         * @return this builder
         */
        public Builder user(String user) {
            this.user = user;
            return this;
        }

        /**
         * Sets the password of the admin account.
         *
         * @param password the password in clear; empty if not set
         * @return this builder
         */
        public Builder password(String password) {
            this.password = password;
            return this;
        }

        /**
         * Adds parameters for every connection.
         *
         * @param parameters names and values as the JDBC driver knows them
         * @return this builder
         */
        public Builder parameters(Map<String, String> parameters) {
            this.parameters.putAll(new TreeMap<>(parameters));
            return this;
        }

        /**
         * Says whether the server was started for tests and holds nothing else.
         *
         * @param ours false if not set
         * @return this builder
         */
        public Builder ours(boolean ours) {
            this.ours = ours;
            return this;
        }

        /**
         * Says whether the server ends together with this JVM.
         *
         * @param endsWithJvm false if not set
         * @return this builder
         */
        public Builder endsWithJvm(boolean endsWithJvm) {
            this.endsWithJvm = endsWithJvm;
            return this;
        }

        /**
         * Sets what {@link PostgresServer#checkRoom()} does.
         *
         * @param check throws a {@link org.pgtestdb4j.ServerException} if there is no room; nothing if not set
         * @return this builder
         */
        public Builder roomCheck(Runnable check) {
            this.roomCheck = check;
            return this;
        }

        /**
         * Sets what {@link PostgresServer#close(Duration)} does.
         *
         * @param stop stops the server or lets go of it, and waits for that no longer than the time it is given; may be called more than
         *     once; nothing if not set
         * @return this builder
         */
        public Builder onClose(Consumer<Duration> stop) {
            this.stop = stop;
            return this;
        }

        /**
         * Builds the server.
         *
         * @return a description of a server that runs
         */
        public PostgresServer build() {
            return new PostgresServer(this);
        }
    }
}
