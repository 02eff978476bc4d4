package org.pgtestdb4j.embedded;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.pgtestdb4j.ServerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the shared server. Whoever does so holds the lock of its state. */
final class SharedStart {

    private static final Logger LOG = LoggerFactory.getLogger(SharedStart.class);
    private static final Duration KEEPER_LIMIT = Duration.ofSeconds(10);
    private static final int PORTS_TO_TRY = 5;

    private final SharedPlan plan;
    private final SharedState state;
    private final Path homes;

    private SharedStart(SharedPlan plan, SharedState state) {
        this.plan = plan;
        this.state = state;
        this.homes = DataPlace.ofSharedServers(plan.settings(), plan.user(), plan.cache(), state.storedBytes());
    }

    /**
     * Starts a server, on the port of the last one if it is free.
     *
     * @param last the last one, of which nothing is left alive that could be used
     */
    static SharedServer of(SharedPlan plan, SharedState state, Optional<SharedState.Current> last) throws IOException {
        SharedStart start = new SharedStart(plan, state);
        if (last.isPresent()) {
            new SharedHome(last.get().home(), plan.user()).remove(plan.seed().keeper());
        }
        start.sweep();
        int port = last.map(SharedState.Current::port).filter(FreePort::isFree).orElseGet(FreePort::findLasting);
        for (int tries = 0; tries < PORTS_TO_TRY; tries++) {
            Optional<SharedServer> server = start.tryStartOnWhatIsThere(port);
            if (server.isPresent()) {
                return server.get();
            }
            port = FreePort.find();
        }
        throw new ServerException(
                "The shared server got none of " + PORTS_TO_TRY + " ports of " + Access.HOST
                        + ", each was free a moment before. Something on this machine takes ports very fast, or forbids to listen on them.");
    }

    /** What was kept of the last server may be damaged. The keeper takes it only once, so a second start has fresh data. */
    private Optional<SharedServer> tryStartOnWhatIsThere(int port) throws IOException {
        boolean kept = state.hasStored();
        try {
            return tryStart(port);
        } catch (ServerException e) {
            if (!kept || state.hasStored()) {
                throw e;
            }
            LOG.warn(
                    "The embedded server does not start on the data of the last run and gets fresh data. {}",
                    e.getMessage());
            return tryStart(port);
        }
    }

    /** Empty if somebody else took the port meanwhile. */
    private Optional<SharedServer> tryStart(int port) throws IOException {
        SharedHome home = new SharedHome(homes.resolve(plan.keyHere() + "-" + word()), plan.user());
        Access access = new Access(port, plan.seed().secret());
        state.remember(new SharedState.Current(home.directory(), port));
        OwnDirectory.claim(home.directory(), plan.user().account(), Permissions.OWNER_ONLY_DIRECTORY);
        KeeperProcess keeper = keeper(
                "share",
                plan.seed().data().toString(),
                home.directory().toString(),
                state.store().toString(),
                state.visit().toString(),
                plan.installation().postgres().toString(),
                Integer.toString(port));
        Optional<Connection> session = Optional.empty();
        try {
            awaitKeeper(keeper, home);
            keeper.tell("go");
            session = new Readiness(keeper, home.files(), access)
                    .await(plan.settings().startTimeout());
            if (session.isPresent()) {
                state.announceVisit(plan.settings().idle());
            }
        } finally {
            keeper.hangUp();
            if (session.isEmpty()) {
                giveUp(keeper, home);
            }
        }
        LOG.debug("Started a shared server on port {} in {}: {}", port, home.directory(), session.isPresent());
        return session.map(
                it -> new SharedServer(state, home, access, plan.settings().idle(), it));
    }

    private KeeperProcess keeper(String... arguments) {
        return KeeperProcess.start(plan.user(), plan.seed().keeper(), List.of(arguments));
    }

    /** From here on, a JVM that comes after this one was killed finds a living keeper and waits for its server. */
    private static void awaitKeeper(KeeperProcess keeper, SharedHome home) {
        Deadline deadline = Deadline.in(KEEPER_LIMIT);
        while (!home.hasFirstKeeper()) {
            if (!keeper.isAlive() || deadline.isOver()) {
                throw new ServerException("The keeper of the embedded server in " + home.directory()
                        + " did not start: " + keeper.complaint());
            }
            deadline.pause("the keeper of the embedded server");
        }
    }

    private void giveUp(KeeperProcess keeper, SharedHome home) throws IOException {
        keeper.process().destroyForcibly();
        home.remove(plan.seed().keeper());
    }

    /** Starts a keeper for a server that has none. */
    static void adopt(SharedPlan plan, SharedState state, SharedHome home, int port) {
        KeeperProcess keeper = KeeperProcess.start(
                plan.user(),
                plan.seed().keeper(),
                List.of(
                        "adopt",
                        home.directory().toString(),
                        state.store().toString(),
                        state.visit().toString(),
                        Integer.toString(port)));
        awaitKeeper(keeper, home);
    }

    /** Removes what killed processes left behind; of servers with other settings only where nothing lives any more. */
    private void sweep() throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(homes, Files::isDirectory)) {
            for (Path directory : left) {
                SharedHome home = new SharedHome(directory, plan.user());
                if (directory.getFileName().toString().startsWith(plan.keyHere() + "-") || home.isAbandoned()) {
                    LOG.debug("Removing {}, which a killed process left behind", directory);
                    home.remove(plan.seed().keeper());
                }
            }
        }
    }

    private static String word() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }
}
