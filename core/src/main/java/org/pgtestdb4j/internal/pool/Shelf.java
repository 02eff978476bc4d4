package org.pgtestdb4j.internal.pool;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.DatabaseException;
import org.pgtestdb4j.internal.clone.Clone;

/**
 * The clones of one template that are made before anybody asks for them. Safe for use by several threads.
 *
 * <p>A clone that is still being made is handed out too: whoever takes it waits for its end, or makes it himself if no worker has begun.
 */
public final class Shelf {

    private static final int LOOK_AHEAD = 1;

    private final Supplier<Clone> factory;
    private final Supply supply;
    private final Deque<FutureTask<Clone>> ahead = new ArrayDeque<>();
    private boolean closed;

    /**
     * Creates an empty shelf.
     *
     * @param factory makes a clone of the template
     * @param supply makes clones ahead
     */
    public Shelf(Supplier<Clone> factory, Supply supply) {
        this.factory = factory;
        this.supply = supply;
    }

    /** Takes a clone, and has another one made in its place. */
    public Clone take() {
        FutureTask<Clone> madeAhead = pollAhead();
        fill();
        // What went wrong while nobody waited is tried again for the one who does.
        if (madeAhead == null || (madeAhead.isDone() && failed(madeAhead))) {
            supply.relieve();
            return factory.get();
        }
        return finish(madeAhead);
    }

    /** Gives up what was made ahead; somebody else takes care of it. */
    public synchronized void forget() {
        ahead.clear();
    }

    private synchronized @Nullable FutureTask<Clone> pollAhead() {
        return ahead.pollFirst();
    }

    private void fill() {
        FutureTask<Clone> task = new FutureTask<>(this::makeUnlessClosed);
        synchronized (this) {
            if (closed || ahead.size() >= LOOK_AHEAD) {
                return;
            }
            ahead.addLast(task);
        }
        supply.prepare(task);
    }

    private Clone makeUnlessClosed() {
        synchronized (this) {
            if (closed) {
                throw new DatabaseException("No more clones are made");
            }
        }
        return factory.get();
    }

    /** Tells whether a task has ended without a clone. */
    private static boolean failed(FutureTask<Clone> task) {
        try {
            task.get();
            return false;
        } catch (ExecutionException e) {
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private Clone finish(FutureTask<Clone> task) {
        task.run();
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new DatabaseException("Cannot make a clone: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            putBack(task);
            Thread.currentThread().interrupt();
            throw new DatabaseException("Interrupted while waiting for a clone", e);
        }
    }

    /** Its maker does not know that nobody waits any more. */
    private synchronized void putBack(FutureTask<Clone> task) {
        ahead.addFirst(task);
    }

    /**
     * Makes nothing ahead any more, waits for what is just being made, and returns what nobody took.
     *
     * @param limit how long to wait; what is made later is lost
     */
    public List<Clone> close(Duration limit) {
        List<FutureTask<Clone>> left;
        synchronized (this) {
            closed = true;
            left = new ArrayList<>(ahead);
            ahead.clear();
        }
        long deadline = System.nanoTime() + limit.toNanos();
        left.forEach(FutureTask::run);
        return left.stream().flatMap(task -> await(task, deadline).stream()).toList();
    }

    private static Optional<Clone> await(FutureTask<Clone> task, long deadline) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return Optional.of(task.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS));
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException | TimeoutException e) {
                    return Optional.empty();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
