package org.pgtestdb4j.internal.jdbc;

import java.util.List;
import java.util.regex.Pattern;

/** What must not be shown of statements: passwords that we know, and whatever is written where a password is expected. Immutable. */
public final class Secrets {

    private static final String HIDDEN = "***";

    /** As in {@code PASSWORD 'secret'}, {@code password = 'secret'} and {@code 'host=h password=secret'}. */
    private static final Pattern PASSWORD = Pattern.compile(
            "(password\\s*(?:=>|:=|=)?[\\s(]*)(e?'(?:[^']|'')*'|\\$(\\w*)\\$.*?\\$\\3\\$|(?<=[=>])[^\\s',;)]+)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final List<String> known;

    private Secrets(List<String> known) {
        this.known = known;
    }

    /** Returns what hides some passwords wherever they stand. */
    public static Secrets of(String... passwords) {
        return new Secrets(
                List.of(passwords).stream().filter(text -> !text.isEmpty()).toList());
    }

    String hide(String text) {
        String hidden = PASSWORD.matcher(text).replaceAll("$1" + HIDDEN);
        for (String password : known) {
            hidden = hidden.replace(password, HIDDEN);
        }
        return hidden;
    }
}
