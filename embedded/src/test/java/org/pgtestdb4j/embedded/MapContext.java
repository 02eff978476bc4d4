package org.pgtestdb4j.embedded;

import java.util.Map;
import java.util.Optional;
import org.pgtestdb4j.spi.ServerContext;

/** What is set, as a map. */
record MapContext(Map<String, String> settings) implements ServerContext {

    @Override
    public Optional<String> setting(String name) {
        return Optional.ofNullable(settings.get(name));
    }

    @Override
    public ClassLoader classLoader() {
        return MapContext.class.getClassLoader();
    }
}
