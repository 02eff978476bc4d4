package org.pgtestdb4j.sqldir.internal.format;

import java.util.Comparator;

/** Sorts paths so that numbers in them count as numbers, however long: 2 before 10, and 0009 before 00010. */
final class NaturalOrder implements Comparator<String> {

    static final Comparator<String> PATHS = new NaturalOrder();

    /** Slashes sort before everything, so that what lies in a folder stays together. */
    private static final Comparator<String> TIES = Comparator.comparing(path -> path.replace('/', '\0'));

    private NaturalOrder() {}

    @Override
    public int compare(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() && j < b.length()) {
            int endOfA = endOfNumber(a, i);
            int endOfB = endOfNumber(b, j);
            int result;
            if (endOfA > i && endOfB > j) {
                result = compareNumbers(a.substring(i, endOfA), b.substring(j, endOfB));
                i = endOfA;
                j = endOfB;
            } else {
                result = Character.compare(rank(a.charAt(i)), rank(b.charAt(j)));
                i++;
                j++;
            }
            if (result != 0) {
                return result;
            }
        }
        int rest = Integer.compare(a.length() - i, b.length() - j);
        return rest != 0 ? rest : TIES.compare(a, b);
    }

    private static char rank(char c) {
        return c == '/' ? '\0' : c;
    }

    private static int endOfNumber(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    static int compareNumbers(String a, String b) {
        String first = withoutZeros(a);
        String second = withoutZeros(b);
        return first.length() != second.length()
                ? Integer.compare(first.length(), second.length())
                : first.compareTo(second);
    }

    static String withoutZeros(String digits) {
        return digits.replaceFirst("^0+(?=.)", "");
    }
}
