package org.pgtestdb4j.internal.recycle;

import java.util.HashMap;
import java.util.Map;

/**
 * What is remembered of a clone while a test has it.
 *
 * @param epoch since when the server had not crashed when the clone was made
 * @param writes how often its relations had been written to before, by oid; a fresh clone has not begun to count
 */
public record Life(String epoch, Map<Long, Long> writes) {

    /** Returns what is remembered of a clone that nobody has used. */
    static Life first(String epoch) {
        return new Life(epoch, Map.of());
    }

    /** Returns what is remembered of the same clone before its next test. */
    Life next(Sight now) {
        Map<Long, Long> counted = new HashMap<>();
        now.relations().forEach((oid, state) -> counted.put(oid, state.writes()));
        return new Life(epoch, counted);
    }

    long writesBefore(long relation) {
        return writes.getOrDefault(relation, 0L);
    }
}
