package org.pgtestdb4j.internal.pool;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.DatabaseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clones of one template that are ready before anybody asks for them. Safe for use by several threads.
 *
 * <p>Who finds none ready waits for one that is just being made if there is one for him, and else makes his own.
 */
final class Shelf {

    private static final Logger log = LoggerFactory.getLogger(Shelf.class);

    private final Source source;
    private final Supply supply;
    private final Limit limit;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<ReadyClone> ready = new ArrayDeque<>();
    private Demand demand = Demand.NONE;
    private long lastAsked = System.nanoTime();
    private int queued;
    private int making;
    private int waiting;
    private int out;
    private int life;
    private boolean closed;

    /**
     * Creates an empty shelf.
     *
     * @param source makes the clones
     * @param supply makes them ahead
     * @param limit what this shelf may have
     */
    Shelf(Source source, Supply supply, Limit limit) {
        this.source = source;
        this.supply = supply;
        this.limit = limit;
    }

    /** Makes clones of one template. */
    interface Source {

        /** Makes one for somebody who waits for it. */
        ReadyClone makeNow();

        /** Makes one that somebody may want later. */
        ReadyClone makeAhead();

        /** Tells whether those that are handed out come back as a rule. */
        boolean comeBack();
    }

    /** What a shelf may have besides what it wants. */
    interface Limit {

        /** Returns how many clones this shelf may keep ready, of those that it wants. */
        int share();

        /** Tells whether the server can bear one more; asks it. */
        boolean allowsOneMore();
    }

    /** Takes a clone, and has others made in its place. */
    ReadyClone take() {
        ReadyClone next;
        boolean oneComes;
        Duration after;
        lock.lock();
        try {
            next = ready.pollFirst();
            demand = demand.afterHandOut(next == null, ready.size());
            lastAsked = System.nanoTime();
            oneComes = next == null && making > waiting;
            waiting += oneComes ? 1 : 0;
            after = ready.isEmpty() ? Supply.AT_ONCE : Supply.IN_A_MOMENT;
        } finally {
            lock.unlock();
        }
        fill(after);
        if (oneComes) {
            next = awaitOneBeingMade();
        }
        if (next == null) {
            supply.relieve();
            next = source.makeNow();
        }
        countOut(1);
        return next;
    }

    private void countOut(int number) {
        lock.lock();
        try {
            out += number;
        } finally {
            lock.unlock();
        }
    }

    /** Counts one that was handed out as one that will not come back. */
    void giveUp() {
        countOut(-1);
        fill();
    }

    /**
     * Counts one that was handed out as one that is being made, for it may come back. {@link #arrive} ends that.
     *
     * @return the time in which it may; negative if it is too late
     */
    int expect() {
        lock.lock();
        try {
            out--;
            making += closed ? 0 : 1;
            return closed ? -1 : life;
        } finally {
            lock.unlock();
        }
    }

    /** Has back what was expected, or null if it does not come back. */
    void arrive(@Nullable ReadyClone back, int expectedIn) {
        shelve(back, expectedIn);
        if (back == null) {
            fill();
        }
    }

    /** Waits for as long as there is one for each who waits. What fails to be made is tried again by who waited for it. */
    private @Nullable ReadyClone awaitOneBeingMade() {
        lock.lock();
        try {
            while (ready.isEmpty() && making >= waiting) {
                changed.await();
            }
            return ready.pollFirst();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseException("Interrupted while waiting for a clone", e);
        } finally {
            waiting--;
            lock.unlock();
        }
    }

    /** Has made what is missing; few at a time, so that other templates get their turn. */
    void fill() {
        fill(Supply.AT_ONCE);
    }

    private void fill(Duration after) {
        int jobs;
        int share = limit.share();
        boolean comeBack = source.comeBack();
        lock.lock();
        try {
            int coming = ready.size() + making + queued;
            int missing = share - coming;
            if (comeBack) {
                missing = Math.min(missing, wantedNow() - coming - out);
            }
            jobs = closed ? 0 : Math.min(missing, Supply.WORKERS - making - queued);
            queued += Math.max(0, jobs);
        } finally {
            lock.unlock();
        }
        for (int i = 0; i < jobs; i++) {
            supply.prepare(this::makeOneAhead, after);
        }
    }

    private void makeOneAhead() {
        int begunIn;
        int share = limit.share();
        lock.lock();
        try {
            queued--;
            if (closed || ready.size() + making >= share) {
                return;
            }
            making++;
            begunIn = life;
        } finally {
            lock.unlock();
        }
        ReadyClone made = null;
        try {
            made = limit.allowsOneMore() ? source.makeAhead() : null;
        } catch (RuntimeException e) {
            // Whoever comes to need one tries it himself, and is told if it fails again.
            log.debug("Could not make a clone ahead", e);
        } finally {
            shelve(made, begunIn);
        }
        if (made != null) {
            fill();
        }
    }

    private void shelve(@Nullable ReadyClone made, int begunIn) {
        lock.lock();
        try {
            making--;
            changed.signalAll();
            if (made == null || begunIn == life) {
                if (made != null) {
                    ready.addLast(made);
                }
                return;
            }
        } finally {
            lock.unlock();
        }
        made.letGo();
    }

    /** Returns how many clones this shelf would keep ready if there were no limits. */
    int wanted() {
        lock.lock();
        try {
            return wantedNow();
        } finally {
            lock.unlock();
        }
    }

    private int wantedNow() {
        return closed ? 0 : demand.after(Duration.ofNanos(System.nanoTime() - lastAsked));
    }

    /** Returns how many clones are ready. */
    int size() {
        lock.lock();
        try {
            return ready.size();
        } finally {
            lock.unlock();
        }
    }

    /** Returns how many wait for clones that are just being made. */
    int waiting() {
        lock.lock();
        try {
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes off the shelf what it should not have any more, the longest unused first.
     *
     * @param most how many may stay
     */
    List<ReadyClone> giveBackBeyond(int most) {
        List<ReadyClone> surplus = new ArrayList<>();
        lock.lock();
        try {
            while (ready.size() > most) {
                surplus.add(ready.removeFirst());
            }
        } finally {
            lock.unlock();
        }
        return surplus;
    }

    /** Gives up what was made ahead; somebody else takes care of it. */
    void forget() {
        List<ReadyClone> forgotten;
        lock.lock();
        try {
            life++;
            forgotten = new ArrayList<>(ready);
            ready.clear();
        } finally {
            lock.unlock();
        }
        forgotten.forEach(ReadyClone::letGo);
    }

    /**
     * Makes nothing ahead any more, waits for what is just being made, and returns what nobody took.
     *
     * @param within how long to wait; what is made later is lost
     */
    List<ReadyClone> close(Duration within) {
        boolean interrupted = false;
        lock.lock();
        try {
            closed = true;
            long deadline = System.nanoTime() + within.toNanos();
            while (making > 0 && System.nanoTime() < deadline) {
                try {
                    changed.awaitNanos(deadline - System.nanoTime());
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            life++;
            List<ReadyClone> left = new ArrayList<>(ready);
            ready.clear();
            return left;
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
