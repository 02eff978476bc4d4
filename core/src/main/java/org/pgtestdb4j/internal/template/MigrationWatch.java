package org.pgtestdb4j.internal.template;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.pgtestdb4j.internal.clone.Dropper;
import org.pgtestdb4j.internal.server.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches a migration from outside: tells every few seconds that it still runs, and ends it when its time is over, first its sessions on the
 * server, then, by an interrupt, its thread.
 */
final class MigrationWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(MigrationWatch.class);
    private static final Duration TELL_EVERY = Duration.ofSeconds(5);

    private final Admin admin;
    private final String database;
    private final Duration limit;
    private final Thread migrating = Thread.currentThread();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition end = lock.newCondition();
    private boolean ended;
    private boolean overdue;

    private MigrationWatch(Admin admin, String database, Duration limit) {
        this.admin = admin;
        this.database = database;
        this.limit = limit;
    }

    /** Starts watching what the calling thread is about to do. */
    static MigrationWatch start(Admin admin, String database, Duration limit) {
        MigrationWatch watch = new MigrationWatch(admin, database, limit);
        Thread thread = new Thread(watch::watch, "pgtestdb4j-migration-watch");
        thread.setDaemon(true);
        thread.start();
        return watch;
    }

    private void watch() {
        long start = System.nanoTime();
        lock.lock();
        try {
            while (!ended && !overdue) {
                long left = limit.toNanos() - (System.nanoTime() - start);
                if (left <= 0) {
                    overdue = true;
                    endMigration();
                } else if (end.awaitNanos(Math.min(left, TELL_EVERY.toNanos())) <= 0 && left > TELL_EVERY.toNanos()) {
                    log.info(
                            "Migrating {} for {} s now",
                            database,
                            Duration.ofNanos(System.nanoTime() - start).toSeconds());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void endMigration() {
        try {
            admin.run(session -> Dropper.endSessions(session, database));
        } catch (SQLException e) {
            log.warn("The sessions of the overdue migration of {} could not be ended", database, e);
        }
        migrating.interrupt();
    }

    /** Tells whether the migration was ended because its time was over. */
    boolean overdue() {
        lock.lock();
        try {
            return overdue;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the watch. An interrupt that came from it is taken back. */
    @Override
    public void close() {
        lock.lock();
        try {
            ended = true;
            end.signal();
            if (overdue) {
                Thread.interrupted();
            }
        } finally {
            lock.unlock();
        }
    }
}
