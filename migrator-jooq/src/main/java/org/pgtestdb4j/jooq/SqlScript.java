package org.pgtestdb4j.jooq;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Properties;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.spi.Fingerprint;

/**
 * A file of SQL that the user adds.
 *
 * @param location a path, or {@code classpath:} and a path
 * @param classLoader where to look for the latter
 */
record SqlScript(String location, ClassLoader classLoader) {

    private static final String CLASS_PATH = "classpath:";

    /** What makes the driver send a file as it is: it would cut it at semicolons else. */
    static final Properties WHOLE_FILES = new Properties();

    static {
        WHOLE_FILES.setProperty("preferQueryMode", "simple");
    }

    static SqlScript of(String location) {
        if (location.isBlank()) {
            throw new ConfigurationException(
                    "No SQL file is named. Write for example \"src/test/db/triggers.sql\" or \"classpath:db/triggers.sql\".");
        }
        ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
        return new SqlScript(location, ofThread != null ? ofThread : SqlScript.class.getClassLoader());
    }

    /** Adds name and bytes. Where the file lies does not count. */
    void addTo(Fingerprint sum) {
        sum.text(
                location.substring(location.lastIndexOf('/') + 1),
                HexFormat.of().formatHex(bytes()));
    }

    String text() {
        String text = new String(bytes(), StandardCharsets.UTF_8);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private byte[] bytes() {
        try {
            return location.startsWith(CLASS_PATH)
                    ? resource(location.substring(CLASS_PATH.length()))
                    : Files.readAllBytes(Path.of(location).toAbsolutePath());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the SQL file %s: %s".formatted(location, e), e);
        }
    }

    private byte[] resource(String path) throws IOException {
        URL url = classLoader.getResource(path.startsWith("/") ? path.substring(1) : path);
        if (url == null) {
            throw new FileNotFoundException("not on the class path");
        }
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false);
        try (InputStream in = connection.getInputStream()) {
            return in.readAllBytes();
        }
    }
}
