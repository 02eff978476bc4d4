package org.pgtestdb4j.internal.diff;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;

/** Says on one short line what is on one side, by what is on the other. Immutable texts only; safe for use by several threads. */
final class Wording {

    private static final int LONG = 80;
    private static final int BEFORE = 30;
    private static final int MAX_ROWS_SHOWN = 5;
    private static final String TRUE = "t";
    private static final String FALSE = "f";
    private static final String ELLIPSIS = "…";

    private Wording() {}

    /** Says what a thing is that is on one side only. */
    static String all(Map<String, String> properties) {
        StringJoiner text = new StringJoiner(", ");
        properties.forEach((name, value) -> {
            if (!value.equals(FALSE)) {
                text.add(value.equals(TRUE) ? name : name + " " + around(0, value));
            }
        });
        return text.length() == 0 ? "there" : text.toString();
    }

    /** Says what a thing's properties are that are different on the other side. */
    static String differing(Map<String, String> here, Map<String, String> there) {
        Set<String> names = new TreeSet<>(here.keySet());
        names.addAll(there.keySet());
        StringJoiner text = new StringJoiner(", ");
        for (String name : names) {
            String value = here.get(name);
            String other = there.get(name);
            if (value == null) {
                text.add("no " + name);
            } else if (!value.equals(other)) {
                text.add(named(name, value, other == null ? "" : other));
            }
        }
        return text.toString();
    }

    private static String named(String name, String value, String other) {
        return switch (value) {
            case TRUE -> name;
            case FALSE -> "not " + name;
            default -> name + " " + around(firstDifference(value, other), value);
        };
    }

    private static int firstDifference(String one, String other) {
        int i = 0;
        while (i < one.length() && i < other.length() && one.charAt(i) == other.charAt(i)) {
            i++;
        }
        return i;
    }

    /** Returns a text on one line; if it is long, what stands around a place in it. */
    private static String around(int place, String text) {
        if (text.length() <= LONG) {
            return text.replaceAll("\\s+", " ");
        }
        int start = place + LONG - BEFORE >= text.length() ? text.length() - LONG : Math.max(0, place - BEFORE);
        int end = Math.min(text.length(), start + LONG);
        return ((start > 0 ? ELLIPSIS : "") + text.substring(start, end) + (end < text.length() ? ELLIPSIS : ""))
                .replaceAll("\\s+", " ");
    }

    /** Says how many rows there are and which of them are not on the other side as often. */
    static String rows(List<String> here, List<String> there) {
        if (here.size() > TableRows.MAX_ROWS_READ || there.size() > TableRows.MAX_ROWS_READ) {
            return "too many rows to tell which";
        }
        Map<String, Integer> known = new HashMap<>();
        there.forEach(row -> known.merge(row, 1, Integer::sum));
        List<String> alone = here.stream()
                .filter(row -> known.merge(row, -1, Integer::sum) < 0)
                .toList();
        return here.size() + " rows" + (alone.isEmpty() ? "" : ", only here: " + shown(alone));
    }

    private static String shown(List<String> rows) {
        StringJoiner text = new StringJoiner("; ");
        rows.stream().limit(MAX_ROWS_SHOWN).forEach(row -> text.add(around(0, row)));
        return text + (rows.size() > MAX_ROWS_SHOWN ? "; " + ELLIPSIS : "");
    }
}
