package org.pgtestdb4j.embedded;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.pgtestdb4j.ServerException;
import org.pgtestdb4j.spi.PostgresServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running server of our own: data directory, keeper and port. */
final class Cluster {

    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);
    private static final int PORTS_TO_TRY = 5;
    private static final String HOST = "127.0.0.1";

    /** What need not be asked of a server that we start ourselves; each saves a round trip per connection. */
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

    static Cluster start(EmbeddedSettings settings, BinariesArchive archive) {
        long start = System.nanoTime();
        ServerUser user = ServerUser.find(settings);
        Cache cache = CacheLocation.find(settings, user);
        Installation installation = Installation.of(archive, cache);
        Seed seed = Seed.of(installation, user, cache);
        ClusterHomes homes = DataPlace.find(settings, user, cache);
        homes.sweep(seed.keeper());
        for (int i = 0; i < PORTS_TO_TRY; i++) {
            Optional<Cluster> cluster = tryStart(settings, installation, seed, homes, user);
            if (cluster.isPresent()) {
                LOG.debug(
                        "PostgreSQL {} on port {} after {} ms",
                        installation.major(),
                        cluster.get().port,
                        Duration.ofNanos(System.nanoTime() - start).toMillis());
                return cluster.get();
            }
        }
        throw new ServerException(
                "The embedded server found no free port on " + HOST + " in " + PORTS_TO_TRY + " tries");
    }

    /** Empty if somebody else took the port meanwhile. */
    private static Optional<Cluster> tryStart(
            EmbeddedSettings settings, Installation installation, Seed seed, ClusterHomes homes, ServerUser user) {
        ClusterHome home = homes.create();
        int port = FreePort.find();
        Keeper keeper = Keeper.start(installation, seed, home, user, port);
        Cluster cluster = new Cluster(keeper, home, port, seed.secret());
        try {
            if (new Readiness(keeper, home, cluster.describe(() -> {})).await(settings.startTimeout())) {
                return Optional.of(cluster);
            }
        } catch (RuntimeException e) {
            cluster.end();
            throw e;
        }
        cluster.end();
        return Optional.empty();
    }

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
        return keeper.isAlive() && !home.hasEnded();
    }

    void end() {
        keeper.end();
    }
}
