package org.pgtestdb4j.internal.recycle;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.internal.clone.Clone;
import org.pgtestdb4j.internal.clone.CloneSource;
import org.pgtestdb4j.internal.registry.Owner;
import org.pgtestdb4j.internal.registry.Registry;
import org.pgtestdb4j.internal.registry.RestoringRole;
import org.pgtestdb4j.internal.server.Admin;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes used clones pristine again where that can be proven: one look finds what a test has written, what can be taken back is taken back, and
 * a second look finds nothing. In all other cases, and in doubt, the clone is to be dropped. Safe for use by several threads.
 */
public final class Recycler {

    private static final Logger log = LoggerFactory.getLogger(Recycler.class);

    private final Admin admin;
    private final RestoringRole role;
    private final Fence fence;
    private final Supplier<Clone> names;
    private final boolean measured;
    private final Verdicts verdicts = new Verdicts();
    private final Map<CloneSource, Optional<Baseline>> baselines = new ConcurrentHashMap<>();
    private final Map<CloneSource, Worth> worth = new ConcurrentHashMap<>();

    /**
     * Creates a recycler.
     *
     * @param owner whose clones it recycles
     * @param role looks and restores
     * @param names returns a name that was never used before
     * @param measured whether to recycle only where it pays
     */
    public Recycler(
            Admin admin, Registry registry, Owner owner, RestoringRole role, Supplier<Clone> names, boolean measured) {
        this.admin = admin;
        this.role = role;
        this.fence = new Fence(admin, registry, owner);
        this.names = names;
        this.measured = measured;
    }

    /**
     * What became of a used clone.
     *
     * @param database the same with a new name, or as it was
     * @param life what to remember of it while the next test has it; null if it is to be dropped
     */
    public record Outcome(Clone database, @Nullable Life life) {}

    /** Returns how often what was decided. */
    public Verdicts verdicts() {
        return verdicts;
    }

    /** Begins the first life of a clone that is about to be made; null if it will be its last. */
    public @Nullable Life begin() {
        try {
            return Life.first(admin.call(Surroundings::epoch));
        } catch (SQLException e) {
            log.debug("Could not ask when the server began", e);
            return null;
        }
    }

    /** Notes what it cost to clone. */
    public void cloned(CloneSource source, Duration time) {
        worthOf(source).cloned(time);
    }

    /** Notes what it cost to drop. */
    public void dropped(CloneSource source, Duration time) {
        worthOf(source).dropped(time);
    }

    private Worth worthOf(CloneSource source) {
        return worth.computeIfAbsent(source, key -> new Worth());
    }

    /**
     * Learns from a fresh clone what is true of all clones of a template, if that is not known yet.
     *
     * @param fresh nobody has ever connected to it
     */
    public void learn(CloneSource source, Clone fresh) {
        if (!baselines.containsKey(source)) {
            baselines.put(source, read(source, fresh));
        }
    }

    private Optional<Baseline> read(CloneSource source, Clone fresh) {
        Optional<Baseline> read = Optional.empty();
        try {
            try (Connection session = open(fresh)) {
                Optional<String> hindrance = BaselineReader.hindrance(session);
                if (hindrance.isPresent()) {
                    log.info("Databases of {} are not used twice, since {}", source.database(), hindrance.get());
                } else {
                    read = Optional.of(BaselineReader.read(session, surroundings(fresh)));
                }
            }
            fence.awaitLeft(fresh);
        } catch (SQLException e) {
            log.debug("Databases of {} are not used twice, since none could be looked at", source.database(), e);
        }
        return read;
    }

    /** Tells whether clones of a template come back as a rule. */
    public boolean pays(CloneSource source) {
        return isKnown(source) && (!measured || worthOf(source).pays());
    }

    /** Tells whether to try it with the next one. */
    public boolean tryNext(CloneSource source) {
        return isKnown(source) && (!measured || worthOf(source).tryNext());
    }

    private boolean isKnown(CloneSource source) {
        return baselines.getOrDefault(source, Optional.empty()).isPresent();
    }

    /**
     * Makes a clone pristine again, or finds that it cannot be.
     *
     * @param used nobody else has it any more, but for what he has forgotten
     * @param life what is remembered of it
     */
    public Outcome recycle(CloneSource source, Clone used, Life life) {
        long start = System.nanoTime();
        Outcome outcome = tryToRecycle(source, used, life);
        worthOf(source).tried(Duration.ofNanos(System.nanoTime() - start), outcome.life != null);
        return outcome;
    }

    private Outcome tryToRecycle(CloneSource source, Clone used, Life life) {
        Optional<Baseline> baseline = baselines.getOrDefault(source, Optional.empty());
        if (baseline.isEmpty()) {
            return drop(used, Reason.UNKNOWN_TEMPLATE);
        }
        Clone clone = used;
        try {
            Clone next = names.get();
            Optional<Reason> hindrance = fence.take(used, next);
            if (hindrance.isPresent()) {
                return drop(used, hindrance.get());
            }
            clone = next;
            Outcome outcome = makePristine(baseline.get(), next, life);
            if (outcome.life == null) {
                return outcome;
            }
            if (!fence.awaitLeft(next)) {
                return drop(next, Reason.SESSIONS);
            }
            verdicts.pristine();
            return outcome;
        } catch (SQLException e) {
            log.debug("Could not recycle {}", clone.database(), e);
            return drop(clone, Reason.ERROR);
        }
    }

    private Outcome makePristine(Baseline baseline, Clone clone, Life life) throws SQLException {
        try (Connection session = open(clone)) {
            Judge judge = new Judge(baseline, life);
            Sight afterTest = Look.at(session, baseline, surroundings(clone));
            Verdict verdict = judge.afterTest(afterTest);
            if (verdict instanceof Verdict.Drop drop) {
                return drop(clone, drop.reason());
            }
            if (!(verdict instanceof Verdict.Restore work)) {
                return new Outcome(clone, life);
            }
            Restore restore = new Restore(baseline, session);
            restore.run(work);
            Sight restored = Look.at(session, baseline, surroundings(clone));
            Map<Long, Long> sizes = Look.sizes(session, restore.partsOf(work.tables()));
            Optional<Reason> wrong = judge.afterRestore(work.tables(), afterTest, restored, sizes);
            if (wrong.isPresent()) {
                return drop(clone, wrong.get());
            }
            return new Outcome(clone, life.next(restored));
        }
    }

    private Outcome drop(Clone clone, Reason reason) {
        log.debug("{} is not used again: {}", clone.database(), reason);
        verdicts.dropped(reason);
        return new Outcome(clone, null);
    }

    private Connection open(Clone clone) throws SQLException {
        Connection session = admin.connector().openAs(role.name(), role.password(), clone.database(), "recycle");
        // What is asked twice is to be planned once
        session.unwrap(PGConnection.class).setPrepareThreshold(1);
        return session;
    }

    private Surroundings surroundings(Clone clone) throws SQLException {
        return admin.call(session -> Surroundings.of(session, clone.database()));
    }
}
