package org.pgtestdb4j.internal.settings;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as settings have them: a number above zero and a unit, such as {@code 90s}. */
public final class Durations {

    /** Says what is understood, to go on after "must be". */
    public static final String EXPECTED = "a number above zero and a unit, for example 500ms, 90s, 10m or 1h";

    private static final Pattern DURATION = Pattern.compile("0*([1-9]\\d{0,8}) ?(ms|s|m|h)");

    private Durations() {}

    /** Returns a length of time, or nothing if the text is none. */
    public static Optional<Duration> parse(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(number);
                    case "s" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    default -> Duration.ofHours(number);
                });
    }
}
