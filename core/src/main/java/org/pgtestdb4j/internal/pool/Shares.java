package org.pgtestdb4j.internal.pool;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shares what there is fairly: whoever wants little gets it, the others get equal parts of the rest. */
final class Shares {

    private Shares() {}

    /**
     * Returns what each gets.
     *
     * @param wanted what each wants
     * @param limit what there is for all together
     */
    static <T> Map<T, Integer> of(Map<T, Integer> wanted, int limit) {
        List<Map.Entry<T, Integer>> modestFirst = new ArrayList<>(wanted.entrySet());
        modestFirst.sort(Comparator.comparingInt(Map.Entry::getValue));
        Map<T, Integer> shares = new LinkedHashMap<>();
        int rest = limit;
        int sharers = modestFirst.size();
        for (Map.Entry<T, Integer> one : modestFirst) {
            // Rounded up, so that the rest is not left to nobody.
            int part = Math.min(one.getValue(), (rest + sharers - 1) / sharers);
            shares.put(one.getKey(), part);
            rest -= part;
            sharers--;
        }
        return shares;
    }
}
