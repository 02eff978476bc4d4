package org.pgtestdb4j.sqldir.internal.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.sqldir.internal.files.FileTree.Reader;

/** Finds the files of a location. */
public final class FileTrees {

    private static final String CLASS_PATH = "classpath:";

    private FileTrees() {}

    /**
     * Returns the files of a location.
     *
     * @param location a path, or {@code classpath:} and a path
     * @param classLoader where to look for the latter
     * @throws ConfigurationException if there is nothing
     */
    public static FileTree of(String location, ClassLoader classLoader) {
        try {
            return location.startsWith(CLASS_PATH)
                    ? onClassPath(trimSlashes(location.substring(CLASS_PATH.length())), classLoader)
                    : onDisk(Path.of(location).toAbsolutePath().normalize(), location);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + location, e);
        }
    }

    private static String trimSlashes(String path) {
        return path.replaceAll("^/+|/+$", "");
    }

    private static FileTree onDisk(Path path, String location) throws IOException {
        if (Files.isDirectory(path)) {
            return new FileTree(path.toString(), below(path), Optional.empty(), beside(path));
        }
        Path folder = path.getParent();
        if (folder != null && Files.isRegularFile(path)) {
            String file = folder.relativize(path).toString();
            return new FileTree(path.toString(), below(folder), Optional.of(file), List.of());
        }
        throw nothingAt(location, path);
    }

    private static Map<String, Reader> below(Path directory) throws IOException {
        Map<String, Reader> files = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(directory, FileVisitOption.FOLLOW_LINKS)) {
            walk.filter(Files::isRegularFile).forEach(file -> {
                String path = directory.relativize(file).toString().replace('\\', '/');
                if (!isHidden(path)) {
                    files.put(path, () -> Files.readAllBytes(file));
                }
            });
        }
        return files;
    }

    private static boolean isHidden(String path) {
        return path.startsWith(".") || path.contains("/.");
    }

    private static List<String> beside(Path directory) throws IOException {
        Path parent = directory.getParent();
        if (parent == null) {
            return List.of();
        }
        try (Stream<Path> list = Files.list(parent)) {
            return list.map(path -> parent.relativize(path).toString()).sorted().toList();
        }
    }

    private static FileTree onClassPath(String root, ClassLoader classLoader) throws IOException {
        Map<String, Reader> files = new LinkedHashMap<>();
        List<URL> urls = Collections.list(classLoader.getResources(root));
        for (URL url : urls) {
            Map<String, Reader> found = below(url);
            if (found == null) {
                int slash = root.lastIndexOf('/');
                Map<String, Reader> siblings = slash < 0
                        ? Map.of()
                        : onClassPath(root.substring(0, slash), classLoader).readers();
                return oneFile(root, url, siblings);
            }
            found.forEach((path, reader) -> {
                if (files.putIfAbsent(path, reader) != null) {
                    throw new ConfigurationException(
                            "%s%s/%s is on the class path twice, in %s. Only you know which one is meant: take one of them away."
                                    .formatted(CLASS_PATH, root, path, urls));
                }
            });
        }
        if (files.isEmpty()) {
            throw nothingAt(CLASS_PATH + root, null);
        }
        return new FileTree(CLASS_PATH + root, files, Optional.empty(), List.of());
    }

    private static FileTree oneFile(String root, URL url, Map<String, Reader> siblings) {
        String name = root.substring(root.lastIndexOf('/') + 1);
        Map<String, Reader> files = new TreeMap<>(siblings);
        files.put(name, () -> bytesOf(url));
        return new FileTree(CLASS_PATH + root, files, Optional.of(name), List.of());
    }

    private static byte[] bytesOf(URL url) throws IOException {
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false);
        try (InputStream in = connection.getInputStream()) {
            return in.readAllBytes();
        }
    }

    /** Returns the files below a directory or a jar's folder, or null if the url is that of a file. */
    private static @Nullable Map<String, Reader> below(URL url) throws IOException {
        URLConnection connection = url.openConnection();
        if (connection instanceof JarURLConnection jar) {
            return inJar(jar);
        }
        if (!url.getProtocol().equals("file")) {
            throw new ConfigurationException(
                    "Cannot list the files of %s: only directories and jars are understood.".formatted(url));
        }
        try {
            Path path = Path.of(url.toURI());
            return Files.isDirectory(path) ? below(path) : null;
        } catch (URISyntaxException e) {
            throw new ConfigurationException("Not a path: " + url, e);
        }
    }

    private static @Nullable Map<String, Reader> inJar(JarURLConnection connection) throws IOException {
        connection.setUseCaches(false);
        String entryName = connection.getEntryName();
        String prefix = entryName.endsWith("/") ? entryName : entryName + "/";
        try (JarFile jar = connection.getJarFile()) {
            if (!entryName.endsWith("/") && jar.getEntry(prefix) == null && isFile(jar, prefix)) {
                return null;
            }
            Map<String, Reader> files = new TreeMap<>();
            for (JarEntry entry : Collections.list(jar.entries())) {
                String path =
                        entry.getName().startsWith(prefix) ? entry.getName().substring(prefix.length()) : "";
                if (!entry.isDirectory() && !path.isEmpty() && !isHidden(path)) {
                    byte[] bytes = bytesOf(jar, entry);
                    files.put(path, () -> bytes);
                }
            }
            return files;
        }
    }

    private static boolean isFile(JarFile jar, String prefix) {
        return jar.stream().noneMatch(entry -> entry.getName().startsWith(prefix));
    }

    private static byte[] bytesOf(JarFile jar, JarEntry entry) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    private static ConfigurationException nothingAt(String location, @Nullable Path path) {
        return new ConfigurationException(
                "There are no SQL files at %s%s. Write a directory or file as seen from the working directory, or classpath: and a path on the class path."
                        .formatted(location, path == null ? "" : " (" + path + ")"));
    }
}
