package org.pgtestdb4j.embedded;

import java.util.Map;
import java.util.Optional;
import org.pgtestdb4j.spi.ServerContext;

/** What is set, as a map. */
record MapContext(Map<String, String> settings, ClassLoader classLoader) implements ServerContext {

    MapContext(Map<String, String> settings) {
        this(settings, MapContext.class.getClassLoader());
    }

    @Override
    public Optional<String> setting(String name) {
        return Optional.ofNullable(settings.get(name));
    }
}
