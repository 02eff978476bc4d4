package org.pgtestdb4j.liquibase;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pgtestdb4j.spi.Fingerprint;

/** Looks things up that decide a hash, without Liquibase: on the class path, or in directories if there are some. */
record Inputs(ClassLoader classLoader, List<Path> directories) {

    private static final Pattern CLASS_PATH = Pattern.compile("^classpath\\*?:/*");

    /** Returns a path of the class path without {@code classpath:}. */
    static String plain(String path) {
        return CLASS_PATH.matcher(path).replaceFirst("");
    }

    /** Returns the digests of all files with a path, in the order of the class path or the directories. */
    List<String> file(String path) {
        return directories.isEmpty() ? onClassPath(plain(path)) : inDirectories(path);
    }

    private List<String> onClassPath(String path) {
        try {
            List<String> digests = new ArrayList<>();
            for (URL url : Collections.list(classLoader.getResources(withoutSlash(path)))) {
                digests.add(Digest.of(LiquibaseOnClassPath.read(url)));
            }
            return digests;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot look for " + path, e);
        }
    }

    private List<String> inDirectories(String path) {
        try {
            List<String> digests = new ArrayList<>();
            for (Path directory : directories) {
                Path file = directory.resolve(withoutSlash(path));
                if (Files.isRegularFile(file)) {
                    digests.add(Digest.of(Files.readAllBytes(file)));
                } else if (Files.exists(file)) {
                    digests.add("not a file");
                }
            }
            return digests;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + path, e);
        }
    }

    /**
     * What lies in a folder and below.
     *
     * @param files how many files there are
     * @param digest of their names and contents
     */
    record Folder(int files, String digest) {}

    Folder folder(String path) {
        Fingerprint sum = Fingerprint.create();
        String plain = withoutSlash(plain(path));
        int files = 0;
        if (directories.isEmpty()) {
            files = sum.classPathRoot(
                    plain.endsWith("/") ? plain.substring(0, plain.length() - 1) : plain, classLoader);
        } else {
            for (Path directory : directories) {
                Path folder = directory.resolve(plain);
                sum.text("folder", String.valueOf(Files.isDirectory(folder)));
                files += Files.isDirectory(folder) ? sum.directory(folder) : 0;
            }
        }
        return new Folder(files, sum.toHex());
    }

    /** Returns a digest of the system properties and environment variables that Liquibase may take for a parameter. */
    String parameter(String name) {
        return Digest.of(Stream.<Map<?, ?>>of(System.getenv(), System.getProperties())
                .flatMap(variables -> variables.entrySet().stream())
                .filter(variable -> name.equalsIgnoreCase(String.valueOf(variable.getKey())))
                .map(Map.Entry::toString)
                .sorted()
                .toList()
                .toString());
    }

    /** Returns the digests of all class files of a class. */
    List<String> type(String name) {
        return onClassPath(name.replace('.', '/') + ".class");
    }

    private static String withoutSlash(String path) {
        String plain = path.replace('\\', '/');
        return plain.startsWith("/") ? plain.substring(1) : plain;
    }
}
