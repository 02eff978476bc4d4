package org.pgtestdb4j.liquibase;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Set;
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
        extensions(classLoader).forEach(extension -> {
            sum.text("extension", extension);
            URL code = classLoader.getResource(extension.replace('.', '/') + ".class");
            sum.text("code", code == null ? "" : Digest.of(read(code)));
        });
    }

    /** Returns the classes that other jars than Liquibase's own add to it. */
    static Set<String> extensions(ClassLoader classLoader) {
        String scope = String.valueOf(LOADER.getResource(LIQUIBASE));
        String core = scope.substring(0, scope.length() - LIQUIBASE.length());
        Set<String> extensions = new TreeSet<>();
        for (String point : EXTENSION_POINTS) {
            try {
                for (URL url : Collections.list(classLoader.getResources("META-INF/services/" + point))) {
                    if (!url.toString().startsWith(core)) {
                        extensions.addAll(providers(url));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot list the extensions of Liquibase", e);
            }
        }
        return extensions;
    }

    private static List<String> providers(URL services) {
        return new String(read(services), StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.replaceFirst("#.*", "").strip())
                .filter(name -> !name.isEmpty())
                .toList();
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
