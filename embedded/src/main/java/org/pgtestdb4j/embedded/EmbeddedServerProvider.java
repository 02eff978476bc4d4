package org.pgtestdb4j.embedded;

import java.util.Set;
import org.pgtestdb4j.spi.PostgresServer;
import org.pgtestdb4j.spi.ServerContext;
import org.pgtestdb4j.spi.ServerProvider;

/**
 * Gives a PostgreSQL server made from the binaries on the class path.
 *
 * <p>By default it is one for all JVMs of a user on a machine: the first starts it, the others join. It stays until nobody has had a session
 * on it for some time; then its data goes to the cache, from where it comes back at the next start. After an unclean end it starts afresh.
 * A private server stops with the last {@link PostgresServer#close()}; without one it ends with the JVM, also with one that is killed, and
 * leaves nothing behind. Both listen on the loopback address only, ask for a random password, and never run as root. Everyone in a JVM who
 * asks with the same settings gets the same server.
 *
 * <p>Binaries and an initialized data directory are made once and kept in a cache, about 100 MB. The data of a running server lies in memory
 * if {@code /dev/shm} has room, else in the cache. Settings, all of them optional:
 *
 * <ul>
 *   <li>{@code pgtestdb4j.embedded.mode}: {@code shared} or {@code private}. Default: {@code shared}.
 *   <li>{@code pgtestdb4j.embedded.idle}: for how long the shared server stays after its last user, such as {@code 10m}; {@code 0} ends
 *       it a moment after. The last to come decides for all. Default: {@code 10m}.
 *   <li>{@code pgtestdb4j.embedded.cache}: the directory of the cache; created if missing, must belong to the user. Default:
 *       {@code pgtestdb4j} below {@code XDG_CACHE_HOME}, {@code ~/.cache}, on macOS {@code ~/Library/Caches}, for root
 *       {@code /var/cache}; if none can be used, a private directory below {@code java.io.tmpdir}.
 *   <li>{@code pgtestdb4j.embedded.data}: the directory below which the data lies. Default: {@code /dev/shm} if at least 512 MB are
 *       free there, else the cache.
 *   <li>{@code pgtestdb4j.embedded.user}: who runs the server if the JVM is run by root. Default: {@code postgres} if there is such
 *       a user, else {@code nobody}.
 *   <li>{@code pgtestdb4j.embedded.start-timeout}: how long the server may take to answer, for example {@code 2m}. Default: {@code 60s}.
 * </ul>
 *
 * <p>Works on Linux and macOS, on 64-bit processors of Intel's and ARM's kind. Windows is not supported yet; the exception there says
 * so: set {@code pgtestdb4j.url}. The user who runs the server needs an entry in {@code /etc/passwd}; PostgreSQL insists on it.
 *
 * <p>Safe for use by several threads.
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
