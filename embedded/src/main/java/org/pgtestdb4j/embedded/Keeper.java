package org.pgtestdb4j.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
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

    private final KeeperProcess shell;
    private final ClusterHome home;
    private final Path script;

    private Keeper(KeeperProcess shell, ClusterHome home, Path script) {
        this.shell = shell;
        this.home = home;
        this.script = script;
    }

    static Keeper start(ClusterPlan plan, ClusterHome home, int port) {
        Seed seed = plan.seed();
        List<String> arguments = List.of(
                "keep",
                seed.data().toString(),
                home.directory().toString(),
                plan.installation().postgres().toString(),
                "-p",
                Integer.toString(port));
        try {
            return new Keeper(KeeperProcess.start(plan.user(), seed.keeper(), arguments), home, seed.keeper());
        } catch (RuntimeException e) {
            home.discard();
            throw e;
        }
    }

    KeeperProcess shell() {
        return shell;
    }

    boolean isAlive() {
        return shell.isAlive();
    }

    /** Ends the server, and returns when nothing is left of it, or when it takes too long: the keeper goes on by itself. */
    void end(Duration limit) {
        try (home) {
            shell.hangUp();
            if (!shell.process().waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("The embedded server in {} did not end within {} ms", home, limit.toMillis());
            } else if (home.exists()) {
                home.remove(script);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | ServerException e) {
            LOG.warn("The embedded server in {} did not end well", home, e);
        }
    }
}
