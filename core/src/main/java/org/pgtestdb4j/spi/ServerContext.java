package org.pgtestdb4j.spi;

import java.util.Optional;

/** What a {@link ServerProvider} may know of the run that needs a server. Not meant for implementation by others. */
public interface ServerContext {

    /**
     * Looks a setting up in all sources, the strongest first.
     *
     * @param name one of the provider's own {@linkplain ServerProvider#settings() settings}
     * @return its value; a blank one counts as not set
     */
    Optional<String> setting(String name);

    /**
     * Returns the class loader of the tests.
     *
     * @return where to look for binaries on the class path
     */
    ClassLoader classLoader();
}
