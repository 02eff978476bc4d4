package org.pgtestdb4j.spi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.pgtestdb4j.ConfigurationException;

/**
 * Adds up a migrator's content to its {@linkplain org.pgtestdb4j.Migrator#hash() hash}, a SHA-256 in hex digits.
 *
 * <p>Everything is added with its kind, name and length, so that no two different inputs run together. Files count with their raw bytes and
 * their relative path; their times, the working directory and the place of a jar do not count. Not safe for use by several threads.
 */
public final class Fingerprint {

    private final MessageDigest digest;

    private Fingerprint(MessageDigest digest) {
        this.digest = digest;
    }

    /**
     * Returns an empty fingerprint.
     *
     * @return a new one at every call
     */
    public static Fingerprint create() {
        try {
            return new Fingerprint(MessageDigest.getInstance("SHA-256"));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /**
     * Adds a text.
     *
     * @param name what the text means
     * @param value the text
     * @return this fingerprint
     */
    public Fingerprint text(String name, String value) {
        add("text", name, value.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /**
     * Adds the raw bytes of a file.
     *
     * @param name what counts as the file's name, usually a relative path
     * @param file the file
     * @return this fingerprint
     */
    public Fingerprint file(String name, Path file) {
        try {
            add("file", name, Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
        return this;
    }

    /**
     * Adds every file below a directory, in the order of their relative paths. Links are followed.
     *
     * @param directory the directory
     * @return the number of files that were found
     */
    public int directory(Path directory) {
        Map<String, Path> files = filesBelow(directory);
        files.forEach(this::file);
        return files.size();
    }

    /**
     * Adds every file below a root on the class path, be it in directories, jars or several of both.
     *
     * @param root a path such as {@code db/migration}
     * @param classLoader where to look
     * @return the number of files that were found
     */
    public int classPathRoot(String root, ClassLoader classLoader) {
        int found = 0;
        try {
            for (URL url : Collections.list(classLoader.getResources(root))) {
                found += addRoot(url);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read classpath:" + root, e);
        }
        return found;
    }

    /**
     * Adds the bytes of a class.
     *
     * @param type a class whose code decides the migrated state
     * @return this fingerprint
     */
    public Fingerprint classBytes(Class<?> type) {
        String resource = "/" + type.getName().replace('.', '/') + ".class";
        try (InputStream in = type.getResourceAsStream(resource)) {
            if (in == null) {
                throw new ConfigurationException("Cannot read the class file of " + type.getName()
                        + ", so a change of its code would go unnoticed. Lambdas have none: use a named class.");
            }
            add("class", type.getName(), in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the class file of " + type.getName(), e);
        }
        return this;
    }

    /**
     * Returns the fingerprint of all that was added. Nothing can be added afterwards.
     *
     * @return 64 lower-case hex digits
     */
    public String toHex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    private int addRoot(URL url) throws IOException {
        URLConnection connection = url.openConnection();
        if (connection instanceof JarURLConnection jar) {
            return addJar(jar);
        }
        if (!url.getProtocol().equals("file")) {
            throw new ConfigurationException("Cannot list the files of " + url
                    + ", so a change of them would go unnoticed. Only directories and jars are understood.");
        }
        try {
            return directory(Path.of(url.toURI()));
        } catch (URISyntaxException e) {
            throw new ConfigurationException("Not a path: " + url, e);
        }
    }

    private int addJar(JarURLConnection connection) throws IOException {
        connection.setUseCaches(false);
        String prefix =
                connection.getEntryName().endsWith("/") ? connection.getEntryName() : connection.getEntryName() + "/";
        try (JarFile jar = connection.getJarFile()) {
            List<JarEntry> entries = jar.stream()
                    .filter(entry -> !entry.isDirectory() && entry.getName().startsWith(prefix))
                    .sorted((a, b) -> a.getName().compareTo(b.getName()))
                    .toList();
            for (JarEntry entry : entries) {
                try (InputStream in = jar.getInputStream(entry)) {
                    add("file", entry.getName().substring(prefix.length()), in.readAllBytes());
                }
            }
            return entries.size();
        }
    }

    private static Map<String, Path> filesBelow(Path directory) {
        Map<String, Path> files = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(directory, FileVisitOption.FOLLOW_LINKS)) {
            walk.filter(Files::isRegularFile)
                    .forEach(file ->
                            files.put(directory.relativize(file).toString().replace('\\', '/'), file));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + directory, e);
        }
        return files;
    }

    private void add(String kind, String name, byte[] content) {
        byte[] header = (kind + ' ' + name.length() + ' ' + name + ' ' + content.length + '\n')
                .getBytes(StandardCharsets.UTF_8);
        digest.update(header);
        digest.update(content);
    }
}
