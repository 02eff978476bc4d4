package org.pgtestdb4j.embedded;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.spi.ServerContext;

/** What can be set about the embedded server. */
record EmbeddedSettings(
        Mode mode, Idle idle, Optional<Path> cache, Optional<Path> data, Optional<String> user, Duration startTimeout) {

    static final String MODE = "pgtestdb4j.embedded.mode";
    static final String IDLE = "pgtestdb4j.embedded.idle";
    static final String CACHE = "pgtestdb4j.embedded.cache";
    static final String DATA = "pgtestdb4j.embedded.data";
    static final String USER = "pgtestdb4j.embedded.user";
    static final String START_TIMEOUT = "pgtestdb4j.embedded.start-timeout";
    static final Set<String> NAMES = Set.of(MODE, IDLE, CACHE, DATA, USER, START_TIMEOUT);

    private static final Duration DEFAULT_START_TIMEOUT = Duration.ofSeconds(60);

    private static final Pattern NONE = Pattern.compile("0+ ?(ms|s|m|h)?");

    static EmbeddedSettings of(ServerContext context) {
        Mode mode = context.setting(MODE).map(value -> Mode.of(MODE, value)).orElse(Mode.SHARED);
        Idle idle = idle(context);
        return new EmbeddedSettings(
                mode,
                mode == Mode.SHARED ? idle : Idle.NONE,
                context.setting(CACHE).map(value -> directory(CACHE, value)),
                context.setting(DATA).map(value -> directory(DATA, value)),
                context.setting(USER),
                context.duration(START_TIMEOUT, DEFAULT_START_TIMEOUT));
    }

    /** Core's times are above zero, and here zero means something. */
    private static Idle idle(ServerContext context) {
        boolean none = context.setting(IDLE)
                .filter(value -> NONE.matcher(value.strip()).matches())
                .isPresent();
        return new Idle(none ? Duration.ZERO : context.duration(IDLE, Idle.DEFAULT.time()));
    }

    private static Path directory(String name, String value) {
        try {
            return Path.of(value).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new ConfigurationException(name + " is not a path: " + value, e);
        }
    }
}
