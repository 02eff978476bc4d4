package org.pgtestdb4j.flyway;

import java.nio.file.Files;
import java.nio.file.Path;
import org.pgtestdb4j.spi.Fingerprint;

/**
 * A place where Flyway looks for files.
 *
 * @param prefix the kind of place, {@code classpath:} if none was given
 * @param root the folder to search
 * @param pattern wildcards that follow the root, or nothing
 */
record MigrationLocation(String prefix, String root, String pattern) {

    private static final String CLASS_PATH = "classpath:";
    private static final String FILE_SYSTEM = "filesystem:";

    static MigrationLocation of(String descriptor) {
        String text = descriptor.strip();
        int colon = text.indexOf(':');
        String prefix = colon < 0 ? CLASS_PATH : text.substring(0, colon + 1);
        String path = text.substring(colon + 1);
        String folders = prefix.equals(CLASS_PATH) ? withoutLeadingSlash(path) : path;
        int end = endOfRoot(folders);
        return new MigrationLocation(prefix, withoutTrailingSlash(folders.substring(0, end)), folders.substring(end));
    }

    private static String withoutLeadingSlash(String path) {
        return path.startsWith("/") ? path.substring(1) : path;
    }

    private static String withoutTrailingSlash(String path) {
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private static int endOfRoot(String path) {
        for (int i = 0; i < path.length(); i++) {
            if (path.charAt(i) == '*' || path.charAt(i) == '?') {
                return Math.max(path.lastIndexOf('/', i), path.lastIndexOf('\\', i)) + 1;
            }
        }
        return path.length();
    }

    String descriptor() {
        return prefix + root + (pattern.isEmpty() || root.isEmpty() || root.equals("/") ? "" : "/") + pattern;
    }

    /** Tells whether all files of this place can be listed. A class path's root cannot: jars do not show there. */
    boolean isVisible() {
        return !root.isEmpty() && (prefix.equals(CLASS_PATH) || prefix.equals(FILE_SYSTEM));
    }

    /** Adds all files and returns how many there are. Of the path nothing counts that depends on where a project lies. */
    int addTo(Fingerprint fingerprint, ClassLoader classLoader) {
        fingerprint.text("location", prefix.equals(CLASS_PATH) ? descriptor() : prefix + pattern);
        if (prefix.equals(CLASS_PATH)) {
            return fingerprint.classPathRoot(root, classLoader);
        }
        return Files.isDirectory(directory()) ? fingerprint.directory(directory()) : 0;
    }

    /** Names the place in full, for messages. */
    String inFull() {
        return prefix.equals(FILE_SYSTEM) ? descriptor() + " (" + directory() + ")" : descriptor();
    }

    private Path directory() {
        return Path.of(root).toAbsolutePath().normalize();
    }
}
