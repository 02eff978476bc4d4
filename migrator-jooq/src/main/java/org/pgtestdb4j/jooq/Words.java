package org.pgtestdb4j.jooq;

import java.util.regex.Pattern;

/** Looks for names in SQL. */
final class Words {

    private Words() {}

    static boolean contains(String sql, String name) {
        return word(name, "").matcher(sql).find();
    }

    static boolean containsCall(String sql, String name) {
        return word(name, "\"?\\s*\\(").matcher(sql).find();
    }

    private static Pattern word(String name, String rest) {
        return Pattern.compile(
                "(?<![\\p{L}\\p{N}_$])" + Pattern.quote(name) + "(?![\\p{L}\\p{N}_$])" + rest,
                Pattern.CASE_INSENSITIVE);
    }
}
