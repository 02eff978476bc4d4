package org.pgtestdb4j.internal.recycle;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.internal.recycle.Relation.State;

/** Decides what becomes of a clone by what was seen of it. When in doubt it is dropped. */
final class Judge {

    /** Emptying a table costs the more the more was written; from here on a clone is cheaper. */
    static final long MOST_WRITES = 20_000;

    private static final long PAGE = 8192;

    private final Baseline baseline;
    private final Life life;

    Judge(Baseline baseline, Life life) {
        this.baseline = baseline;
        this.life = life;
    }

    /** Judges a clone after its test. */
    Verdict afterTest(Sight now) {
        Optional<Reason> outside = outside(now);
        if (outside.isPresent()) {
            return new Verdict.Drop(outside.get());
        }
        Set<Long> tables = new TreeSet<>();
        long writes = 0;
        for (Map.Entry<Long, Relation> entry : baseline.relations().entrySet()) {
            Relation relation = entry.getValue();
            State is = now.relations().get(entry.getKey());
            long before = life.writesBefore(entry.getKey());
            if (isAsSeen(relation, before, is)) {
                continue;
            }
            Reason refused = baseline.refused().get(relation.table());
            if (refused != null) {
                return new Verdict.Drop(refused);
            }
            tables.add(relation.table());
            writes += is == null ? 0 : is.writes() - before;
        }
        if (writes > MOST_WRITES) {
            return new Verdict.Drop(Reason.MANY_ROWS);
        }
        Set<String> sequences = new TreeSet<>();
        baseline.sequences().forEach((name, state) -> {
            if (!state.equals(now.sequences().get(name))) {
                sequences.add(name);
            }
        });
        return tables.isEmpty() && sequences.isEmpty()
                ? new Verdict.Untouched()
                : new Verdict.Restore(tables, sequences);
    }

    private static boolean isAsSeen(Relation relation, long writes, @Nullable State is) {
        return is != null && is.writes() == writes && isPlannedAlike(relation, is);
    }

    /**
     * Tells whether the planner, and who reads the catalogs, finds a relation as it is in a fresh clone. The planner looks at neither of the
     * numbers of a plain index, but at its file.
     */
    private static boolean isPlannedAlike(Relation relation, State is) {
        State fresh = relation.state();
        return relation.plainIndex()
                ? is.pages() <= fresh.pages() + 1 && is.rows() <= Math.max(fresh.rows(), 0)
                : is.pages() == fresh.pages() && is.rows() == fresh.rows() && is.visible() == fresh.visible();
    }

    /** No catalog of the system may have been written to at all, so that there, too, all rows are in their places. */
    private Optional<Reason> outside(Sight now) {
        if (!now.surroundings().epoch().equals(life.epoch())) {
            return Optional.of(Reason.CRASH);
        }
        if (!now.surroundings().own().equals(baseline.surroundings())) {
            return Optional.of(Reason.DATABASE);
        }
        if (!now.catalogs().isEmpty()) {
            return now.catalogs().stream().sorted().map(Judge::reasonOf).findFirst();
        }
        return now.upkeep() == baseline.upkeep() ? Optional.empty() : Optional.of(Reason.VACUUM);
    }

    private static Reason reasonOf(String catalog) {
        if (catalog.startsWith("pg_statistic")) {
            return Reason.STATISTICS;
        }
        return catalog.startsWith("pg_largeobject") ? Reason.LARGE_OBJECTS : Reason.DEFINITIONS;
    }

    /**
     * Judges a clone after it was restored.
     *
     * @param tables those that were emptied
     * @param before what was true after the test
     * @param now what is true
     * @param sizes of all that belongs to those tables
     * @return what is not as it should be; empty if all is
     */
    Optional<Reason> afterRestore(Set<Long> tables, Sight before, Sight now, Map<Long, Long> sizes) {
        Optional<Reason> outside = outside(now);
        if (outside.isPresent()) {
            return outside;
        }
        if (!now.sequences().equals(baseline.sequences())) {
            return Optional.of(Reason.SEQUENCE);
        }
        for (Map.Entry<Long, Relation> entry : baseline.relations().entrySet()) {
            Relation relation = entry.getValue();
            State was = before.relations().get(entry.getKey());
            State is = now.relations().get(entry.getKey());
            if (!tables.contains(relation.table())) {
                if (was == null || !isAsSeen(relation, was.writes(), is)) {
                    return Optional.of(Reason.SET_OFF);
                }
            } else if (is == null || !isPlannedAlike(relation, is)) {
                return Optional.of(relation.isIndex() ? Reason.BIG_INDEX : Reason.NOT_EMPTIED);
            } else if (!isAsLong(relation, sizes.getOrDefault(entry.getKey(), Long.MAX_VALUE))) {
                return Optional.of(relation.isIndex() ? Reason.BIG_INDEX : Reason.NOT_EMPTIED);
            }
        }
        return Optional.empty();
    }

    /** A b-tree keeps its first page once that is in use; more than that cannot be taken back. */
    private static boolean isAsLong(Relation relation, long bytes) {
        return bytes == relation.bytes() || (relation.plainIndex() && bytes == relation.bytes() + PAGE);
    }
}
