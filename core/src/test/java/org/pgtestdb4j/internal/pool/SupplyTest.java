package org.pgtestdb4j.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SupplyTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Supply supply = new Supply();
    private final Queue<String> done = new ConcurrentLinkedQueue<>();
    private final List<Gate> gates = new ArrayList<>();

    @AfterEach
    void endWorkers() {
        gates.forEach(Gate::open);
        assertThat(supply.close(LIMIT)).isTrue();
    }

    /** Keeps one of the two workers busy. */
    private Gate occupyAWorker() {
        Gate gate = new Gate();
        gates.add(gate);
        supply.prepare(gate::pass, Supply.AT_ONCE);
        gate.awaitArrival();
        return gate;
    }

    private Runnable job(String name) {
        return () -> done.add(name);
    }

    private List<String> afterAllIsDone() throws InterruptedException {
        assertThat(supply.awaitIdle(LIMIT)).isTrue();
        return List.copyOf(done);
    }

    @Test
    void makesBeforeItDrops() throws InterruptedException {
        Gate first = occupyAWorker();
        Gate second = occupyAWorker();
        supply.tidyUp(job("drop 1"));
        supply.tidyUp(job("drop 2"));
        supply.prepare(job("make 1"), Supply.AT_ONCE);
        supply.prepare(job("make 2"), Supply.AT_ONCE);

        first.open();
        awaitDone(4);
        second.open();

        assertThat(afterAllIsDone()).containsExactly("make 1", "make 2", "drop 1", "drop 2");
    }

    @Test
    void letsThatWaitWhichNobodyWaitsFor() throws InterruptedException {
        supply.recover(job("later"), Duration.ofHours(1));
        supply.prepare(job("at once"), Supply.AT_ONCE);
        supply.prepare(job("in a moment"), Supply.IN_A_MOMENT);

        awaitDone(2);

        assertThat(done).containsExactly("at once", "in a moment");

        supply.close(LIMIT);

        assertThat(done).containsExactly("at once", "in a moment", "later");
    }

    @Test
    void recoversBeforeItMakes() throws InterruptedException {
        Gate first = occupyAWorker();
        Gate second = occupyAWorker();
        supply.prepare(job("make"), Supply.AT_ONCE);
        supply.recover(job("recover 1"), Supply.AT_ONCE);
        supply.recover(job("recover 2"), Supply.AT_ONCE);

        first.open();
        awaitDone(3);
        second.open();

        assertThat(afterAllIsDone()).containsExactly("recover 1", "recover 2", "make");
    }

    @Test
    void dropsFirstWhileDropsPileUp() throws InterruptedException {
        Gate first = occupyAWorker();
        Gate second = occupyAWorker();
        IntStream.rangeClosed(1, 18).forEach(i -> supply.tidyUp(job("drop " + i)));
        supply.prepare(job("make"), Supply.AT_ONCE);

        first.open();
        awaitDone(19);
        second.open();

        List<String> expected = new ArrayList<>(
                IntStream.rangeClosed(1, 18).mapToObj(i -> "drop " + i).toList());
        expected.add(2, "make");
        assertThat(afterAllIsDone()).isEqualTo(expected);
    }

    private void awaitDone(int count) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (done.size() < count && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(done).hasSize(count);
    }

    @Test
    void worksOnTwoThingsAtATime() throws InterruptedException {
        CountDownLatch both = new CountDownLatch(2);
        Set<Boolean> met = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < 2; i++) {
            supply.tidyUp(() -> {
                both.countDown();
                met.add(waitFor(both));
            });
        }

        assertThat(supply.awaitIdle(LIMIT)).isTrue();
        assertThat(met).containsExactly(true);
    }

    private static boolean waitFor(CountDownLatch latch) {
        try {
            return latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }

    @Test
    void doesNotKeepTheJvmAliveAndLeavesNoThread() throws InterruptedException {
        Set<Thread> workers = ConcurrentHashMap.newKeySet();
        supply.tidyUp(() -> workers.add(Thread.currentThread()));
        supply.prepare(() -> workers.add(Thread.currentThread()), Supply.AT_ONCE);
        assertThat(supply.awaitIdle(LIMIT)).isTrue();
        assertThat(workers).isNotEmpty().allMatch(Thread::isDaemon);

        assertThat(supply.close(LIMIT)).isTrue();

        for (Thread worker : workers) {
            worker.join(LIMIT.toMillis());
            assertThat(worker.isAlive()).isFalse();
        }
    }

    @Test
    void outlivesJobsThatFail() throws InterruptedException {
        for (int i = 0; i < 4; i++) {
            supply.tidyUp(() -> {
                throw new IllegalStateException("a job that fails, as it should in this test");
            });
        }
        supply.tidyUp(job("next"));

        assertThat(afterAllIsDone()).containsExactly("next");
    }

    @Test
    void outlivesJobsThatFailBadly() throws InterruptedException {
        for (int i = 0; i < 4; i++) {
            supply.tidyUp(() -> {
                throw new NoClassDefFoundError("no class, as it should be in this test");
            });
        }
        supply.tidyUp(job("next"));

        assertThat(afterAllIsDone()).containsExactly("next");
    }

    @Test
    void dropsEverythingBeforeItClosesButMakesNoMore() throws InterruptedException {
        Gate first = occupyAWorker();
        Gate second = occupyAWorker();
        IntStream.rangeClosed(1, 20).forEach(i -> supply.tidyUp(job("drop")));
        supply.prepare(job("make"), Supply.AT_ONCE);

        Thread closing = new Thread(() -> done.add("closed " + supply.close(LIMIT)));
        closing.start();
        awaitWaiting(closing);
        first.open();
        second.open();
        closing.join(LIMIT.toMillis());

        assertThat(List.copyOf(done).subList(0, 20)).containsOnly("drop");
        assertThat(List.copyOf(done).subList(20, done.size())).containsExactly("closed true");
    }

    private static void awaitWaiting(Thread thread) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (thread.getState() != Thread.State.TIMED_WAITING && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(thread.getState()).isEqualTo(Thread.State.TIMED_WAITING);
    }

    @Test
    void givesUpWhenItsTimeIsOver() {
        Gate stuck = occupyAWorker();
        Gate stuckToo = occupyAWorker();
        supply.tidyUp(job("drop"));

        assertThat(supply.close(Duration.ofMillis(50))).isFalse();

        stuck.open();
        stuckToo.open();
        assertThat(supply.close(LIMIT)).isTrue();
        assertThat(done).isEmpty();
    }

    @Test
    void takesNoJobsOnceClosed() {
        assertThat(supply.close(LIMIT)).isTrue();

        supply.prepare(job("make"), Supply.AT_ONCE);
        supply.tidyUp(job("drop"));

        assertThat(supply.close(LIMIT)).isTrue();
        assertThat(done).isEmpty();
    }

    @Test
    void isNotIdleWhileAJobRuns() throws InterruptedException {
        occupyAWorker();

        assertThat(supply.awaitIdle(Duration.ofMillis(20))).isFalse();
    }

    @Test
    void doesItsChoreHoweverMuchElseThereIsToDo() throws InterruptedException {
        CountDownLatch chores = new CountDownLatch(2);
        supply.everySecond(chores::countDown);
        Runnable[] endless = new Runnable[1];
        endless[0] = () -> supply.prepare(endless[0], Supply.AT_ONCE);
        supply.prepare(endless[0], Supply.AT_ONCE);
        supply.prepare(endless[0], Supply.AT_ONCE);

        assertThat(chores.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();

        endless[0] = () -> {};
        assertThat(supply.awaitIdle(LIMIT)).isTrue();
    }

    @Test
    void doesItsChoreWhenThereIsNothingElseToDo() throws InterruptedException {
        CountDownLatch chores = new CountDownLatch(2);
        supply.everySecond(chores::countDown);
        supply.tidyUp(job("first"));

        assertThat(chores.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
}
