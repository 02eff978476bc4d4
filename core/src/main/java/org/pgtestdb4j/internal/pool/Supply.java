package org.pgtestdb4j.internal.pool;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two daemon threads that make clones ahead, make used ones pristine again and drop the others. Drops come last, unless so many have piled
 * up that the server's memory or disk would suffer.
 */
public final class Supply {

    private static final Logger log = LoggerFactory.getLogger(Supply.class);
    static final int WORKERS = 2;
    static final Duration AT_ONCE = Duration.ZERO;

    /**
     * For what no test waits for: those that have just got a database, or are about to ask for one, need the processors for a moment, and a
     * wait is short only if nothing gets in its way.
     */
    static final Duration IN_A_MOMENT = Duration.ofMillis(2);

    private static final int MAX_PILE = 16;
    private static final Duration CHORE_EVERY = Duration.ofSeconds(1);

    /** More than one job for each that is added, so that the pile shrinks; not many more, for a test waits. */
    private static final int RELIEF = 2;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Job> toRecover = new ArrayDeque<>();
    private final Deque<Job> toPrepare = new ArrayDeque<>();
    private final Deque<Job> toTidyUp = new ArrayDeque<>();
    private final List<Thread> workers = new ArrayList<>();
    private @Nullable Runnable chore;
    private long choreAt;
    private int working;
    private boolean closed;

    /** What there is to do, and when at the soonest, in the nanoseconds of {@link System#nanoTime}. */
    private record Job(Runnable work, long due) {

        long nanosLeft() {
            return due - System.nanoTime();
        }
    }

    /** Creates a supply whose threads start with the first job. */
    public Supply() {}

    /** Has something done every second once there are threads, however much else there is to do. */
    void everySecond(Runnable job) {
        lock.lock();
        try {
            chore = job;
            choreAt = System.nanoTime() + CHORE_EVERY.toNanos();
        } finally {
            lock.unlock();
        }
    }

    /** Has something made ahead that a test will want, after a while; when closed, does nothing. */
    void prepare(Runnable job, Duration after) {
        add(toPrepare, job, after);
    }

    /** Has something made usable again after a while, which is done sooner than to make it anew; when closed, does nothing. */
    void recover(Runnable job, Duration after) {
        add(toRecover, job, after);
    }

    /** Has something done that nobody waits for, such as dropping a used clone; when closed, does nothing. */
    public void tidyUp(Runnable job) {
        add(toTidyUp, job, IN_A_MOMENT);
    }

    /** Has the caller, who is about to add to it, do a little of what has piled up beyond measure. */
    void relieve() {
        for (int i = 0; i < RELIEF; i++) {
            Job job = pollPile();
            if (job == null) {
                return;
            }
            run(job.work);
        }
    }

    private @Nullable Job pollPile() {
        lock.lock();
        try {
            Job job = toTidyUp.size() > MAX_PILE ? toTidyUp.pollFirst() : null;
            if (job != null) {
                working++;
            }
            return job;
        } finally {
            lock.unlock();
        }
    }

    private void add(Deque<Job> queue, Runnable work, Duration after) {
        lock.lock();
        try {
            if (!closed) {
                queue.addLast(new Job(work, System.nanoTime() + after.toNanos()));
                startWorkers();
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void startWorkers() {
        while (workers.size() < WORKERS) {
            Thread worker = new Thread(this::work, "pgtestdb4j-supply-" + (workers.size() + 1));
            worker.setDaemon(true);
            workers.add(worker);
            worker.start();
        }
    }

    private void work() {
        for (Runnable job = next(); job != null; job = next()) {
            run(job);
        }
    }

    private void run(Runnable job) {
        try {
            job.run();
        } catch (RuntimeException | Error e) {
            log.warn("A job in the background failed", e);
        } finally {
            done();
        }
    }

    private @Nullable Runnable next() {
        lock.lock();
        try {
            Runnable job = pollJob();
            while (job == null && !closed) {
                try {
                    changed.awaitNanos(nanosToNext());
                } catch (InterruptedException e) {
                    // Nobody does that to a worker but by mistake.
                    log.debug("A worker was interrupted, and goes on", e);
                }
                job = pollJob();
            }
            if (job != null) {
                working++;
            }
            return job;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Runnable pollJob() {
        if (chore != null && !closed && choreAt - System.nanoTime() <= 0) {
            choreAt = System.nanoTime() + CHORE_EVERY.toNanos();
            return chore;
        }
        if (isDue(toRecover)) {
            return toRecover.removeFirst().work;
        }
        boolean piled = toTidyUp.size() > MAX_PILE;
        if (!piled && isDue(toPrepare)) {
            return toPrepare.removeFirst().work;
        }
        return piled || isDue(toTidyUp) ? toTidyUp.removeFirst().work : null;
    }

    /** One job after the other; when closed, nothing is worth waiting for. */
    private boolean isDue(Deque<Job> queue) {
        Job next = queue.peekFirst();
        return next != null && (closed || next.nanosLeft() <= 0);
    }

    private long nanosToNext() {
        long nanos = chore == null ? Long.MAX_VALUE : choreAt - System.nanoTime();
        for (Deque<Job> queue : List.of(toRecover, toPrepare, toTidyUp)) {
            Job next = queue.peekFirst();
            nanos = next == null ? nanos : Math.min(nanos, next.nanosLeft());
        }
        return nanos;
    }

    private void done() {
        lock.lock();
        try {
            working--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes no more jobs, makes nothing ahead any more, and waits until all is dropped.
     *
     * @return whether all was done in time
     */
    public boolean close(Duration limit) {
        lock.lock();
        try {
            closed = true;
            toPrepare.clear();
            changed.signalAll();
            long left = limit.toNanos();
            while (working > 0 || !toTidyUp.isEmpty() || !toRecover.isEmpty()) {
                if (left <= 0) {
                    toTidyUp.clear();
                    toRecover.clear();
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until nothing is left to do. */
    public boolean awaitIdle(Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        lock.lockInterruptibly();
        try {
            while (working > 0 || !toTidyUp.isEmpty() || !toRecover.isEmpty() || !toPrepare.isEmpty()) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
