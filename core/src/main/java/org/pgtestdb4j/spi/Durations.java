package org.pgtestdb4j.spi;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as settings have them: a number above zero and a unit, such as {@code 90s}; at most a hundred years. */
public final class Durations {

    /** Says what is understood, to go on after "must be". */
    public static final String EXPECTED = "a number above zero and a unit, for example 500ms, 90s, 10m, 1h or 7d";

    /** Longer ones cannot be counted in nanoseconds. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private static final Pattern DURATION = Pattern.compile("0*([1-9]\\d{0,8}) ?(ms|s|m|h|d)");

    private Durations() {}

    /**
     * Reads a length of time.
     *
     * @param text a number and one of the units {@code ms}, {@code s}, {@code m}, {@code h} and {@code d}
     * @return the length of time, above zero; empty if the text is none, or more than a hundred years
     */
    public static Optional<Duration> parse(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(matcher.group(1));
        Duration duration = switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
        return Optional.of(duration).filter(length -> length.compareTo(LONGEST) <= 0);
    }
}
