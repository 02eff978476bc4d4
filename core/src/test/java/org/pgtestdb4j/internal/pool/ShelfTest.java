package org.pgtestdb4j.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pgtestdb4j.DatabaseException;
import org.pgtestdb4j.internal.clone.Clone;

@Timeout(60)
class ShelfTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Supply supply = new Supply();
    private final ExecutorService takers = Executors.newCachedThreadPool();
    private final AtomicInteger begun = new AtomicInteger();
    private final Map<Clone, Thread> made = new ConcurrentHashMap<>();
    private volatile Runnable beforeMakingAhead = () -> {};
    private volatile Runnable beforeMakingForTheAsker = () -> {};
    private final Shelf shelf = new Shelf(this::make, supply);

    private Clone make() {
        Clone clone = new Clone("clone " + begun.incrementAndGet());
        boolean byAWorker = Thread.currentThread().getName().startsWith("pgtestdb4j-supply-");
        (byAWorker ? beforeMakingAhead : beforeMakingForTheAsker).run();
        made.put(clone, Thread.currentThread());
        return clone;
    }

    private void awaitIdle() throws InterruptedException {
        assertThat(supply.awaitIdle(LIMIT)).isTrue();
    }

    /** Lets the workers wait before they make anything. */
    private Gate gateForWorkers() {
        Gate gate = new Gate();
        beforeMakingAhead = gate::pass;
        return gate;
    }

    /** What has been made and is not among those given. */
    private Set<Clone> madeBeside(Clone... taken) {
        Set<Clone> rest = new HashSet<>(made.keySet());
        assertThat(rest.removeAll(Set.of(taken))).isTrue();
        return rest;
    }

    @AfterEach
    void end() {
        takers.shutdownNow();
        assertThat(supply.close(LIMIT)).isTrue();
    }

    @Test
    void makesTheFirstForTheAskerAndOneAhead() throws InterruptedException {
        Clone first = shelf.take();
        awaitIdle();

        assertThat(made.get(first)).isSameAs(Thread.currentThread());
        assertThat(made).hasSize(2);
    }

    @Test
    void handsOutTheOneMadeAheadAndMakesTheNext() throws InterruptedException {
        Clone first = shelf.take();
        awaitIdle();
        Set<Clone> ahead = madeBeside(first);

        Clone second = shelf.take();
        awaitIdle();

        assertThat(ahead).containsExactly(second);
        assertThat(made.get(second)).isNotSameAs(Thread.currentThread());
        assertThat(made).hasSize(3);
    }

    @Test
    void givesTheOneThatIsBeingMadeToWhoeverWaits() throws Exception {
        Gate gate = gateForWorkers();
        Clone first = shelf.take();
        gate.awaitArrival();
        beforeMakingForTheAsker = () -> {
            throw new AssertionError("the asker makes one of its own instead of waiting");
        };

        Future<Clone> waiting = takers.submit(shelf::take);
        gate.open();

        Clone second = waiting.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(second).isNotEqualTo(first);
        assertThat(made.get(second).getName()).startsWith("pgtestdb4j-supply-");
    }

    @Test
    void letsTheAskerMakeItsOwnWhenTheWorkersAreBusy() {
        List<Gate> busy = List.of(new Gate(), new Gate());
        busy.forEach(gate -> supply.tidyUp(gate::pass));
        busy.forEach(Gate::awaitArrival);
        try {
            Clone first = shelf.take();
            Clone second = shelf.take();
            Set<Clone> taken = Set.of(first, second, shelf.take());

            assertThat(taken)
                    .hasSize(3)
                    .allMatch(clone -> Thread.currentThread().equals(made.get(clone)));
        } finally {
            busy.forEach(Gate::open);
        }
    }

    @Test
    void triesAgainForTheAskerWhatFailedAhead() throws InterruptedException {
        beforeMakingAhead = () -> {
            throw new DatabaseException("too many connections, for a moment");
        };
        Clone first = shelf.take();
        awaitIdle();

        assertThat(shelf.take()).isNotNull().isNotEqualTo(first);
    }

    @Test
    void tellsTheAskerWhyTheSecondTryFailedToo() throws InterruptedException {
        beforeMakingAhead = () -> {
            throw new DatabaseException("the first");
        };
        shelf.take();
        awaitIdle();
        beforeMakingForTheAsker = () -> {
            throw new DatabaseException("the second");
        };

        assertThatThrownBy(shelf::take).isInstanceOf(DatabaseException.class).hasMessage("the second");
        beforeMakingForTheAsker = () -> {};
        awaitIdle();
        assertThat(shelf.take()).isNotNull();
    }

    @Test
    void neverHandsOneOutTwiceAndLosesNone() throws Exception {
        int threads = 8;
        int each = 100;
        CountDownLatch start = new CountDownLatch(1);
        List<Future<List<Clone>>> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            running.add(takers.submit(() -> {
                start.await();
                List<Clone> mine = new ArrayList<>();
                for (int n = 0; n < each; n++) {
                    mine.add(shelf.take());
                }
                return mine;
            }));
        }
        start.countDown();
        List<Clone> taken = new ArrayList<>();
        for (Future<List<Clone>> one : running) {
            taken.addAll(one.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
        }

        List<Clone> left = shelf.close(LIMIT);

        assertThat(taken).hasSize(threads * each).doesNotHaveDuplicates();
        assertThat(left).hasSizeLessThanOrEqualTo(1).doesNotContainAnyElementsOf(taken);
        assertThat(made).hasSize(taken.size() + left.size());
    }

    @Test
    void returnsWhatNobodyTookWhenItCloses() throws InterruptedException {
        Clone taken = shelf.take();
        awaitIdle();

        List<Clone> left = shelf.close(LIMIT);

        assertThat(left).hasSize(1).containsExactlyElementsOf(madeBeside(taken));
        assertThat(shelf.close(LIMIT)).isEmpty();
    }

    @Test
    void waitsForTheOneThatIsBeingMadeWhenItCloses() throws Exception {
        Gate gate = gateForWorkers();
        Clone taken = shelf.take();
        gate.awaitArrival();

        Future<List<Clone>> closing = takers.submit(() -> shelf.close(LIMIT));
        gate.open();

        List<Clone> left = closing.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(left).hasSize(1).containsExactlyElementsOf(madeBeside(taken));
    }

    @Test
    void waitsForAHungOneOnlyUntilItsTimeIsOver() {
        Gate gate = gateForWorkers();
        shelf.take();
        gate.awaitArrival();
        try {
            assertThat(shelf.close(Duration.ofMillis(20))).isEmpty();
        } finally {
            gate.open();
        }
    }

    @Test
    void makesNothingWhenItIsClosedBeforeAWorkerBegan() {
        List<Gate> busy = List.of(new Gate(), new Gate());
        busy.forEach(gate -> supply.tidyUp(gate::pass));
        busy.forEach(Gate::awaitArrival);
        try {
            shelf.take();

            assertThat(shelf.close(LIMIT)).isEmpty();
        } finally {
            busy.forEach(Gate::open);
        }
        assertThat(supply.close(LIMIT)).isTrue();
        assertThat(made).hasSize(1);
    }

    @Test
    void makesNothingAheadOnceClosed() throws InterruptedException {
        shelf.close(LIMIT);

        assertThat(shelf.take()).isNotNull();
        awaitIdle();
        assertThat(made).hasSize(1);
    }

    @Test
    void leavesOutWhatCouldNotBeMadeWhenItCloses() throws InterruptedException {
        beforeMakingAhead = () -> {
            throw new DatabaseException("no");
        };
        shelf.take();
        awaitIdle();

        assertThat(shelf.close(LIMIT)).isEmpty();
    }

    @Test
    void losesNoCloneToATakerThatIsInterrupted() throws Exception {
        Gate gate = gateForWorkers();
        Clone first = shelf.take();
        gate.awaitArrival();
        Thread[] taker = new Thread[1];
        boolean[] stillInterrupted = new boolean[1];
        CountDownLatch started = new CountDownLatch(1);
        Future<Clone> waiting = takers.submit(() -> {
            taker[0] = Thread.currentThread();
            started.countDown();
            try {
                return shelf.take();
            } finally {
                stillInterrupted[0] = Thread.currentThread().isInterrupted();
            }
        });
        started.await();

        taker[0].interrupt();

        assertThatThrownBy(() -> waiting.get(LIMIT.toSeconds(), TimeUnit.SECONDS))
                .hasCauseInstanceOf(DatabaseException.class)
                .hasMessageContaining("Interrupted");
        assertThat(stillInterrupted[0]).isTrue();
        gate.open();
        awaitIdle();
        assertThat(shelf.close(LIMIT)).hasSize(2).containsExactlyInAnyOrderElementsOf(madeBeside(first));
    }

    @Test
    void losesNoCloneWhenTheCloserIsInterrupted() throws Exception {
        Gate gate = gateForWorkers();
        Clone taken = shelf.take();
        gate.awaitArrival();
        CountDownLatch interrupted = new CountDownLatch(1);
        Future<List<Clone>> closing = takers.submit(() -> {
            Thread.currentThread().interrupt();
            interrupted.countDown();
            List<Clone> left = shelf.close(LIMIT);
            assertThat(Thread.interrupted()).isTrue();
            return left;
        });
        interrupted.await();

        gate.open();

        assertThat(closing.get(LIMIT.toSeconds(), TimeUnit.SECONDS))
                .hasSize(1)
                .containsExactlyElementsOf(madeBeside(taken));
    }
}
