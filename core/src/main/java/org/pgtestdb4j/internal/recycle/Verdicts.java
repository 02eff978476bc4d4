package org.pgtestdb4j.internal.recycle;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How often what was decided. Safe for use by several threads. */
public final class Verdicts {

    private final LongAdder recycled = new LongAdder();
    private final Map<Reason, LongAdder> dropped = new ConcurrentHashMap<>();

    /** Creates a count of nothing. */
    public Verdicts() {}

    void pristine() {
        recycled.increment();
    }

    void dropped(Reason reason) {
        dropped.computeIfAbsent(reason, key -> new LongAdder()).increment();
    }

    /** Returns how many clones may be handed out again. */
    public long recycled() {
        return recycled.sum();
    }

    /** Returns how many clones were dropped, by the reason. */
    public Map<String, Long> reasons() {
        Map<String, Long> counts = new HashMap<>();
        dropped.forEach((reason, count) -> counts.put(reason.toString(), count.sum()));
        return counts;
    }
}
