package org.pgtestdb4j.spi;

import java.time.Duration;
import java.util.Optional;
import org.pgtestdb4j.ConfigurationException;

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
     * Looks a setting up that is a length of time.
     *
     * @param name one of the provider's own {@linkplain ServerProvider#settings() settings}
     * @param otherwise what it is if it is not set
     * @return the length of time, above zero
     * @throws ConfigurationException if it is not written as a number and a unit, such as {@code 90s}
     */
    default Duration duration(String name, Duration otherwise) {
        return setting(name)
                .map(text -> Durations.parse(text)
                        .orElseThrow(() -> new ConfigurationException(
                                "%s is \"%s\", but must be %s.".formatted(name, text, Durations.EXPECTED))))
                .orElse(otherwise);
    }

    /**
     * Returns the class loader of the tests.
     *
     * @return where to look for binaries on the class path
     */
    ClassLoader classLoader();
}
