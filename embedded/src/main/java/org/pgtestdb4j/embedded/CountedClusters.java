package org.pgtestdb4j.embedded;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.spi.PostgresServer;

/** The servers that this JVM uses, each with the number of those who use it. Safe for use by several threads. */
final class CountedClusters {

    static final CountedClusters OF_THIS_JVM = new CountedClusters();

    private record Key(EmbeddedSettings settings, String binaries) {}

    private static final class Counted {
        private final RunningServer server;
        private int users;

        private Counted(RunningServer server) {
            this.server = server;
        }
    }

    private final Map<Key, Counted> running = new HashMap<>();

    /** Whoever comes while the server is being started waits for it. */
    synchronized PostgresServer acquire(EmbeddedSettings settings, Binaries binaries) {
        Key key = new Key(settings, binaries.key());
        @Nullable Counted found = running.get(key);
        if (found == null || !found.server.isRunning()) {
            found = new Counted(start(settings, binaries));
            running.put(key, found);
        }
        found.users++;
        Counted counted = found;
        AtomicBoolean closed = new AtomicBoolean();
        return counted.server.describe(limit -> {
            if (closed.compareAndSet(false, true)) {
                release(key, counted, limit);
            }
        });
    }

    private static RunningServer start(EmbeddedSettings settings, Binaries binaries) {
        return settings.mode() == Mode.SHARED
                ? joinOrStart(settings, binaries)
                : Cluster.start(ClusterPlan.of(settings, binaries));
    }

    /** Whoever joins a server need not know whether its files are still good. */
    private static SharedServer joinOrStart(EmbeddedSettings settings, Binaries binaries) {
        return SharedJoin.tryOf(SharedPlan.of(settings, binaries))
                .orElseGet(() -> SharedJoin.of(SharedPlan.toStart(settings, binaries)));
    }

    private synchronized void release(Key key, Counted counted, Duration limit) {
        counted.users--;
        if (counted.users == 0) {
            running.remove(key, counted);
            counted.server.end(limit);
        }
    }
}
