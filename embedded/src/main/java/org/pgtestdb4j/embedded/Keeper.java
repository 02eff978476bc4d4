package org.pgtestdb4j.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.pgtestdb4j.ServerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process between this JVM and the server. It runs the server on a copy of the seed for as long as this JVM holds the other end of its
 * standard input, and removes the copy afterwards. See {@code keeper.sh}.
 */
final class Keeper {

    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    private static final Duration END_LIMIT = Duration.ofSeconds(15);

    private final Process process;
    private final ClusterHome home;
    private final Path script;

    private Keeper(Process process, ClusterHome home, Path script) {
        this.process = process;
        this.home = home;
        this.script = script;
    }

    static Keeper start(Installation installation, Seed seed, ClusterHome home, ServerUser user, int port) {
        List<String> command = List.of(
                "sh",
                seed.keeper().toString(),
                "keep",
                seed.data().toString(),
                home.directory().toString(),
                installation.postgres().toString(),
                "-p",
                Integer.toString(port));
        try {
            Process process = Commands.builder(inOwnSession(user.command(command)))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new Keeper(process, home, seed.keeper());
        } catch (IOException e) {
            throw new ServerException("Cannot start sh, which runs the embedded server: " + e, e);
        }
    }

    /** Out of reach of Ctrl-C and of what ends a whole process group; only Linux has the program. */
    private static List<String> inOwnSession(List<String> command) {
        if (!Path.of("/usr/bin/setsid").toFile().canExecute()) {
            return command;
        }
        List<String> whole = new ArrayList<>(List.of("/usr/bin/setsid"));
        whole.addAll(command);
        return whole;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What it said before it ended. */
    String complaint() {
        try {
            return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Ends the server, and returns when nothing is left of it. */
    void end() {
        try {
            process.getOutputStream().close();
            if (process.waitFor(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                home.close();
                return;
            }
            LOG.warn("The embedded server did not end within {} s", END_LIMIT.toSeconds());
        } catch (IOException e) {
            LOG.debug("Could not close the pipe to the keeper", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        endForcibly();
    }

    private void endForcibly() {
        process.destroyForcibly();
        try {
            home.remove(script);
        } catch (IOException e) {
            LOG.warn("Could not remove {}", home.directory(), e);
        }
    }
}
