package org.pgtestdb4j.internal.pool;

import java.net.URI;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.DatabaseException;
import org.pgtestdb4j.KeptDatabase;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.internal.clone.Clone;
import org.pgtestdb4j.internal.jdbc.JdbcUrl;
import org.pgtestdb4j.internal.jdbc.TestDataSource;

/** One hand-out of a clone: handed out, perhaps kept, released. Safe for use by several threads. */
public final class Lease implements TestDatabase {

    private final Clone clone;
    private final JdbcUrl url;
    private final String test;
    private final Afterwards afterwards;
    private final TestDataSource dataSource;
    private @Nullable KeptDatabase kept;
    private TestDataSource.@Nullable Released taken;
    private boolean heldUntilEnd;
    private boolean released;
    private boolean ended;

    /**
     * Hands a clone out.
     *
     * @param url where the clone is and how the test logs in
     * @param test who gets it, for messages
     * @param afterwards decides what becomes of it
     */
    public Lease(Clone clone, JdbcUrl url, String test, Afterwards afterwards) {
        this.clone = clone;
        this.url = url;
        this.test = test;
        this.afterwards = afterwards;
        this.dataSource = new TestDataSource(url, this::releasedAlready);
    }

    /** What becomes of a clone after its test. */
    public interface Afterwards {

        /** Makes sure that the clone outlives its test. */
        KeptDatabase keep(Clone clone, JdbcUrl url, String test, String why);

        /**
         * Takes a clone back that nobody needs any more; does not block.
         *
         * @param connections what the test's data source had
         */
        void drop(Clone clone, String test, TestDataSource.Released connections);
    }

    @Override
    public String name() {
        return clone.database();
    }

    @Override
    public String host() {
        throwIfReleased();
        return url.host();
    }

    @Override
    public int port() {
        throwIfReleased();
        return url.port();
    }

    @Override
    public String user() {
        throwIfReleased();
        return url.user();
    }

    @Override
    public String password() {
        throwIfReleased();
        return url.password();
    }

    @Override
    public String url() {
        throwIfReleased();
        return url.toJdbc();
    }

    @Override
    public URI libpqUri() {
        throwIfReleased();
        return url.toLibpq();
    }

    @Override
    public DataSource dataSource() {
        throwIfReleased();
        return dataSource;
    }

    @Override
    public synchronized KeptDatabase keep(String why) {
        if (kept == null) {
            if (ended) {
                throw releasedAlready();
            }
            kept = afterwards.keep(clone, url, test, why);
        }
        return kept;
    }

    /** Keeps the database after a failure, and says so on it. If even that fails, that too is said there, and the failure stays what it is. */
    public void keepAfter(Throwable failure) {
        try {
            failure.addSuppressed(keep(test + " failed: " + failure));
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /** From now on {@link #close()} takes the connections away only; what becomes of the database is known at the {@link #end()} of the test. */
    public synchronized Lease untilEnd() {
        heldUntilEnd = true;
        return this;
    }

    @Override
    public void close() {
        boolean end;
        synchronized (this) {
            released = true;
            end = !heldUntilEnd;
        }
        if (end) {
            end();
        } else {
            takeConnections();
        }
    }

    /** Takes the database away, and has it dropped unless it is kept. Doing it twice is harmless. */
    public void end() {
        boolean drop;
        synchronized (this) {
            if (ended) {
                return;
            }
            released = true;
            ended = true;
            drop = kept == null;
        }
        TestDataSource.Released connections = takeConnections();
        if (drop) {
            afterwards.drop(clone, test, connections);
        }
    }

    private synchronized TestDataSource.Released takeConnections() {
        if (taken == null) {
            taken = dataSource.release();
        }
        return taken;
    }

    private synchronized void throwIfReleased() {
        if (released) {
            throw releasedAlready();
        }
    }

    private DatabaseException releasedAlready() {
        return new DatabaseException("The database " + name() + " was released when " + test
                + " ended. Something that outlives the test still uses it, such as a thread or a connection pool.");
    }

    /** Names the database and its holder. */
    @Override
    public String toString() {
        return "test database " + name() + " of " + test;
    }
}
