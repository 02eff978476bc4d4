package org.pgtestdb4j.binding;

import java.util.stream.Stream;
import org.pgtestdb4j.Keep;
import org.pgtestdb4j.KeptDatabase;
import org.pgtestdb4j.LastStatements;
import org.pgtestdb4j.PgTestDbException;
import org.pgtestdb4j.internal.pool.Lease;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database that a scope uses.
 *
 * @param lease what it was handed out with
 * @param keep when it outlives the scope
 * @param shared whether it belongs to the class, and not to the scope
 */
record HeldDatabase(Lease lease, Keep keep, boolean shared) {

    private static final Logger log = LoggerFactory.getLogger(HeldDatabase.class);

    /** Attaches to a failure how to look at the database, once. */
    void note(Throwable failure) {
        if (isNoted(failure)) {
            return;
        }
        if (keep == Keep.NEVER) {
            lease.explain(failure);
        } else {
            lease.keepAfter(failure);
        }
    }

    private boolean isNoted(Throwable failure) {
        String name = lease.name();
        return Stream.of(failure.getSuppressed())
                .anyMatch(note ->
                        (note instanceof KeptDatabase kept && kept.database().equals(name))
                                || (note instanceof LastStatements last
                                        && last.database().equals(name)));
    }

    /** Gives it back at the end of the test, or the class, that it belongs to. */
    void end(TestId id) {
        try {
            if (keep == Keep.ALWAYS) {
                lease.keep("all databases of " + id + " are kept");
            }
        } catch (PgTestDbException e) {
            log.warn("The database {} of {} could not be kept", lease.name(), id, e);
        } finally {
            lease.end();
        }
    }
}
