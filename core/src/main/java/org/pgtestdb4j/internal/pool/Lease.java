package org.pgtestdb4j.internal.pool;

import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.DatabaseException;
import org.pgtestdb4j.KeptDatabase;
import org.pgtestdb4j.LastStatements;
import org.pgtestdb4j.LeakException;
import org.pgtestdb4j.Leaks;
import org.pgtestdb4j.TestDatabase;
import org.pgtestdb4j.internal.clone.Clone;
import org.pgtestdb4j.internal.jdbc.JdbcUrl;
import org.pgtestdb4j.internal.jdbc.OpenSession;
import org.pgtestdb4j.internal.jdbc.Secrets;
import org.pgtestdb4j.internal.jdbc.SqlJournal;
import org.pgtestdb4j.internal.jdbc.SqlState;
import org.pgtestdb4j.internal.jdbc.TestDataSource;

/** One hand-out of a clone: handed out, perhaps kept, released. Safe for use by several threads. */
public final class Lease implements TestDatabase {

    /** How deep to look into a failure; causes can go round in a circle. */
    private static final int MAX_DEPTH = 20;

    private final Clone clone;
    private final JdbcUrl url;
    private final Terms terms;
    private final Afterwards afterwards;
    private final SqlJournal journal;
    private final TestDataSource dataSource;
    private @Nullable KeptDatabase kept;
    private TestDataSource.@Nullable Released taken;
    private boolean heldUntilEnd;
    private boolean leaksToldOf;
    private boolean released;
    private boolean ended;

    /**
     * Hands a clone out.
     *
     * @param url where the clone is and how the test logs in
     * @param terms what was agreed about it
     * @param afterwards decides what becomes of it
     */
    public Lease(Clone clone, JdbcUrl url, Terms terms, Afterwards afterwards) {
        this.clone = clone;
        this.url = url;
        this.terms = terms;
        this.afterwards = afterwards;
        this.journal = new SqlJournal(terms.statements, Secrets.of(url.password()));
        this.dataSource = new TestDataSource(url, journal, this::releasedAlready, this::explained);
    }

    /**
     * Lets the test's data source have a connection that is open already, if there is one.
     *
     * @param works whether that was seen just now
     */
    public Lease with(@Nullable Connection open, boolean works) {
        if (open != null) {
            dataSource.offer(open, works);
        }
        return this;
    }

    /**
     * What was agreed when a clone was handed out.
     *
     * @param test who has it, for messages
     * @param leaks what happens when sessions are left open; never {@link Leaks#DEFAULT}
     * @param statements how many of the last statements to remember
     */
    public record Terms(String test, Leaks leaks, int statements) {}

    /** What becomes of a clone after its test. */
    public interface Afterwards {

        /** Makes sure that the clone outlives its test. */
        KeptDatabase keep(Clone clone, JdbcUrl url, String test, String why);

        /** Says why a clone is gone that a test still has, as the rest of a sentence; empty if it is there, or nobody knows. */
        Optional<String> whyGone(Clone clone);

        /** Sees to it that tests can log in again if they were refused for a password that somebody changed, and says so; empty otherwise. */
        Optional<String> restoreLogin(SQLException refusal);

        /** Asks the server what the sessions on a clone are doing; gives up soon, for a test waits. */
        Collection<OpenSession> look(Clone clone);

        /**
         * Finds what a test has left open, and makes an exception of it. Waits for sessions that are just ending, but not for long.
         *
         * @param connections what the test's data source had
         */
        Optional<LeakException> leaks(Clone clone, String test, TestDataSource.Released connections);

        /**
         * Takes a clone back that the test has no more use for; does not block.
         *
         * @param connections what the test's data source had
         */
        void end(Clone clone, String test, TestDataSource.Released connections, End end);
    }

    /**
     * What is to be done at the end of a test.
     *
     * @param tellLeaks whether to look for what it left open, and tell
     * @param drop whether to drop the clone
     */
    public record End(boolean tellLeaks, boolean drop) {}

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
    public String r2dbcUrl() {
        throwIfReleased();
        return url.toR2dbc();
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
            kept = afterwards.keep(clone, url, terms.test, why);
        }
        return kept;
    }

    /**
     * Says on a failure what was last run, and keeps the database, which is said there too. If that goes wrong, so is that, and the failure
     * stays what it is.
     */
    public void keepAfter(Throwable failure) {
        quoteStatements(failure);
        noteRefusal(failure);
        try {
            failure.addSuppressed(keep(terms.test + " failed: " + failure));
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /** Says on a failure what was last run, and that the database was lost if it was; it is not kept. */
    public void explain(Throwable failure) {
        quoteStatements(failure);
        noteRefusal(failure);
        afterwards.whyGone(clone).ifPresent(why -> failure.addSuppressed(new DatabaseException(gone(why))));
    }

    private String gone(String why) {
        return "The database " + name() + " of " + terms.test + " is not there any more; " + why + ".";
    }

    private SQLException explained(SQLException failure) {
        Optional<String> why = SqlState.is(failure, SqlState.INVALID_CATALOG_NAME)
                ? afterwards.whyGone(clone).map(this::gone)
                : afterwards.restoreLogin(failure);
        return why.map(text -> new SQLException(text + " " + failure.getMessage(), failure.getSQLState(), failure))
                .orElse(failure);
    }

    /** A test may connect in its own way; then that it was refused shows only here. */
    private void noteRefusal(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++) {
            if (cause instanceof SQLException refusal) {
                afterwards.restoreLogin(refusal).ifPresent(what -> failure.addSuppressed(new DatabaseException(what)));
            }
            cause = cause.getCause();
        }
    }

    /** Says on a failure what was last run, if that was to be remembered. */
    private void quoteStatements(Throwable failure) {
        List<String> last = journal.last();
        if (!last.isEmpty()) {
            failure.addSuppressed(new LastStatements(name(), last, journal.count()));
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
        if (!end) {
            takeConnections();
            return;
        }
        Optional<LeakException> leaks = findLeaks();
        end();
        leaks.ifPresent(leak -> {
            throw leak;
        });
    }

    /**
     * Takes the connections away and finds what else is open, if that shall fail the test; it is not told again then.
     *
     * @return why the test fails; empty where it does not fail for that
     */
    public Optional<LeakException> findLeaks() {
        synchronized (this) {
            if (terms.leaks != Leaks.FAIL || leaksToldOf) {
                return Optional.empty();
            }
            released = true;
            leaksToldOf = true;
        }
        return afterwards.leaks(clone, terms.test, takeConnections());
    }

    /** Takes the database away, and has it dropped unless it is kept. Doing it twice is harmless. */
    public void end() {
        End end;
        synchronized (this) {
            if (ended) {
                return;
            }
            released = true;
            ended = true;
            end = new End(terms.leaks != Leaks.IGNORE && !leaksToldOf, kept == null);
        }
        afterwards.end(clone, terms.test, takeConnections(), end);
    }

    private synchronized TestDataSource.Released takeConnections() {
        if (taken == null) {
            taken = dataSource.release(() -> terms.leaks == Leaks.IGNORE ? List.of() : afterwards.look(clone));
        }
        return taken;
    }

    private synchronized void throwIfReleased() {
        if (released) {
            throw releasedAlready();
        }
    }

    private DatabaseException releasedAlready() {
        return new DatabaseException("The database " + name() + " was released when " + terms.test
                + " ended. Something that outlives the test still uses it, such as a thread or a connection pool.");
    }

    /** Names the database and its holder. */
    @Override
    public String toString() {
        return "test database " + name() + " of " + terms.test;
    }
}
