package org.pgtestdb4j.internal.settings;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;

/** Finds the name that somebody probably meant who wrote another one. */
public final class Nearest {

    private Nearest() {}

    /**
     * Returns the known name that takes the fewest changes.
     *
     * @param known at least one
     */
    public static String to(String unknown, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(name -> distance(unknown, name)))
                .orElseThrow();
    }

    /** The Levenshtein distance, by the textbook's two rows (Wagner and Fischer, 1974). */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        Arrays.setAll(previous, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
