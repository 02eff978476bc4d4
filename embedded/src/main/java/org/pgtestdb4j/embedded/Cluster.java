package org.pgtestdb4j.embedded;

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

    private final Keeper keeper;
    private final ClusterHome home;
    private final Access access;

    private Cluster(Keeper keeper, ClusterHome home, Access access) {
        this.keeper = keeper;
        this.home = home;
        this.access = access;
    }

    static Cluster start(ClusterPlan plan) {
        return start(plan, FreePort::find);
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
        ClusterHome home = plan.homes().create();
        Keeper keeper = Keeper.start(plan, home, port);
        Access access = new Access(port, plan.seed().secret());
        Cluster cluster = new Cluster(keeper, home, access);
        boolean ready = false;
        try {
            Optional<Connection> session = new Readiness(keeper.shell(), home.files(), access).await(plan.timeout());
            ready = session.isPresent();
            Sessions.close(session);
            LOG.debug(
                    "PostgreSQL {} on port {} in {}: ready is {}",
                    plan.installation().major(),
                    port,
                    home.directory(),
                    ready);
            return ready ? Optional.of(cluster) : Optional.empty();
        } finally {
            if (!ready) {
                cluster.end(END_LIMIT);
            }
        }
    }

    @Override
    public PostgresServer describe(Consumer<Duration> onClose) {
        return access.describe(true, new Room(home.directory()), onClose);
    }

    /** False after a crash, or when somebody removed the data directory. */
    @Override
    public boolean isRunning() {
        return keeper.isAlive() && home.files().hasServer();
    }

    /** Returns when nothing is left of it. */
    @Override
    public void end(Duration limit) {
        keeper.end(limit);
    }
}
