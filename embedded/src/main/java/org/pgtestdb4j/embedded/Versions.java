package org.pgtestdb4j.embedded;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.pgtestdb4j.ConfigurationException;

/** The versions of PostgreSQL that can be started. */
final class Versions {

    static final int LOWEST = 14;
    static final int DEFAULT = 17;

    /** Binaries that were tried, for messages. */
    private static final TreeMap<Integer, String> BINARIES =
            new TreeMap<>(Map.of(14, "14.24.0", 15, "15.19.0", 16, "16.15.0", 17, "17.11.0", 18, "18.6.0"));

    private Versions() {}

    static int of(String name, String value) {
        try {
            int major = Integer.parseInt(value.strip());
            if (major >= LOWEST) {
                return major;
            }
        } catch (NumberFormatException e) {
            // Not a version either.
        }
        throw new ConfigurationException(name + " is \"" + value + "\", but must be a major version of PostgreSQL from "
                + LOWEST + " on, such as " + DEFAULT + ".");
    }

    /** A version of the binaries' artifact. Those of a version that is newer than this library can only be guessed. */
    static String ofBinaries(Optional<Integer> major) {
        int wanted = major.orElse(DEFAULT);
        return Optional.ofNullable(BINARIES.get(wanted)).orElse(wanted + ".0.0");
    }
}
