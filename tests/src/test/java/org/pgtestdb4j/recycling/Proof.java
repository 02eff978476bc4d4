package org.pgtestdb4j.recycling;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.recycling.Round.Wrong;

/**
 * Rounds of random work on random schemas, several at a time. What a round does depends on nothing but its seed; what it finds wrong is done
 * again with less and less, when nothing else goes on any more.
 */
final class Proof {

    private static final int TESTS_PER_SCHEMA = 40;
    private static final int MOST_TRIES = 80;
    private static final int REPETITIONS = 2;

    private final Supplier<PgTestDb.Builder> server;
    private final Comparison comparison;
    private final int wanted;
    private final AtomicLong nextSeed;
    private final AtomicInteger tests = new AtomicInteger();
    private final AtomicInteger recycled = new AtomicInteger();
    private final Map<String, Long> dropped = new ConcurrentSkipListMap<>();
    private final List<String> unconfirmed = new CopyOnWriteArrayList<>();
    private final ReadWriteLock turns = new ReentrantReadWriteLock(true);
    private final AtomicReference<Finding> found = new AtomicReference<>();
    private final AtomicBoolean broken = new AtomicBoolean();

    /**
     * Begins a proof.
     *
     * @param server returns a builder for handles on the server
     * @param comparison knows the admin of that server
     * @param wanted how many tests are to get a database that was used before
     * @param seed the first round's; each further one has the next
     */
    Proof(Supplier<PgTestDb.Builder> server, Comparison comparison, int wanted, long seed) {
        this.server = server;
        this.comparison = comparison;
        this.wanted = wanted;
        this.nextSeed = new AtomicLong(seed);
    }

    /** What was found wrong, with a script that shows it. */
    static final class Failure extends AssertionError {

        private static final long serialVersionUID = 1;

        Failure(String message) {
            super(message);
        }
    }

    private record Finding(long seed, Wrong wrong, RandomSchema schema, List<RandomWork> done) {

        String text() {
            return "seed " + seed + ", after " + done.size() + " tests: " + wrong.what();
        }
    }

    /** Does as many rounds as it takes, and throws what is found wrong first. */
    void run(int threads) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(executor.submit(() -> {
                    while (goesOn()) {
                        round(nextSeed.getAndIncrement());
                    }
                    return null;
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } finally {
            executor.shutdownNow();
        }
        Finding finding = found.get();
        if (finding != null) {
            throw new Failure(finding.text() + "\n\n(" + recycled + " databases used before)\n\n"
                    + scriptOf(finding.schema, shrink(finding)));
        }
    }

    private boolean goesOn() {
        return recycled.get() < wanted && found.get() == null && !broken.get();
    }

    private void round(long seed) {
        Random random = new Random(seed);
        RandomSchema schema = RandomSchema.of(random);
        List<RandomWork> works = new ArrayList<>();
        for (int i = 0; i < TESTS_PER_SCHEMA; i++) {
            works.add(RandomWork.of(random, schema));
        }
        try {
            Optional<Finding> finding = findingOf(seed, schema, works);
            if (finding.isPresent() && (finding.get().wrong.certain() || isFoundAgain(finding.get()))) {
                found.compareAndSet(null, finding.get());
            } else {
                finding.ifPresent(one -> unconfirmed.add(one.text()));
            }
        } catch (Exception e) {
            broken.set(true);
            throw new AssertionError("seed " + seed, e);
        }
    }

    private Optional<Finding> findingOf(long seed, RandomSchema schema, List<RandomWork> works) throws Exception {
        try (Round round = new Round(server, comparison, Round.migrator(schema), seed, recycled)) {
            Optional<Wrong> wrong = round.firstWrong(works, this::goesOn, turns.readLock());
            tests.addAndGet(round.done().size());
            round.report().notRecycled().forEach((reason, number) -> dropped.merge(reason, number, Long::sum));
            return wrong.map(what -> new Finding(seed, what, schema, round.done()));
        }
    }

    /** Does the same once more, and once again, while all others wait. */
    private boolean isFoundAgain(Finding finding) throws Exception {
        Migrator migrator = Round.migrator(finding.schema);
        turns.writeLock().lock();
        try {
            for (int i = 0; i < REPETITIONS; i++) {
                try (Round round = new Round(server, comparison, migrator, finding.seed, new AtomicInteger())) {
                    Optional<Wrong> wrong = round.firstWrong(finding.done, () -> true, new ReentrantLock());
                    int after = round.done().size();
                    if (wrong.filter(it -> it.certain() || after == finding.done.size())
                            .isPresent()) {
                        return true;
                    }
                }
            }
            return false;
        } finally {
            turns.writeLock().unlock();
        }
    }

    /** Returns what was found in the outcome of a test, and not again when the same was done once more. */
    List<String> unconfirmed() {
        return List.copyOf(unconfirmed);
    }

    /** Returns how many tests there were. */
    int tests() {
        return tests.get();
    }

    /** Returns how many of them got a database that was used before. */
    int recycled() {
        return recycled.get();
    }

    /** Returns how many databases were dropped for what. */
    Map<String, Long> dropped() {
        return Map.copyOf(dropped);
    }

    /** Returns the seed that comes next. */
    long nextSeed() {
        return nextSeed.get();
    }

    /** Leaves out what the failure does not need. */
    private List<RandomWork> shrink(Finding finding) throws Exception {
        Migrator migrator = Round.migrator(finding.schema);
        List<RandomWork> small = finding.done;
        int tries = 0;
        for (int size = Math.max(1, small.size() / 2); size > 0; size /= 2) {
            for (int from = 0; from + size <= small.size() && tries < MOST_TRIES; tries++) {
                List<RandomWork> fewer = new ArrayList<>(small);
                fewer.subList(from, from + size).clear();
                if (stillFails(migrator, finding.seed, fewer)) {
                    small = fewer;
                } else {
                    from += size;
                }
            }
        }
        for (int i = 0; i < small.size(); i++) {
            for (int step = small.get(i).steps().size() - 1; step >= 0 && tries < MOST_TRIES; step--) {
                List<RandomWork> fewer = new ArrayList<>(small);
                fewer.set(i, small.get(i).without(step));
                tries++;
                if (stillFails(migrator, finding.seed, fewer)) {
                    small = fewer;
                }
            }
        }
        return small;
    }

    /** Those that come after may get a database that is as it was, before they get one that is not. */
    private boolean stillFails(Migrator migrator, long seed, List<RandomWork> works) throws Exception {
        List<RandomWork> withMore = new ArrayList<>(works);
        withMore.add(new RandomWork(List.of()));
        withMore.add(new RandomWork(List.of()));
        try (Round round = new Round(server, comparison, migrator, seed, new AtomicInteger())) {
            return round.firstWrong(withMore, () -> true, new ReentrantLock()).isPresent();
        }
    }

    private static String scriptOf(RandomSchema schema, List<RandomWork> works) {
        return "-- the schema\n" + String.join(";\n", schema.ddl()) + ";\n"
                + works.stream()
                        .map(work -> "-- a test\n"
                                + work.steps().stream()
                                        .map(step -> "/* session " + step.session() + " */ " + step.sql() + ";")
                                        .collect(Collectors.joining("\n")))
                        .collect(Collectors.joining("\n"));
    }
}
