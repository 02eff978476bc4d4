package org.pgtestdb4j.spi;

import java.util.Set;

/**
 * Knows where a PostgreSQL server can be had when no url is set. Found by {@link java.util.ServiceLoader}.
 *
 * <p>Implementations have a public constructor without parameters and are safe for use by several threads.
 */
public interface ServerProvider {

    /**
     * Returns the settings that this provider understands beyond those of core.
     *
     * @return full names, for example {@code pgtestdb4j.embedded.cache}
     */
    Set<String> settings();

    /**
     * Finds or starts a server. Whoever asked closes the returned server, and nobody else.
     *
     * @param context what is set
     * @return a server that accepts connections
     * @throws org.pgtestdb4j.PgTestDbException if it has none to give; the message says what to do
     */
    PostgresServer find(ServerContext context);
}
