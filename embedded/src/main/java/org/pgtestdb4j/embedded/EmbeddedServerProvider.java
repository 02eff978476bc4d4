package org.pgtestdb4j.embedded;

import java.util.Set;
import org.pgtestdb4j.spi.PostgresServer;
import org.pgtestdb4j.spi.ServerContext;
import org.pgtestdb4j.spi.ServerProvider;

/**
 * Starts a private PostgreSQL server for this JVM, from the binaries on the class path.
 *
 * <p>Everyone who asks with the same settings gets the same running server; it stops with the last {@link PostgresServer#close()}, and
 * without one it ends with the JVM, also when that is killed. It listens on the loopback address only, its data lies in memory where
 * there is room ({@code /dev/shm}), and it is never run as root.
 *
 * <p>Works on Linux and macOS. On Windows it is not supported yet and says so: set {@code pgtestdb4j.url} there.
 */
public final class EmbeddedServerProvider implements ServerProvider {

    /** Called by {@link java.util.ServiceLoader}. */
    public EmbeddedServerProvider() {}

    @Override
    public Set<String> settings() {
        return EmbeddedSettings.NAMES;
    }

    @Override
    public PostgresServer find(ServerContext context) {
        Platform platform = Platform.current();
        EmbeddedSettings settings = EmbeddedSettings.of(context);
        BinariesArchive archive = BinariesArchive.find(platform, context.classLoader());
        return CountedClusters.OF_THIS_JVM.acquire(settings, archive);
    }
}
