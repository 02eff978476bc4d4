package org.pgtestdb4j.internal.registry;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.pgtestdb4j.ServerException;
import org.pgtestdb4j.internal.server.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One engine in one JVM, as the server knows it. It proves that it lives by an advisory lock, held by a session that does nothing else; only
 * who holds that lock may drop its databases. A thread looks after that session: others wait a minute before they take an owner for dead.
 */
public final class Owner implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Owner.class);
    private static final int LABEL_LENGTH = 12;
    private static final int MAX_ATTEMPTS = 3;

    private static final Duration LOOK_EVERY = Duration.ofSeconds(20);

    /** While the lock is not had: others hold it for a moment only, and the server frees that of a vanished connection within half a minute. */
    private static final Duration LOOK_AGAIN_AFTER = Duration.ofSeconds(1);

    private static final int VALID_WITHIN_SECONDS = 5;

    private final Admin admin;
    private final Registry registry;
    private volatile Id id;
    private Connection lease;
    private final Set<Intent> unsettled = ConcurrentHashMap.newKeySet();
    private final CountDownLatch end = new CountDownLatch(1);

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
            Owner owner = new Owner(id, admin, registry, enter(id, admin, registry));
            Thread watch = new Thread(owner::watch, "pgtestdb4j-owner");
            watch.setDaemon(true);
            watch.start();
            return owner;
        } catch (SQLException e) {
            throw new ServerException(
                    "Cannot register with %s (SQLSTATE %s): %s"
                            .formatted(admin.connector().server(), e.getSQLState(), e.getMessage()),
                    e);
        }
    }

    private static Connection enter(Id id, Admin admin, Registry registry) throws SQLException {
        Connection lease = admin.open("lease");
        try {
            if (!AdvisoryLock.ofOwner(id.value).tryExclusive(lease)) {
                throw new IllegalStateException("The lock of the new owner " + id.value + " is taken");
            }
            registry.owners().add(id.value);
            return lease;
        } catch (SQLException | RuntimeException e) {
            lease.close();
            throw e;
        }
    }

    /** Returns who this is; another than before once somebody took this one for dead. */
    public Id id() {
        return id;
    }

    /**
     * Notes that a database is about to be created in this owner's name. If somebody has tidied up after this owner, who was taken for dead,
     * it goes on as somebody else at once, and the database belongs to that one.
     *
     * @param name makes the database's name, out of the owner's id
     */
    public Intent intend(Function<Id, String> name, Registry.Kind kind) throws SQLException {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Id creator = id;
            Optional<Intent> intent = enter(
                    new Intent(creator, name.apply(creator)),
                    next -> registry.intend(next.database, kind, next.owner.value));
            if (intent.isPresent()) {
                return intent.get();
            }
            succeed(creator);
        }
        throw removedAgainAndAgain();
    }

    /**
     * Notes that a template is about to be cloned, as {@link #intend} does, in one go with a look at the template.
     *
     * @param name makes the clone's name, out of the owner's id
     * @param template the template's name
     * @param oid tells the template from another of its name
     * @return nothing if the template is not there any more as it was found
     */
    public Optional<Intent> intendClone(Function<Id, String> name, String template, long oid) throws SQLException {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Id creator = id;
            Optional<Intent> intent = enter(
                    new Intent(creator, name.apply(creator)),
                    next -> registry.intendClone(next.database, next.owner.value, template, oid));
            if (intent.isPresent() || !registry.templates().isIntact(template, oid)) {
                return intent;
            }
            succeed(creator);
        }
        throw removedAgainAndAgain();
    }

    private interface Entering {

        boolean tryFor(Intent intent) throws SQLException;
    }

    /** Who signs off and does not see this intent has ended before, and that is seen here. */
    private Optional<Intent> enter(Intent intent, Entering entering) throws SQLException {
        boolean entered = false;
        unsettled.add(intent);
        try {
            if (hasEnded()) {
                throw new SQLException("Nothing is created any more, since the last handle was closed");
            }
            entered = entering.tryFor(intent);
            return entered ? Optional.of(intent) : Optional.empty();
        } finally {
            if (!entered) {
                settle(intent);
            }
        }
    }

    /** Has to be called when an intended database is there, or is not going to be. */
    public void settle(Intent intent) {
        unsettled.remove(intent);
    }

    private SQLException removedAgainAndAgain() {
        return new SQLException(
                "Somebody removes our entry from the registry \"" + admin.home() + "\" again and again");
    }

    /** Tells whether this owner has signed off. */
    public boolean hasEnded() {
        return end.getCount() == 0;
    }

    /** Tells whether somebody has taken the owner of a clone for dead, who was this one. */
    public boolean isTakenForDead(String clone) throws SQLException {
        Id now = id;
        return !Names.isCloneOf(now, clone) || registry.owners().isTakenForDead(now.value);
    }

    /**
     * Notes that an intended database is there.
     *
     * @param finish what is to be done to it in the same transaction
     * @return false if somebody has tidied up after this owner in the meantime
     */
    public boolean created(Intent intent, List<String> finish) throws SQLException {
        return registry.created(intent.database, finish) && intent.owner.equals(id);
    }

    /**
     * What is about to be created.
     *
     * @param owner in whose name
     * @param database the database's name
     */
    public record Intent(Id owner, String database) {}

    private void watch() {
        try {
            boolean held = true;
            while (!end.await((held ? LOOK_EVERY : LOOK_AGAIN_AFTER).toMillis(), TimeUnit.MILLISECONDS)) {
                held = look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks whether the lock is still held, and takes it again if not; tells whether it is held then. */
    synchronized boolean look() {
        try {
            if (hasEnded() || lease.isValid(VALID_WITHIN_SECONDS)) {
                return true;
            }
            lease.close();
            return regain();
        } catch (SQLException e) {
            log.debug("The lock of owner {} could not be taken again yet", id.value, e);
            return false;
        }
    }

    /** The registry says that this owner is no more; unless another thread has seen to that, somebody else takes its place. */
    private synchronized void succeed(Id dead) throws SQLException {
        if (end.getCount() > 0 && id.equals(dead)) {
            lease.close();
            regain();
        }
    }

    /**
     * Sees to it that a lock is held again, and tells whether one is. That the lost one is not free proves nothing yet, for who only looks at
     * an owner holds it for a moment; that somebody has taken this one for dead stands in the registry.
     */
    private boolean regain() throws SQLException {
        if (tryLockAgain()) {
            log.info(
                    "The session that holds our lock on {} was lost and is replaced",
                    admin.connector().server());
            return true;
        }
        if (!registry.owners().isTakenForDead(id.value)) {
            return false;
        }
        log.warn(
                "Another process took this one for dead, since its session with {} was gone; it goes on with new databases",
                admin.connector().server());
        Id successor = Id.random();
        lease = enter(successor, admin, registry);
        id = successor;
        return true;
    }

    private boolean tryLockAgain() throws SQLException {
        Connection next = admin.open("lease");
        try {
            if (AdvisoryLock.ofOwner(id.value).tryExclusive(next)
                    && registry.owners().revive(id.value)) {
                lease = next;
            }
            return lease == next;
        } finally {
            if (lease != next) {
                next.close();
            }
        }
    }

    /**
     * Takes the owner out of the registry if it has left nothing, and gives its lock up. While something is just being created in its name, as
     * when the JVM is asked to end, the owner stays there, so that a later run finds that.
     */
    @Override
    public synchronized void close() {
        end.countDown();
        try {
            if (unsettled.isEmpty()) {
                registry.owners().signOff(id.value);
            }
            lease.close();
        } catch (SQLException e) {
            log.debug("Owner {} could not sign off; a later run tidies up after it", id.value, e);
        }
    }
}
