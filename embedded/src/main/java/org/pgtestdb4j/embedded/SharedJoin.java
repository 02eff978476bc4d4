package org.pgtestdb4j.embedded;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.ServerException;
import org.postgresql.Driver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt to get a hold on the shared server: on the one that runs, else on one that is started for it. Not for several threads. */
final class SharedJoin {

    private static final Logger LOG = LoggerFactory.getLogger(SharedJoin.class);

    /** A keeper writes its server's data to the disk, which may be slow and busy. */
    private static final Duration DATA_PUT_AWAY_WITHIN = Duration.ofMinutes(10);

    private final SharedPlan plan;
    private final SharedState state;
    private final Driver driver = new Driver();
    private @Nullable SQLException problem;

    private SharedJoin(SharedPlan plan, SharedState state) {
        this.plan = plan;
        this.state = state;
    }

    /** Joins a server that runs. */
    static Optional<SharedServer> tryOf(SharedPlan plan) {
        return attempt(plan, SharedJoin::tryToJoinAndAdopt);
    }

    /** Joins a server that runs, or starts one. */
    static SharedServer of(SharedPlan plan) {
        return attempt(plan, join -> {
            Optional<SharedServer> running = join.tryToJoinAndAdopt();
            return running.isPresent() ? running.get() : join.state.underLock(join::joinOrStart);
        });
    }

    private interface Attempt<T> {
        T with(SharedJoin join) throws IOException;
    }

    private static <T> T attempt(SharedPlan plan, Attempt<T> attempt) {
        SharedState state = SharedState.of(plan);
        try {
            return attempt.with(new SharedJoin(plan, state));
        } catch (IOException e) {
            throw new ServerException("Cannot join or start the embedded server of " + state.directory() + ": " + e, e);
        }
    }

    private Optional<SharedServer> tryToJoinAndAdopt() throws IOException {
        Optional<SharedServer> running = tryToJoin();
        running.ifPresent(this::adoptInBackground);
        return running;
    }

    /** Needs no lock: either the keeper sees the session, or this sees that the keeper is about to stop the server. */
    private Optional<SharedServer> tryToJoin() throws IOException {
        Optional<SharedState.Current> current = state.current();
        if (current.isEmpty()) {
            return Optional.empty();
        }
        SharedHome home = new SharedHome(current.get().home(), plan.user());
        Access access = new Access(current.get().port(), plan.seed().secret());
        Optional<Connection> session = connect(home, access);
        if (session.isEmpty()) {
            return Optional.empty();
        }
        if (home.isStopping() && home.hasKeeper()) {
            Sessions.close(session);
            return Optional.empty();
        }
        LOG.debug("Joined the server on port {} in {}", access.port(), home.directory());
        state.announceVisit(plan.settings().idle());
        return session.map(it -> new SharedServer(plan, state, home, access, it));
    }

    /** Somebody else may have the port by now: another server of ours, or a program that wants to know our password. */
    private Optional<Connection> connect(SharedHome home, Access access) {
        if (!home.files().saysReady() || !(Access.keepsPasswords() || home.hasServer())) {
            return Optional.empty();
        }
        Connection session = null;
        try {
            session = access.connect(driver, "pgtestdb4j");
            if (Access.dataDirectory(session).equals(home.files().data())) {
                return Optional.of(session);
            }
        } catch (SQLException e) {
            problem = e;
        }
        Sessions.close(Optional.ofNullable(session));
        return Optional.empty();
    }

    /** Whoever starts a server holds the lock. So one that does not answer now is on its way up or down, or has lost its keeper. */
    private SharedServer joinOrStart() throws IOException {
        Deadline answer = Deadline.in(plan.settings().startTimeout());
        Deadline end = Deadline.in(DATA_PUT_AWAY_WITHIN);
        while (true) {
            Optional<SharedServer> running = tryToJoin();
            if (running.isPresent()) {
                return adopt(running.get());
            }
            Optional<SharedState.Current> last = state.current();
            if (last.isEmpty()) {
                return SharedStart.of(plan, state, last);
            }
            SharedHome home = new SharedHome(last.get().home(), plan.user());
            if (!home.exists() || !home.hasKeeper()) {
                return SharedStart.of(plan, state, last);
            }
            if (isStuck(home.files(), answer, end)) {
                throw stuck(home);
            }
            answer.pause("the embedded server");
        }
    }

    /** Who comes when the last server has just ended waits for as long as it takes to put its data away. */
    static boolean isStuck(HomeFiles home, Deadline answer, Deadline end) {
        return home.hasEnded() ? end.isOver() : answer.isOver();
    }

    private ServerException stuck(SharedHome home) {
        if (home.files().hasEnded()) {
            return new ServerException(
                    "The shared server in " + home.directory() + " has ended, but its data is not yet in "
                            + state.store() + " after " + DATA_PUT_AWAY_WITHIN.toMinutes()
                            + " min. Is that disk full, or too busy? Set " + EmbeddedSettings.MODE
                            + " to private to do without.");
        }
        return new ServerException(
                "The shared server in " + home.directory() + " neither answers nor ends. Its log says:\n"
                        + home.files().log().tail() + "\nEnd it, with kill -9 and the number in the first line of "
                        + home.files().serverFile() + ", or set " + EmbeddedSettings.MODE + " to private.",
                problem);
    }

    /** A killed keeper is a rare thing, and whoever asks for a server should not have to wait until it is ruled out. */
    private void adoptInBackground(SharedServer server) {
        Thread thread = new Thread(() -> adoptQuietly(server), "pgtestdb4j-keeper");
        thread.setDaemon(true);
        thread.start();
    }

    private void adoptQuietly(SharedServer server) {
        try {
            if (!server.home().hasKeeper() && server.home().hasServer()) {
                state.underLock(() -> adopt(server));
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("Could not look after the keeper of {}", server.home().directory(), e);
        }
    }

    /** If somebody has killed the keeper, those who use the server shall not suffer for it: it gets a new one. */
    private SharedServer adopt(SharedServer server) {
        if (!server.home().hasKeeper()) {
            LOG.debug(
                    "The server in {} has lost its keeper and gets a new one",
                    server.home().directory());
            SharedStart.adopt(plan, state, server.home(), server.port());
        }
        return server;
    }
}
