package org.pgtestdb4j.embedded;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says what to do about a failure of PostgreSQL's programs, where their output leaves little doubt. */
final class Advice {

    private static final Map<String, String> BY_OUTPUT = new LinkedHashMap<>();

    static {
        String library = "PostgreSQL needs a library that this machine does not have: install it.";
        BY_OUTPUT.put("error while loading shared libraries", library);
        BY_OUTPUT.put("Error loading shared library", library);
        BY_OUTPUT.put("Library not loaded", library);
        BY_OUTPUT.put(
                "could not look up effective user ID", "The user id of this process needs a line in /etc/passwd.");
        String said = "Look at what conf(), hba(), initdb() and locale() were told.";
        for (String complaint : List.of(
                "for parameter \"",
                "configuration parameter \"",
                "contains errors",
                "could not load ",
                "no socket created",
                "pg_hba.conf",
                "unrecognized option",
                "invalid option",
                "invalid locale",
                "initdb --help")) {
            BY_OUTPUT.put(complaint, said);
        }
        BY_OUTPUT.put(
                "No space left on device",
                "There is no room: make some, or name another place with " + EmbeddedSettings.DATA + " or "
                        + EmbeddedSettings.CACHE + ".");
        BY_OUTPUT.put(
                "Unix-domain socket path",
                "A socket's name has about 100 characters: name a place with a short path by directory() or "
                        + EmbeddedSettings.DATA + ".");
        BY_OUTPUT.put(
                "ermission denied",
                "If the file system does not let programs run or the server's user may not read there, name another place with "
                        + EmbeddedSettings.CACHE + " or " + EmbeddedSettings.DATA + ".");
    }

    private static final String OTHERWISE = "A damaged cache is made anew if you remove it.";

    private Advice() {}

    static String on(String output) {
        String advice = BY_OUTPUT.entrySet().stream()
                .filter(entry -> output.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(OTHERWISE);
        return advice + " Or set pgtestdb4j.url to a server of your own.";
    }
}
