package org.pgtestdb4j.binding;

import org.pgtestdb4j.internal.server.Servers;
import org.pgtestdb4j.spi.ServerContext;

/** The settings of servers, for those who start one by themselves and not through an engine. */
public final class ServerSettings {

    private ServerSettings() {}

    /**
     * Returns what is set for this JVM: by system properties, in the environment, and in {@code pgtestdb4j.properties}.
     *
     * @param classLoader the class loader of the tests
     * @return the settings that hold outside of any test framework
     * @throws org.pgtestdb4j.ConfigurationException if the file cannot be understood
     */
    public static ServerContext ofJvm(ClassLoader classLoader) {
        return Servers.contextOf(classLoader);
    }
}
