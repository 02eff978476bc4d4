package org.pgtestdb4j.embedded;

import java.util.ArrayList;
import java.util.List;
import org.pgtestdb4j.spi.Fingerprint;

/**
 * Everything that decides what a seed looks like.
 *
 * @param installation the binaries
 * @param arguments of initdb, but for paths and the locale
 * @param locales arguments to try, the best first
 * @param configuration the text of postgresql.conf
 * @param access the text of pg_hba.conf
 * @param statements run in single-user mode at the end
 * @param keeper the script that lies beside it
 */
record SeedRecipe(
        Installation installation,
        List<String> arguments,
        List<List<String>> locales,
        String configuration,
        String access,
        String statements,
        String keeper) {

    /** Changes when the code that makes a seed does. */
    private static final String LAYOUT = "2";

    private static final int KEY_LENGTH = 32;

    static SeedRecipe of(Installation installation) {
        return new SeedRecipe(
                installation,
                List.of(
                        "--username=" + Seed.SUPERUSER,
                        "--encoding=UTF8",
                        "--auth=scram-sha-256",
                        "--wal-segsize=1",
                        "--no-sync",
                        "--no-instructions"),
                locales(installation.major()),
                configuration(installation),
                Resources.read("pg_hba.conf"),
                Resources.read("seed.sql"),
                Resources.read("keeper.sh"));
    }

    /** Code points in order, letters of all languages, and the same on every machine. */
    private static List<List<String>> locales(int major) {
        return major >= 17
                ? List.of(List.of("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"))
                : List.of(List.of("--locale=C.UTF-8"), List.of("--locale=C"));
    }

    private static String configuration(Installation installation) {
        List<String> lines = new ArrayList<>();
        lines.add(Resources.read("postgresql.conf"));
        if (installation.major() >= 16) {
            lines.add("scram_iterations = 1    # passwords here are random, nobody guesses them");
        }
        if (installation.linux()) {
            lines.add("client_connection_check_interval = '10s'");
        }
        return String.join("\n", lines) + "\n";
    }

    String key(ServerUser user) {
        return Fingerprint.create()
                .text("layout", LAYOUT)
                .text("binaries", installation.key())
                .text("user", user.name())
                .text("arguments", String.join(" ", arguments))
                .text("locales", locales.toString())
                .text("configuration", configuration)
                .text("access", access)
                .text("statements", statements)
                .text("keeper", keeper)
                .toHex()
                .substring(0, KEY_LENGTH);
    }
}
