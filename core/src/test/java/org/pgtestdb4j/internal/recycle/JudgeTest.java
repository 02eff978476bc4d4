package org.pgtestdb4j.internal.recycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.internal.recycle.Relation.State;

class JudgeTest {

    private static final long TABLE = 20_001;
    private static final long INDEX = 20_002;
    private static final long PARTIAL_INDEX = 20_003;
    private static final long SEEDED = 20_004;
    private static final long PAGE = 8192;
    private static final String SINCE = "noon";

    private static final State EMPTY = new State(0, 0, 0, 0);
    private static final State INDEX_OF_NOTHING = new State(0, 1, 0, 0);
    private static final State TEN_ROWS = new State(0, 1, 10, 1);

    private static final long TIDY = 17;
    private static final Surroundings QUIET = new Surroundings("quiet", SINCE);

    private static final Baseline FRESH = new Baseline(
            Map.of(
                    TABLE, new Relation(TABLE, "t", 'r', 0, false, EMPTY, 0),
                    INDEX, new Relation(TABLE, "i", 'i', PAGE, true, INDEX_OF_NOTHING, 0),
                    PARTIAL_INDEX, new Relation(TABLE, "p", 'i', PAGE, false, INDEX_OF_NOTHING, 0),
                    SEEDED, new Relation(SEEDED, "s", 'r', PAGE, false, TEN_ROWS, 0)),
            Map.of(SEEDED, Reason.SEEDED_TABLE),
            TIDY,
            Map.of("s", "1, false"),
            "quiet");

    private final Map<Long, State> relations = new HashMap<>(
            Map.of(TABLE, EMPTY, INDEX, INDEX_OF_NOTHING, PARTIAL_INDEX, INDEX_OF_NOTHING, SEEDED, TEN_ROWS));
    private final Map<Long, Long> sizes = new HashMap<>(Map.of(TABLE, 0L, INDEX, PAGE, PARTIAL_INDEX, PAGE));
    private Life life = Life.first(SINCE);

    private Sight seen() {
        return new Sight(Map.copyOf(relations), Set.of(), TIDY, Map.of("s", "1, false"), QUIET);
    }

    private Verdict verdict() {
        return verdict(seen());
    }

    private Verdict verdict(Sight now) {
        return new Judge(FRESH, life).afterTest(now);
    }

    private static Verdict drop(Reason reason) {
        return new Verdict.Drop(reason);
    }

    private static Verdict restoreTable() {
        return new Verdict.Restore(Set.of(TABLE), Set.of());
    }

    @Test
    void findsACloneUntouchedThatIsAsAFreshOne() {
        assertThat(verdict()).isEqualTo(new Verdict.Untouched());
    }

    @Test
    void restoresATableThatWasWrittenTo() {
        relations.put(TABLE, new State(1, 0, 0, 0));

        assertThat(verdict()).isEqualTo(restoreTable());
    }

    @Test
    void restoresATableThatIsPlannedOtherwise() {
        for (State planned : Set.of(new State(0, 1, 0, 0), new State(0, 0, 1, 0), new State(0, 0, 0, 1))) {
            relations.put(TABLE, planned);

            assertThat(verdict()).isEqualTo(restoreTable());
        }
    }

    @Test
    void doesNotCountWhatEarlierTestsWrote() {
        relations.put(TABLE, new State(7, 0, 0, 0));
        life = life.next(seen());

        assertThat(verdict()).isEqualTo(new Verdict.Untouched());

        relations.put(TABLE, new State(8, 0, 0, 0));

        assertThat(verdict()).isEqualTo(restoreTable());
    }

    @Test
    void putsASequenceBackThatHasMoved() {
        Sight moved = new Sight(seen().relations(), Set.of(), TIDY, Map.of("s", "1, true"), QUIET);

        assertThat(verdict(moved)).isEqualTo(new Verdict.Restore(Set.of(), Set.of("s")));
    }

    @Test
    void dropsAfterWritesToATableThatIsRefused() {
        relations.put(SEEDED, new State(1, 1, 10, 1));

        assertThat(verdict()).isEqualTo(drop(Reason.SEEDED_TABLE));
    }

    @Test
    void dropsWhereCatalogsWereWrittenTo() {
        Map.of(
                        "pg_class", Reason.DEFINITIONS,
                        "pg_statistic", Reason.STATISTICS,
                        "pg_largeobject_metadata", Reason.LARGE_OBJECTS)
                .forEach((catalog, reason) -> assertThat(verdict(
                                new Sight(seen().relations(), Set.of(catalog), TIDY, Map.of("s", "1, false"), QUIET)))
                        .isEqualTo(drop(reason)));
    }

    @Test
    void dropsWhereCatalogsWereVacuumed() {
        assertThat(verdict(new Sight(seen().relations(), Set.of(), TIDY + 1, Map.of("s", "1, false"), QUIET)))
                .isEqualTo(drop(Reason.VACUUM));
    }

    @Test
    void dropsWhereTheDatabaseItselfHasChanged() {
        assertThat(verdict(new Sight(
                        seen().relations(),
                        Set.of(),
                        TIDY,
                        Map.of("s", "1, false"),
                        new Surroundings("changed", SINCE))))
                .isEqualTo(drop(Reason.DATABASE));
    }

    @Test
    void dropsAfterACrash() {
        assertThat(verdict(new Sight(
                        seen().relations(),
                        Set.of(),
                        TIDY,
                        Map.of("s", "1, false"),
                        new Surroundings("quiet", "one o'clock"))))
                .isEqualTo(drop(Reason.CRASH));
    }

    @Test
    void dropsAfterVeryManyWrites() {
        relations.put(TABLE, new State(Judge.MOST_WRITES, 0, 0, 0));

        assertThat(verdict()).isEqualTo(restoreTable());

        relations.put(TABLE, new State(Judge.MOST_WRITES + 1, 0, 0, 0));

        assertThat(verdict()).isEqualTo(drop(Reason.MANY_ROWS));
    }

    private Optional<Reason> wrongAfterRestore() {
        return wrongAfterRestore(seen());
    }

    private Optional<Reason> wrongAfterRestore(Sight restored) {
        return new Judge(FRESH, life)
                .afterRestore(
                        Set.of(TABLE),
                        new Sight(
                                Map.of(
                                        TABLE, new State(3, 0, 0, 0),
                                        INDEX, INDEX_OF_NOTHING,
                                        PARTIAL_INDEX, INDEX_OF_NOTHING,
                                        SEEDED, TEN_ROWS),
                                Set.of(),
                                TIDY,
                                Map.of("s", "1, true"),
                                QUIET),
                        restored,
                        sizes);
    }

    @Test
    void findsNothingWrongAfterARestore() {
        relations.put(TABLE, new State(6, 0, 0, 0));

        assertThat(wrongAfterRestore()).isEmpty();
    }

    @Test
    void letsAPlainIndexKeepItsFirstPage() {
        relations.put(INDEX, new State(0, 2, 0, 0));
        sizes.put(INDEX, 2 * PAGE);

        assertThat(wrongAfterRestore()).isEmpty();

        sizes.put(INDEX, 3 * PAGE);

        assertThat(wrongAfterRestore()).contains(Reason.BIG_INDEX);
    }

    @Test
    void letsNoPlainIndexKeepMoreInTheCatalog() {
        for (State planned : Set.of(new State(0, 3, 0, 0), new State(0, 2, 1, 0))) {
            relations.put(INDEX, planned);

            assertThat(wrongAfterRestore()).contains(Reason.BIG_INDEX);
        }
    }

    @Test
    void letsAPartialIndexKeepNothing() {
        sizes.put(PARTIAL_INDEX, 2 * PAGE);

        assertThat(wrongAfterRestore()).contains(Reason.BIG_INDEX);

        sizes.put(PARTIAL_INDEX, PAGE);
        relations.put(PARTIAL_INDEX, new State(0, 2, 0, 0));

        assertThat(wrongAfterRestore()).contains(Reason.BIG_INDEX);
    }

    @Test
    void findsATableThatIsNotEmpty() {
        sizes.put(TABLE, PAGE);

        assertThat(wrongAfterRestore()).contains(Reason.NOT_EMPTIED);
    }

    @Test
    void findsATableThatIsPlannedOtherwise() {
        relations.put(TABLE, new State(6, 0, 3, 0));

        assertThat(wrongAfterRestore()).contains(Reason.NOT_EMPTIED);
    }

    @Test
    void findsWhatTheRestoreHasSetOff() {
        relations.put(SEEDED, new State(1, 1, 10, 1));

        assertThat(wrongAfterRestore()).contains(Reason.SET_OFF);
    }

    @Test
    void findsASequenceThatIsNotBack() {
        assertThat(wrongAfterRestore(new Sight(seen().relations(), Set.of(), TIDY, Map.of("s", "2, true"), QUIET)))
                .contains(Reason.SEQUENCE);
    }

    @Test
    void findsWhatHasChangedAroundTheRestore() {
        assertThat(wrongAfterRestore(
                        new Sight(seen().relations(), Set.of("pg_class"), TIDY, Map.of("s", "1, false"), QUIET)))
                .contains(Reason.DEFINITIONS);
    }
}
