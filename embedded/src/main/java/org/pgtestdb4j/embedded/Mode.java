package org.pgtestdb4j.embedded;

import java.util.Arrays;
import java.util.Locale;
import org.pgtestdb4j.ConfigurationException;

/** Who gets a server: everybody the same, or each JVM its own. */
enum Mode {
    SHARED,
    PRIVATE;

    static Mode of(String name, String value) {
        return Arrays.stream(values())
                .filter(mode -> mode.text().equals(value.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new ConfigurationException(
                        name + " is \"" + value + "\", but must be " + SHARED.text() + " or " + PRIVATE.text() + "."));
    }

    private String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
