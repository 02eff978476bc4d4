package org.pgtestdb4j.sqldir.internal.run;

import java.util.Set;

/** Which of psql's commands mean nothing to the outcome. */
final class PsqlCommands {

    /** What is printed, or how, and what pg_dump protects its output with. */
    private static final Set<String> HARMLESS = Set.of(
            "restrict",
            "unrestrict",
            "echo",
            "qecho",
            "warn",
            "timing",
            "pset",
            "x",
            "a",
            "t",
            "H",
            "f",
            "C",
            "T",
            "html",
            "l",
            "conninfo",
            "errverbose",
            "copyright",
            "h",
            "help",
            "?",
            "s",
            "p",
            "z",
            "sf",
            "sv");

    private PsqlCommands() {}

    static boolean isHarmless(String name) {
        return HARMLESS.contains(name) || name.matches("d[A-Za-z]*\\+?S?|l\\+");
    }
}
