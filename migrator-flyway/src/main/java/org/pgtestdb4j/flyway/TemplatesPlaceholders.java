package org.pgtestdb4j.flyway;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.output.MigrateOutput;
import org.flywaydb.core.api.output.MigrateResult;
import org.jspecify.annotations.Nullable;

/** Finds repeatable migrations that have values of the template in them, by placeholders which Flyway itself fills in. */
final class TemplatesPlaceholders {

    private static final String FLYWAYS_OWN = "flyway";

    private final Configuration configuration;
    private final Pattern placeholder;

    TemplatesPlaceholders(Configuration configuration) {
        this.configuration = configuration;
        this.placeholder = Pattern.compile(
                Stream.of("timestamp", "database", "user")
                        .map(name -> Pattern.quote(configuration.getPlaceholderPrefix()
                                + FLYWAYS_OWN
                                + configuration.getPlaceholderSeparator()
                                + name
                                + configuration.getPlaceholderSuffix()))
                        .collect(Collectors.joining("|")),
                Pattern.CASE_INSENSITIVE);
    }

    /** Returns the files among those that were applied. */
    List<String> filesOf(MigrateResult result) {
        if (!configuration.isPlaceholderReplacement()) {
            return List.of();
        }
        return result.migrations.stream()
                .filter(TemplatesPlaceholders::isRepeatableScript)
                .map(migration -> migration.filepath)
                .filter(file -> placeholder.matcher(read(file)).find())
                .toList();
    }

    private static boolean isRepeatableScript(MigrateOutput migration) {
        return (migration.version == null || migration.version.isEmpty()) && migration.filepath != null;
    }

    private String read(String file) {
        Charset encoding = configuration.getEncoding();
        try {
            if (Files.isRegularFile(Path.of(file))) {
                return new String(Files.readAllBytes(Path.of(file)), encoding);
            }
            URL resource = onClassPath(file.replace('\\', '/'));
            if (resource == null) {
                return "";
            }
            URLConnection connection = resource.openConnection();
            connection.setUseCaches(false);
            try (InputStream in = connection.getInputStream()) {
                return new String(in.readAllBytes(), encoding);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    /** Of what is in a jar, Flyway tells a path that no file has, but that ends with the name of the resource. */
    private @Nullable URL onClassPath(String file) {
        return Stream.of(configuration.getLocations())
                .map(location -> MigrationLocation.of(location.getDescriptor()).root())
                .filter(root -> !root.isEmpty() && file.contains(root))
                .map(root -> configuration.getClassLoader().getResource(file.substring(file.lastIndexOf(root))))
                .filter(resource -> resource != null)
                .findFirst()
                .orElse(null);
    }
}
