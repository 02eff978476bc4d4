package org.pgtestdb4j.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
    static final Path SETSID = Path.of("/usr/bin/setsid");
    private static final Duration END_LIMIT = Duration.ofSeconds(15);

    private final Process process;
    private final ClusterHome home;
    private final Path script;

    private Keeper(Process process, ClusterHome home, Path script) {
        this.process = process;
        this.home = home;
        this.script = script;
    }

    static Keeper start(ClusterPlan plan, ClusterHome home, int port) {
        Seed seed = plan.seed();
        List<String> command = plan.user()
                .command(
                        "sh",
                        seed.keeper().toString(),
                        "keep",
                        seed.data().toString(),
                        home.directory().toString(),
                        plan.installation().postgres().toString(),
                        "-p",
                        Integer.toString(port));
        try {
            Process process = Commands.builder(inOwnSession(command))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new Keeper(process, home, seed.keeper());
        } catch (IOException e) {
            home.close();
            throw new ServerException("Cannot start a shell for the embedded server: " + e, e);
        }
    }

    /** Out of reach of Ctrl-C and of whatever ends a whole process group. Only Linux has the program. */
    private static List<String> inOwnSession(List<String> command) {
        if (!Files.isExecutable(SETSID)) {
            return command;
        }
        List<String> whole = new ArrayList<>(List.of(SETSID.toString()));
        whole.addAll(command);
        return whole;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What it said before it ended. Its children may have the pipe open still, so this does not wait for the end of the stream. */
    String complaint() {
        try {
            InputStream errors = process.getErrorStream();
            return new String(errors.readNBytes(errors.available()), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Ends the server, and returns when nothing is left of it. */
    void end() {
        try (home) {
            process.getOutputStream().close();
            if (!process.waitFor(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("The embedded server in {} did not end within {} s", home, END_LIMIT.toSeconds());
                process.destroyForcibly();
            }
            if (home.exists()) {
                home.remove(script);
            }
        } catch (InterruptedException e) {
            // The keeper goes on by itself.
            Thread.currentThread().interrupt();
        } catch (IOException | ServerException e) {
            LOG.warn("The embedded server in {} did not end well", home, e);
        }
    }
}
