package org.pgtestdb4j.internal.registry;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The words that the registry has for what an owner or a database is. They stand nowhere else. */
final class States {

    private States() {}

    /** Whether an owner lives. */
    enum OfOwner {
        ALIVE,
        /** Its lock was found free. */
        SUSPECT,
        /** Somebody has begun to tidy up after it. */
        REAPED
    }

    /** What has come of a database. */
    enum OfDatabase {
        INTENDED,
        CREATED,
        KEPT
    }

    /** Returns the word for a constant, as the tables have it. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** Returns all words of an enum as literals, separated by commas. */
    static String words(Class<? extends Enum<?>> states) {
        return Arrays.stream(states.getEnumConstants())
                .map(constant -> "'" + word(constant) + "'")
                .collect(Collectors.joining(", "));
    }

    /** Returns the constant of a word. */
    static <E extends Enum<E>> E of(Class<E> states, String word) {
        return Enum.valueOf(states, word.toUpperCase(Locale.ROOT));
    }
}
