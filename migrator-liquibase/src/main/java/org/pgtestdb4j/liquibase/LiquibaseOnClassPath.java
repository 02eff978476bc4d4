package org.pgtestdb4j.liquibase;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.spi.Fingerprint;

/** Tells what there is of Liquibase on this adapter's class path, without loading any class of it. */
final class LiquibaseOnClassPath {

    private static final ClassLoader LOADER = LiquibaseOnClassPath.class.getClassLoader();

    private static final String LIQUIBASE = "liquibase/Scope.class";
    private static final String BUILD = "liquibase.build.properties";
    private static final String VERSION = "build.version=";

    /** What extensions can add that changes what becomes of a changelog. */
    private static final List<String> EXTENSION_POINTS = List.of(
            "liquibase.change.Change",
            "liquibase.changelog.ChangeLogHistoryService",
            "liquibase.changeset.ChangeSetService",
            "liquibase.command.CommandStep",
            "liquibase.configuration.ConfigurationValueProvider",
            "liquibase.database.Database",
            "liquibase.database.DatabaseConnection",
            "liquibase.database.LiquibaseTableNames",
            "liquibase.datatype.LiquibaseDataType",
            "liquibase.executor.Executor",
            "liquibase.lockservice.LockService",
            "liquibase.parser.ChangeLogParser",
            "liquibase.parser.LiquibaseSqlParser",
            "liquibase.parser.NamespaceDetails",
            "liquibase.parser.SnapshotParser",
            "liquibase.precondition.Precondition",
            "liquibase.resource.PathHandler",
            "liquibase.servicelocator.ServiceLocator",
            "liquibase.snapshot.SnapshotGenerator",
            "liquibase.sqlgenerator.SqlGenerator",
            "liquibase.structure.DatabaseObject");

    private LiquibaseOnClassPath() {}

    static boolean isPresent() {
        return LOADER.getResource(LIQUIBASE) != null;
    }

    static void require() {
        if (!isPresent()) {
            throw new ConfigurationException(
                    "Liquibase is not on the class path. Add the dependency org.liquibase:liquibase-core, version 4.31 or newer.");
        }
    }

    /** Returns the version of Liquibase, or nothing if Liquibase keeps it elsewhere. */
    static String version() {
        URL build = LOADER.getResource(BUILD);
        return build == null
                ? ""
                : new String(read(build), StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> line.startsWith(VERSION))
                        .map(line -> line.substring(VERSION.length()).strip())
                        .findFirst()
                        .orElse("");
    }

    /** Adds Liquibase's version, and the name and code of all that extends it. */
    static void addTo(Fingerprint sum, ClassLoader classLoader) {
        sum.text("liquibase", version());
        String core = jarOf(LIQUIBASE, LOADER);
        for (String point : EXTENSION_POINTS) {
            for (String provider : providers(point, classLoader)) {
                String resource = provider.replace('.', '/') + ".class";
                if (!jarOf(resource, classLoader).equals(core)) {
                    sum.text(point, provider);
                    sum.text("code", codeOf(resource, classLoader));
                }
            }
        }
    }

    private static String jarOf(String resource, ClassLoader classLoader) {
        URL url = classLoader.getResource(resource);
        return url == null ? "" : url.toString().substring(0, url.toString().length() - resource.length());
    }

    private static String codeOf(String resource, ClassLoader classLoader) {
        URL url = classLoader.getResource(resource);
        return url == null ? "" : Digest.of(read(url));
    }

    private static Iterable<String> providers(String point, ClassLoader classLoader) {
        try {
            List<String> lines = new ArrayList<>();
            for (URL url : Collections.list(classLoader.getResources("META-INF/services/" + point))) {
                lines.addAll(
                        new String(read(url), StandardCharsets.UTF_8).lines().toList());
            }
            TreeSet<String> providers = new TreeSet<>();
            for (String line : lines) {
                int comment = line.indexOf('#');
                String name = (comment < 0 ? line : line.substring(0, comment)).strip();
                if (!name.isEmpty()) {
                    providers.add(name);
                }
            }
            return providers;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list the extensions of Liquibase", e);
        }
    }

    static byte[] read(URL url) {
        try {
            URLConnection connection = url.openConnection();
            connection.setUseCaches(false);
            try (InputStream in = connection.getInputStream()) {
                return in.readAllBytes();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + url, e);
        }
    }
}
