package org.pgtestdb4j.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.pgtestdb4j.ServerException;
import org.pgtestdb4j.spi.PostgresServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running server of our own: its data directory, its keeper and its port. */
final class Cluster implements RunningServer {

    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);
    private static final Duration END_LIMIT = Duration.ofSeconds(15);
    private static final int PORTS_TO_TRY = 5;
    private static final String SECRET = "secret";

    private final ClusterPlan plan;
    private final Keeper keeper;
    private final ClusterHome home;
    private final boolean fresh;
    private volatile Access access;

    private Cluster(ClusterPlan plan, Keeper keeper, ClusterHome home, boolean fresh, Access access) {
        this.plan = plan;
        this.keeper = keeper;
        this.home = home;
        this.fresh = fresh;
        this.access = access;
    }

    static Cluster start(ClusterPlan plan) {
        return plan.options().port().isPresent()
                ? startOn(plan, plan.options().port().getAsInt())
                : start(plan, FreePort::find);
    }

    private static Cluster startOn(ClusterPlan plan, int port) {
        plan.homes().sweep(plan.seed().keeper());
        return tryStart(plan, port)
                .orElseThrow(() -> new ServerException("The embedded server cannot listen on port " + port + " of "
                        + Access.HOST + ": somebody else does. Choose another one, or leave the choice out."));
    }

    static Cluster start(ClusterPlan plan, IntSupplier ports) {
        plan.homes().sweep(plan.seed().keeper());
        for (int tries = 0; tries < PORTS_TO_TRY; tries++) {
            Optional<Cluster> cluster = tryStart(plan, ports.getAsInt());
            if (cluster.isPresent()) {
                return cluster.get();
            }
        }
        throw new ServerException(
                "The embedded server got none of " + PORTS_TO_TRY + " ports of " + Access.HOST
                        + ", each was free a moment before. Something on this machine takes ports very fast, or forbids to listen on them.");
    }

    /** Empty if somebody else took the port meanwhile. */
    private static Optional<Cluster> tryStart(ClusterPlan plan, int port) {
        ClusterHome home = home(plan);
        boolean fresh = !Files.exists(home.files().data());
        Access access = new Access(port, secret(plan, home));
        Cluster cluster = new Cluster(plan, Keeper.start(plan, home, port), home, fresh, access);
        boolean ready = false;
        try {
            ready = cluster.awaitReady();
            LOG.debug("PostgreSQL on port {} in {}: {}", port, home, ready);
            return ready ? Optional.of(cluster) : Optional.empty();
        } finally {
            if (!ready) {
                cluster.end(END_LIMIT);
            }
        }
    }

    private static ClusterHome home(ClusterPlan plan) {
        ClusterOptions options = plan.options();
        if (options.directory().isEmpty()) {
            return withEntries(plan, plan.homes().create());
        }
        Path directory = options.directory().get();
        try {
            return withEntries(plan, ClusterHome.at(directory, plan.user(), options.stays()));
        } catch (IOException e) {
            throw new ServerException("Cannot use " + directory + " for the embedded server: " + e, e);
        }
    }

    private static ClusterHome withEntries(ClusterPlan plan, ClusterHome home) {
        ClusterOptions options = plan.options();
        try {
            if (options.hasEntries()) {
                home.write("extra.conf", options.configurationFor(home.directory()));
                home.write("extra_hba.conf", options.accessEntries());
            }
            return home;
        } catch (IOException e) {
            home.discard();
            throw new ServerException("Cannot write to " + home + ": " + e, e);
        }
    }

    /** Data that stays may outlive the seed it was copied from, and that has the password. */
    private static Secret secret(ClusterPlan plan, ClusterHome home) {
        Secret ofSeed = plan.seed().secret();
        if (!home.stays()) {
            return ofSeed;
        }
        Path file = home.directory().resolve(SECRET);
        try {
            if (Files.exists(home.files().data())) {
                return new Secret(Files.readString(file));
            }
            return write(ofSeed, file);
        } catch (IOException e) {
            home.close();
            throw new ServerException(
                    "There is no password in " + file + ", which belongs to the data in " + home + ": " + e, e);
        }
    }

    private static Secret write(Secret secret, Path file) throws IOException {
        Files.deleteIfExists(file);
        OwnFile.write(file, secret.password(), Permissions.OWNER_ONLY_FILE);
        return secret;
    }

    /** Notes that somebody has changed the superuser's password. */
    void changeSecret(Secret secret) {
        try {
            if (home.stays()) {
                write(secret, home.directory().resolve(SECRET));
            }
        } catch (IOException e) {
            throw new ServerException("Cannot write the password to " + home + ": " + e, e);
        }
        access = new Access(access.port(), secret);
    }

    private boolean awaitReady() {
        Optional<Connection> session = new Readiness(keeper.shell(), files(), access).await(plan.timeout());
        Sessions.close(session);
        return session.isPresent();
    }

    HomeFiles files() {
        return plan.options()
                .log()
                .map(log -> new HomeFiles(home.directory(), new ServerLog(log)))
                .orElseGet(home::files);
    }

    Access access() {
        return access;
    }

    Installation installation() {
        return plan.installation();
    }

    /** True if its data was copied from the seed by this start. */
    boolean isFresh() {
        return fresh;
    }

    /** Where its socket lies, if it has one. */
    Optional<Path> socketDirectory() {
        return plan.options().unixSocket() ? Optional.of(home.directory()) : Optional.empty();
    }

    /** Ends the server as a crash would, and returns when it has ended. */
    void crash() {
        keeper.crash();
        awaitDown();
    }

    /** Ends the server if it runs, and returns when it answers again, on the same port and with the same data. */
    void restart() {
        if (!files().isDown()) {
            keeper.stop();
            awaitDown();
        }
        keeper.restart();
        if (!awaitReady()) {
            throw new ServerException("Somebody else has taken port " + access.port() + " while the embedded server in "
                    + home + " was down. It cannot come back.");
        }
    }

    private void awaitDown() {
        Deadline deadline = Deadline.in(plan.timeout());
        while (!files().isDown()) {
            if (files().hasEnded() || !keeper.isAlive()) {
                throw new ServerException("The embedded server in " + home + " has ended by itself"
                        + (files().hasExpired()
                                ? ": its time to live is over."
                                : ". " + files().log().tail()));
            }
            if (deadline.isOver()) {
                throw new ServerException("The embedded server in " + home + " does not stop. Its log says:\n"
                        + files().log().tail());
            }
            deadline.pause("the embedded server");
        }
    }

    @Override
    public PostgresServer describe(Consumer<Duration> onClose) {
        return access.describe(true, new Room(home.directory()), onClose);
    }

    /** False after a crash, or when somebody removed the data directory or the binaries, which a server reads at every login. */
    @Override
    public boolean isRunning() {
        return keeper.isAlive() && files().hasServer() && plan.installation().exists();
    }

    /** Returns when nothing is left of it. */
    @Override
    public void end(Duration limit) {
        keeper.end(limit);
    }

    @Override
    public String toString() {
        return home.toString();
    }
}
