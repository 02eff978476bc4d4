package org.pgtestdb4j.jooq;

import java.util.regex.Pattern;

/** Looks for names in SQL. */
final class Words {

    private Words() {}

    static boolean contains(String sql, String name) {
        return Pattern.compile(
                        "(?<![\\p{L}\\p{N}_$])" + Pattern.quote(name) + "(?![\\p{L}\\p{N}_$])",
                        Pattern.CASE_INSENSITIVE)
                .matcher(sql)
                .find();
    }
}
