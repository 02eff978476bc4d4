package org.pgtestdb4j.flyway;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.pgtestdb4j.ConfigurationException;

/** Tells what there is of Flyway on this adapter's class path, without loading any class of it. */
final class FlywayOnClassPath {

    private static final ClassLoader LOADER = FlywayOnClassPath.class.getClassLoader();

    private static final String FLYWAY = "org/flywaydb/core/Flyway.class";
    private static final String POSTGRESQL = "org/flywaydb/database/postgresql/PostgreSQLDatabaseType.class";
    static final String VERSION = "org/flywaydb/core/internal/version.txt";
    private static final String PLUGINS = "META-INF/services/org.flywaydb.core.extensibility.Plugin";

    private FlywayOnClassPath() {}

    static boolean isPresent() {
        return LOADER.getResource(FLYWAY) != null;
    }

    static void requireComplete() {
        if (!isPresent()) {
            throw new ConfigurationException(
                    "Flyway is not on the class path. Add the dependencies org.flywaydb:flyway-core and org.flywaydb:flyway-database-postgresql, version 10 or newer.");
        }
        if (LOADER.getResource(POSTGRESQL) == null) {
            throw new ConfigurationException(
                    "Flyway %s is on the class path without its support for PostgreSQL. Add the dependency org.flywaydb:flyway-database-postgresql in the same version, 10 or newer."
                            .formatted(version()));
        }
    }

    /** Returns the version of Flyway, or nothing if Flyway keeps it elsewhere. */
    static String version() {
        URL version = LOADER.getResource(VERSION);
        return version == null ? "" : read(version).strip();
    }

    /** Returns the names of all plug-ins of Flyway; what is set by default depends on which there are. */
    static String plugins() {
        try {
            List<String> plugins = new ArrayList<>();
            for (URL url : Collections.list(LOADER.getResources(PLUGINS))) {
                plugins.addAll(read(url).lines().toList());
            }
            Collections.sort(plugins);
            return String.join("\n", plugins);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list Flyway's plug-ins", e);
        }
    }

    private static String read(URL url) {
        try {
            URLConnection connection = url.openConnection();
            connection.setUseCaches(false);
            try (InputStream in = connection.getInputStream()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + url, e);
        }
    }
}
