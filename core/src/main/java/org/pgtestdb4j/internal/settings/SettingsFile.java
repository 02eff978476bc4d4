package org.pgtestdb4j.internal.settings;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.pgtestdb4j.ConfigurationException;

/** The file {@code pgtestdb4j.properties} at the root of the class path, in UTF-8. */
final class SettingsFile {

    static final String NAME = "pgtestdb4j.properties";

    private SettingsFile() {}

    /** Returns what the file says, or nothing if there is none; two that differ are an error. */
    static Map<String, String> read(ClassLoader classLoader) {
        try {
            Map<String, String> first = null;
            List<URL> files = Collections.list(classLoader.getResources(NAME));
            for (URL file : files) {
                Map<String, String> content = read(file);
                if (first != null && !first.equals(content)) {
                    throw new ConfigurationException(
                            "Several files " + NAME + " on the class path say different things: " + files
                                    + ". Leave one, or use system properties for what differs.");
                }
                first = content;
            }
            return first == null ? Map.of() : first;
        } catch (IOException e) {
            throw new ConfigurationException("Cannot read " + NAME + " from the class path", e);
        }
    }

    private static Map<String, String> read(URL file) throws IOException {
        Properties properties = new Properties();
        URLConnection connection = file.openConnection();
        connection.setUseCaches(false);
        try (Reader reader = new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("Cannot read " + file + ": " + e.getMessage(), e);
        }
        Map<String, String> content = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> content.put(name, properties.getProperty(name)));
        return content;
    }
}
