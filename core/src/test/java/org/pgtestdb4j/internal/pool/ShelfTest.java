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
    private volatile int share = 1;
    private volatile boolean scarce;
    private volatile boolean comeBack;
    private final Shelf shelf = new Shelf(
            new Shelf.Source() {
                @Override
                public ReadyClone makeNow() {
                    return make(beforeMakingForTheAsker);
                }

                @Override
                public ReadyClone makeAhead() {
                    return make(beforeMakingAhead);
                }

                @Override
                public boolean comeBack() {
                    return comeBack;
                }
            },
            supply,
            new Shelf.Limit() {
                @Override
                public int share() {
                    return share;
                }

                @Override
                public boolean allowsOneMore() {
                    return !scarce;
                }
            });

    private ReadyClone make(Runnable before) {
        Clone clone = new Clone("clone " + begun.incrementAndGet());
        before.run();
        made.put(clone, Thread.currentThread());
        return new ReadyClone(clone, null, null);
    }

    private Clone take() {
        return shelf.take().unused();
    }

    private List<Clone> close(Duration limit) {
        return shelf.close(limit).stream().map(ReadyClone::unused).toList();
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
        Clone first = take();
        awaitIdle();

        assertThat(made.get(first)).isSameAs(Thread.currentThread());
        assertThat(made).hasSize(2);
    }

    @Test
    void handsOutTheOneMadeAheadAndMakesTheNext() throws InterruptedException {
        Clone first = take();
        awaitIdle();
        Set<Clone> ahead = madeBeside(first);

        Clone second = take();
        awaitIdle();

        assertThat(ahead).containsExactly(second);
        assertThat(made.get(second)).isNotSameAs(Thread.currentThread());
        assertThat(made).hasSize(3);
    }

    @Test
    void makesNothingInPlaceOfWhatComesBack() throws InterruptedException {
        comeBack = true;
        take();
        awaitIdle();
        take();
        awaitIdle();

        assertThat(made).hasSize(2);
    }

    @Test
    void makesAnotherInPlaceOfWhatIsGivenUp() throws InterruptedException {
        makesNothingInPlaceOfWhatComesBack();
        shelf.giveUp();
        shelf.giveUp();
        awaitIdle();

        assertThat(made).hasSize(3);
    }

    @Test
    void makesAnotherInPlaceOfWhatWasExpectedAndDoesNotComeBack() throws InterruptedException {
        makesNothingInPlaceOfWhatComesBack();
        int expected = shelf.expect();
        shelf.giveUp();
        awaitIdle();

        assertThat(made).hasSize(2);

        shelf.arrive(null, expected);
        awaitIdle();

        assertThat(made).hasSize(3);
    }

    @Test
    void handsOutWhatHasComeBack() throws InterruptedException {
        makesNothingInPlaceOfWhatComesBack();
        Clone used = new Clone("used");
        shelf.arrive(new ReadyClone(used, null, null), shelf.expect());

        assertThat(take()).isEqualTo(used);
    }

    @Test
    void letsWhoFindsNothingWaitForWhatMayComeBack() throws Exception {
        makesNothingInPlaceOfWhatComesBack();
        beforeMakingForTheAsker = () -> {
            throw new AssertionError("the asker makes one of its own instead of waiting");
        };
        int expected = shelf.expect();
        Future<Clone> waiting = takers.submit(this::take);
        awaitWaiting(1);
        Clone used = new Clone("used");
        shelf.arrive(new ReadyClone(used, null, null), expected);

        assertThat(waiting.get(20, TimeUnit.SECONDS)).isEqualTo(used);
    }

    @Test
    void doesNotHandOutWhatComesBackAfterAllWasForgotten() throws InterruptedException {
        makesNothingInPlaceOfWhatComesBack();
        int expected = shelf.expect();
        shelf.forget();
        Clone used = new Clone("used");
        shelf.arrive(new ReadyClone(used, null, null), expected);

        assertThat(take()).isNotEqualTo(used);
    }

    @Test
    void expectsNothingAnyMoreOnceItIsClosed() throws InterruptedException {
        makesNothingInPlaceOfWhatComesBack();
        close(LIMIT);

        assertThat(shelf.expect()).isNegative();
        assertThat(close(LIMIT)).isEmpty();
    }

    @Test
    void givesTheOneThatIsBeingMadeToWhoeverWaits() throws Exception {
        Gate gate = gateForWorkers();
        Clone first = take();
        gate.awaitArrival();
        beforeMakingForTheAsker = () -> {
            throw new AssertionError("the asker makes one of its own instead of waiting");
        };

        Future<Clone> waiting = takers.submit(this::take);
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
            Clone first = take();
            Clone second = take();
            Set<Clone> taken = Set.of(first, second, take());

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
        Clone first = take();
        awaitIdle();

        assertThat(take()).isNotNull().isNotEqualTo(first);
    }

    @Test
    void tellsTheAskerWhyTheSecondTryFailedToo() throws InterruptedException {
        beforeMakingAhead = () -> {
            throw new DatabaseException("the first");
        };
        take();
        awaitIdle();
        beforeMakingForTheAsker = () -> {
            throw new DatabaseException("the second");
        };

        assertThatThrownBy(this::take).isInstanceOf(DatabaseException.class).hasMessage("the second");
        beforeMakingForTheAsker = () -> {};
        awaitIdle();
        assertThat(take()).isNotNull();
    }

    @Test
    void neverHandsOneOutTwiceAndLosesNone() throws Exception {
        int threads = 8;
        int each = 100;
        share = 5;
        CountDownLatch start = new CountDownLatch(1);
        List<Future<List<Clone>>> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            running.add(takers.submit(() -> {
                start.await();
                List<Clone> mine = new ArrayList<>();
                for (int n = 0; n < each; n++) {
                    mine.add(take());
                }
                return mine;
            }));
        }
        start.countDown();
        List<Clone> taken = new ArrayList<>();
        for (Future<List<Clone>> one : running) {
            taken.addAll(one.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
        }

        List<Clone> left = close(LIMIT);

        assertThat(taken).hasSize(threads * each).doesNotHaveDuplicates();
        assertThat(left).hasSizeLessThanOrEqualTo(share).doesNotContainAnyElementsOf(taken);
        assertThat(made).hasSize(taken.size() + left.size());
    }

    @Test
    void returnsWhatNobodyTookWhenItCloses() throws InterruptedException {
        Clone taken = take();
        awaitIdle();

        List<Clone> left = close(LIMIT);

        assertThat(left).hasSize(1).containsExactlyElementsOf(madeBeside(taken));
        assertThat(close(LIMIT)).isEmpty();
    }

    @Test
    void waitsForTheOneThatIsBeingMadeWhenItCloses() throws Exception {
        Gate gate = gateForWorkers();
        Clone taken = take();
        gate.awaitArrival();

        Future<List<Clone>> closing = takers.submit(() -> close(LIMIT));
        gate.open();

        List<Clone> left = closing.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(left).hasSize(1).containsExactlyElementsOf(madeBeside(taken));
    }

    @Test
    void waitsForAHungOneOnlyUntilItsTimeIsOver() {
        Gate gate = gateForWorkers();
        take();
        gate.awaitArrival();
        try {
            assertThat(close(Duration.ofMillis(20))).isEmpty();
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
            take();

            assertThat(close(LIMIT)).isEmpty();
        } finally {
            busy.forEach(Gate::open);
        }
        assertThat(supply.close(LIMIT)).isTrue();
        assertThat(made).hasSize(1);
    }

    @Test
    void makesNothingAheadOnceClosed() throws InterruptedException {
        close(LIMIT);

        assertThat(take()).isNotNull();
        awaitIdle();
        assertThat(made).hasSize(1);
    }

    @Test
    void leavesOutWhatCouldNotBeMadeWhenItCloses() throws InterruptedException {
        beforeMakingAhead = () -> {
            throw new DatabaseException("no");
        };
        take();
        awaitIdle();

        assertThat(close(LIMIT)).isEmpty();
    }

    @Test
    void losesNoCloneToATakerThatIsInterrupted() throws Exception {
        Gate gate = gateForWorkers();
        Clone first = take();
        gate.awaitArrival();
        Thread[] taker = new Thread[1];
        boolean[] stillInterrupted = new boolean[1];
        CountDownLatch started = new CountDownLatch(1);
        Future<Clone> waiting = takers.submit(() -> {
            taker[0] = Thread.currentThread();
            started.countDown();
            try {
                return take();
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
        assertThat(close(LIMIT)).hasSize(1).containsExactlyElementsOf(madeBeside(first));
    }

    @Test
    void losesNoCloneWhenTheCloserIsInterrupted() throws Exception {
        Gate gate = gateForWorkers();
        Clone taken = take();
        gate.awaitArrival();
        CountDownLatch interrupted = new CountDownLatch(1);
        Future<List<Clone>> closing = takers.submit(() -> {
            Thread.currentThread().interrupt();
            interrupted.countDown();
            List<Clone> left = close(LIMIT);
            assertThat(Thread.interrupted()).isTrue();
            return left;
        });
        interrupted.await();

        gate.open();

        assertThat(closing.get(LIMIT.toSeconds(), TimeUnit.SECONDS))
                .hasSize(1)
                .containsExactlyElementsOf(madeBeside(taken));
    }

    @Test
    void makesAsManyAheadAsItsShareAllows() throws InterruptedException {
        share = 4;

        take();
        awaitIdle();

        assertThat(shelf.size()).isEqualTo(4);
        assertThat(made).hasSize(5);
    }

    @Test
    void wantsMoreWheneverATestHadToWait() throws InterruptedException {
        assertThat(shelf.wanted()).isZero();
        share = 0;
        take();
        assertThat(shelf.wanted()).isEqualTo(1);
        take();
        take();
        assertThat(shelf.wanted()).isEqualTo(4);

        share = 1;
        take();
        awaitIdle();
        take();
        assertThat(shelf.wanted()).isEqualTo(8);
    }

    @Test
    void makesNothingAheadThatTheServerCannotBear() throws InterruptedException {
        scarce = true;

        take();
        take();
        awaitIdle();
        assertThat(made).hasSize(2);

        scarce = false;
        take();
        awaitIdle();
        assertThat(made).hasSize(4);
    }

    @Test
    void givesBackWhatItShouldNotHaveAnyMore() throws InterruptedException {
        share = 4;
        Clone taken = take();
        awaitIdle();

        List<ReadyClone> surplus = shelf.giveBackBeyond(1);

        assertThat(surplus).hasSize(3);
        assertThat(shelf.size()).isEqualTo(1);
        assertThat(surplus).extracting(ReadyClone::unused).doesNotContain(taken, take());
    }

    @Test
    void givesWhatWasBeingMadeToNobodyOnceForgotten() throws InterruptedException {
        Gate gate = gateForWorkers();
        take();
        gate.awaitArrival();

        shelf.forget();
        beforeMakingAhead = () -> {};
        gate.open();
        awaitIdle();

        assertThat(shelf.size()).isEqualTo(1);
        assertThat(made).hasSize(3);
    }

    @Test
    void letsTwoWaitForTwoThatAreBeingMadeAndTheThirdMakeItsOwn() throws Exception {
        share = 2;
        List<Gate> gates = List.of(new Gate(), new Gate());
        AtomicInteger next = new AtomicInteger();
        beforeMakingAhead = () -> gates.get(next.getAndIncrement() % 2).pass();
        take();
        gates.forEach(Gate::awaitArrival);
        Future<Clone> second = takers.submit(this::take);
        Future<Clone> third = takers.submit(this::take);
        awaitWaiting(2);

        Clone fourth = take();

        assertThat(made.get(fourth)).isSameAs(Thread.currentThread());
        gates.forEach(Gate::open);
        assertThat(List.of(second.get(20, TimeUnit.SECONDS), third.get(20, TimeUnit.SECONDS)))
                .allMatch(clone ->
                        made.get(clone) != null && made.get(clone).getName().startsWith("pgtestdb4j-supply-"));
    }

    private void awaitWaiting(int number) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (shelf.waiting() < number && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(shelf.waiting()).isEqualTo(number);
    }
}
