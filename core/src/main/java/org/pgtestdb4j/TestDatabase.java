package org.pgtestdb4j;

import java.net.URI;
import javax.sql.DataSource;
import org.pgtestdb4j.binding.CurrentScope;

/**
 * A pristine, fully migrated database that belongs to one test.
 *
 * <p>After {@link #close()} every method but {@link #name()} and {@code close()} itself throws a {@link DatabaseException} that names who
 * released the database. Not meant for implementation by others. Safe for use by several threads.
 */
public interface TestDatabase extends AutoCloseable {

    /**
     * Returns the database of the test that runs on this thread, for code that gets no parameters. It works in tests of a test framework and
     * in what runs before and after each of them, on their thread and on threads that they start.
     *
     * @return the same database as the test's parameters without a name mean
     * @throws ConfigurationException if no test with databases runs on this thread
     */
    static TestDatabase current() {
        return current("");
    }

    /**
     * Returns one of several databases of the test that runs on this thread.
     *
     * @param name a name that the test's class declares; empty for the database without a name
     * @return the same database as the test's parameters of that name mean
     * @throws ConfigurationException if no test with databases runs on this thread, or its class declares no such name
     */
    static TestDatabase current(String name) {
        return CurrentScope.get().database(name);
    }

    /**
     * Returns the name of this database on the server.
     *
     * @return the name, which no other database of this server ever had
     */
    String name();

    /**
     * Returns the server's host.
     *
     * @return a name or an address
     */
    String host();

    /**
     * Returns the server's port.
     *
     * @return a TCP port
     */
    int port();

    /**
     * Returns the role that owns this database; it is no superuser.
     *
     * @return the role's name
     */
    String user();

    /**
     * Returns the password of {@link #user()}.
     *
     * @return the password in clear
     */
    String password();

    /**
     * Returns everything a JDBC driver needs in one text.
     *
     * @return a {@code jdbc:postgresql:} url with user and password
     */
    String url();

    /**
     * Returns everything a client that is built on libpq needs, such as psql.
     *
     * @return a {@code postgresql:} uri with user and password
     */
    URI libpqUri();

    /**
     * Returns everything an R2DBC driver needs in one text.
     *
     * @return an {@code r2dbc:postgresql:} url with user and password
     */
    String r2dbcUrl();

    /**
     * Returns a source of connections to this database. Closed connections are used again, after a {@code DISCARD ALL}.
     *
     * @return the same object at every call, safe for use by several threads, dead after {@link #close()}
     */
    DataSource dataSource();

    /**
     * Keeps this database on the server when it is closed, so that somebody can look at it.
     *
     * @param why the reason, shown to whoever lists kept databases
     * @return how to open it; attach it to a failure with {@link Throwable#addSuppressed(Throwable)} and it is printed there
     */
    KeptDatabase keep(String why);

    /**
     * Gives the database back. It is dropped in the background, unless it is to be kept. Doing it twice is harmless.
     *
     * @throws LeakException if sessions were left open and that shall be a failure; where a test framework's test owns the database, it is
     *     that test which fails
     */
    @Override
    void close();
}
