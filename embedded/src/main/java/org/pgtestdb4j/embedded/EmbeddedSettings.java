package org.pgtestdb4j.embedded;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.spi.ServerContext;

/** What can be set about the embedded server. */
record EmbeddedSettings(Optional<Path> cache, Optional<Path> data, Optional<String> user, Duration startTimeout) {

    static final String CACHE = "pgtestdb4j.embedded.cache";
    static final String DATA = "pgtestdb4j.embedded.data";
    static final String USER = "pgtestdb4j.embedded.user";
    static final String START_TIMEOUT = "pgtestdb4j.embedded.start-timeout";
    static final Set<String> NAMES = Set.of(CACHE, DATA, USER, START_TIMEOUT);

    private static final Duration DEFAULT_START_TIMEOUT = Duration.ofSeconds(60);

    static EmbeddedSettings of(ServerContext context) {
        return new EmbeddedSettings(
                context.setting(CACHE).map(value -> directory(CACHE, value)),
                context.setting(DATA).map(value -> directory(DATA, value)),
                context.setting(USER),
                context.duration(START_TIMEOUT, DEFAULT_START_TIMEOUT));
    }

    private static Path directory(String name, String value) {
        try {
            return Path.of(value).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new ConfigurationException(name + " is not a path: " + value, e);
        }
    }
}
