package org.pgtestdb4j.internal.registry;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import org.pgtestdb4j.ServerException;
import org.pgtestdb4j.internal.server.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One engine in one JVM, as the server knows it. It proves that it lives by an advisory lock, held by a session that does nothing else; only
 * who holds that lock may drop its databases.
 */
public final class Owner implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Owner.class);
    private static final int LABEL_LENGTH = 12;

    private static final Duration LOOK_EVERY = Duration.ofSeconds(10);
    private static final int VALID_WITHIN_SECONDS = 5;

    private final Admin admin;
    private final Registry registry;
    private volatile Id id;
    private Connection lease;
    private long lookedAt = System.nanoTime();

    private Owner(Id id, Admin admin, Registry registry, Connection lease) {
        this.id = id;
        this.admin = admin;
        this.registry = registry;
        this.lease = lease;
    }

    /**
     * Who an owner is.
     *
     * @param value 128 random bits in hex
     */
    public record Id(String value) {

        /** Returns an id that nobody else has. */
        public static Id random() {
            byte[] bits = new byte[16];
            new SecureRandom().nextBytes(bits);
            return new Id(HexFormat.of().formatHex(bits));
        }

        /** Returns the short form that stands in names. */
        public String label() {
            return value.substring(0, LABEL_LENGTH);
        }
    }

    /** Takes the owner's lock and enters it into the registry. */
    public static Owner register(Id id, Admin admin, Registry registry) {
        try {
            return new Owner(id, admin, registry, enter(id, admin, registry));
        } catch (SQLException e) {
            throw new ServerException(
                    "Cannot register with %s (SQLSTATE %s): %s"
                            .formatted(admin.connector().server(), e.getSQLState(), e.getMessage()),
                    e);
        }
    }

    private static Connection enter(Id id, Admin admin, Registry registry) throws SQLException {
        Connection lease = admin.open("lease");
        if (!AdvisoryLock.ofOwner(id.value).tryExclusive(lease)) {
            lease.close();
            throw new IllegalStateException("The lock of the new owner " + id.value + " is taken");
        }
        registry.addOwner(id.value);
        return lease;
    }

    /** Returns who this is; another than before once {@link #isStillTheSame()} has said so. */
    public Id id() {
        return id;
    }

    /**
     * Looks, every few seconds, whether the session that holds the lock is still there. A lost lock is taken again. Who finds that somebody has
     * taken him for dead in the meantime goes on as somebody else.
     *
     * @return false if all databases so far belong to an owner that is dead, so that none of them may be handed out
     */
    public synchronized boolean isStillTheSame() throws SQLException {
        if (System.nanoTime() - lookedAt < LOOK_EVERY.toNanos() || lease.isValid(VALID_WITHIN_SECONDS)) {
            return true;
        }
        lookedAt = System.nanoTime();
        lease.close();
        Connection next = admin.open("lease");
        if (AdvisoryLock.ofOwner(id.value).tryExclusive(next) && registry.revive(id.value)) {
            log.info(
                    "The session that holds our lock on {} was lost and is replaced",
                    admin.connector().server());
            lease = next;
            return true;
        }
        next.close();
        log.warn(
                "Another process took this one for dead, since its session with {} was gone; it goes on with new databases",
                admin.connector().server());
        Id successor = Id.random();
        lease = enter(successor, admin, registry);
        id = successor;
        return false;
    }

    /** Takes the owner out of the registry if it has left nothing, and gives its lock up. */
    @Override
    public synchronized void close() {
        try {
            registry.forget(id.value);
            lease.close();
        } catch (SQLException e) {
            log.debug("Owner {} could not sign off; a later run tidies up after it", id.value, e);
        }
    }
}
