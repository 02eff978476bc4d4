package org.pgtestdb4j.internal.settings;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as settings have them: a number above zero and a unit, such as {@code 10GB}. A unit is 1,024 times the one below it. */
final class Sizes {

    /** Says what is understood, to go on after "must be". */
    static final String EXPECTED = "a number above zero and a unit, for example 500MB, 10GB or 1TB";

    private static final Pattern SIZE = Pattern.compile("0*([1-9]\\d{0,5}) ?([MGT]B)");
    private static final int UNIT_BITS = 10;

    private Sizes() {}

    /** Returns a size in bytes, or nothing if the text is none. */
    static Optional<Long> parse(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int bits = UNIT_BITS * ("MGT".indexOf(matcher.group(2).charAt(0)) + 2);
        return Optional.of(Long.parseLong(matcher.group(1)) << bits);
    }
}
