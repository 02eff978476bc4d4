package org.pgtestdb4j.liquibase;

import java.io.File;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.spi.Fingerprint;

/**
 * Names all that decides how files become a hash: the settings, where the files are, Liquibase and what it stands on, this adapter, and this
 * JVM. If one of these changes, the name does.
 */
final class HashKey {

    private static final List<String> PARSERS =
            List.of("liquibase/Scope.class", "org/yaml/snakeyaml/Yaml.class", "com/opencsv/CSVReader.class");

    private static final List<String> JVM = List.of("java.version", "java.vendor", "os.name", "user.dir");

    private HashKey() {}

    /** Returns the name, or nothing where it cannot be told. */
    static Optional<String> find(SearchPath searchPath, LiquibaseSettings settings, @Nullable String given) {
        if (searchPath.given() != null) {
            return Optional.empty(); // nobody knows what would have to be looked up again
        }
        try {
            return Optional.of(of(searchPath, settings, given));
        } catch (IOException | URISyntaxException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static String of(SearchPath searchPath, LiquibaseSettings settings, @Nullable String given)
            throws IOException, URISyntaxException {
        ClassLoader own = HashKey.class.getClassLoader();
        Fingerprint sum = Fingerprint.create();
        sum.classPathRoot("org/pgtestdb4j/liquibase", own);
        LiquibaseOnClassPath.addTo(sum, searchPath.classLoader());
        for (String parser : PARSERS) {
            sum.text(parser, whereabouts(own.getResource(parser)));
        }
        JVM.forEach(name -> sum.text(name, System.getProperty(name, "")));
        sum.text("charset", Charset.defaultCharset().name());
        sum.text("locale", Locale.getDefault().toString());
        sum.text("time zone", TimeZone.getDefault().getID());
        LiquibaseProperties.current().forEach(sum::text);
        settings.addTo(sum);
        sum.text("given", String.valueOf(given));
        for (Path directory : searchPath.directories()) {
            sum.text("directory", directory.toString());
        }
        if (searchPath.directories().isEmpty()) {
            for (LiquibaseSettings.Update update : settings.updates()) {
                sum.text(
                        "at",
                        Collections.list(searchPath.classLoader().getResources(update.changelog()))
                                .toString());
            }
        }
        return sum.toHex();
    }

    /** A jar that was replaced has another size or time. */
    private static String whereabouts(@Nullable URL url) throws IOException, URISyntaxException {
        if (url == null) {
            return "";
        }
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false);
        if (connection instanceof JarURLConnection jar) {
            File file = new File(jar.getJarFileURL().toURI());
            return url + " " + file.length() + " " + file.lastModified();
        }
        return url + " " + Digest.of(LiquibaseOnClassPath.read(url));
    }
}
