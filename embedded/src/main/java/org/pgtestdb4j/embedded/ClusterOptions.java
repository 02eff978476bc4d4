package org.pgtestdb4j.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is special about a cluster.
 *
 * @param port where it listens, if not on any free port
 * @param directory where it lies, if not where all others do
 * @param stays whether its directory stays when it has ended
 * @param unixSocket whether it listens on a socket in its directory too
 * @param configuration lines that come after those of {@code postgresql.conf}, and win
 * @param access lines that come before those of {@code pg_hba.conf}, and win
 * @param log where its log goes, if not to its directory
 * @param life after which it ends by itself; zero if it does not
 */
record ClusterOptions(
        OptionalInt port,
        Optional<Path> directory,
        boolean stays,
        boolean unixSocket,
        List<String> configuration,
        List<String> access,
        Optional<Path> log,
        Duration life) {

    static final ClusterOptions NONE = new ClusterOptions(
            OptionalInt.empty(), Optional.empty(), false, false, List.of(), List.of(), Optional.empty(), Duration.ZERO);

    /** Puts entries before those that are there. */
    ClusterOptions after(List<String> entries) {
        List<String> all = new ArrayList<>(entries);
        all.addAll(configuration);
        return new ClusterOptions(port, directory, stays, unixSocket, all, access, log, life);
    }

    boolean hasEntries() {
        return stays || unixSocket || !configuration.isEmpty() || !access.isEmpty();
    }

    /** What is set here wins over what was set before. */
    String configurationFor(Path home) {
        List<String> lines = new ArrayList<>();
        if (unixSocket) {
            lines.add("unix_socket_directories = '" + home.toString().replace("'", "''") + "'");
        }
        lines.addAll(configuration);
        return String.join("\n", lines) + "\n";
    }

    String accessEntries() {
        List<String> lines = new ArrayList<>(access);
        if (unixSocket) {
            lines.add("local all all scram-sha-256");
        }
        return String.join("\n", lines) + "\n";
    }
}
