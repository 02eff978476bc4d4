package org.pgtestdb4j.embedded;

import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.pgtestdb4j.ServerException;
import org.pgtestdb4j.spi.PostgresServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running server of our own: its data directory, its keeper and its port. */
final class Cluster {

    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);
    private static final String HOST = "127.0.0.1";
    private static final int PORTS_TO_TRY = 5;

    /** What need not be negotiated with a server that we started ourselves; each saves a round trip per connection. */
    private static final Map<String, String> PARAMETERS =
            Map.of("sslmode", "disable", "gssEncMode", "disable", "assumeMinServerVersion", "14");

    private final Keeper keeper;
    private final ClusterHome home;
    private final int port;
    private final Secret secret;

    private Cluster(Keeper keeper, ClusterHome home, int port, Secret secret) {
        this.keeper = keeper;
        this.home = home;
        this.port = port;
        this.secret = secret;
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
                "The embedded server got none of " + PORTS_TO_TRY + " ports of " + HOST
                        + ", each was free a moment before. Something on this machine takes ports very fast, or forbids to listen on them.");
    }

    /** Empty if somebody else took the port meanwhile. */
    private static Optional<Cluster> tryStart(ClusterPlan plan, int port) {
        ClusterHome home = plan.homes().create();
        Cluster cluster = new Cluster(
                Keeper.start(plan, home, port), home, port, plan.seed().secret());
        boolean ready = false;
        try {
            ready = new Readiness(cluster.keeper, home, cluster.describe(() -> {})).await(plan.timeout());
            if (ready) {
                LOG.debug("PostgreSQL on port {} in {}", port, home);
                return Optional.of(cluster);
            }
            LOG.debug("Port {} was taken in the meantime", port);
            return Optional.empty();
        } finally {
            if (!ready) {
                cluster.end();
            }
        }
    }

    /** Describes it to whoever shall use it. */
    PostgresServer describe(Runnable onClose) {
        return PostgresServer.builder()
                .host(HOST)
                .port(port)
                .user(Seed.SUPERUSER)
                .password(secret.password())
                .parameters(PARAMETERS)
                .ours(true)
                .endsWithJvm(true)
                .onClose(onClose)
                .build();
    }

    /** False after a crash, or when somebody removed the data directory. */
    boolean isRunning() {
        return keeper.isAlive() && home.hasServer();
    }

    /** Returns when nothing is left of it. */
    void end() {
        keeper.end();
    }
}
