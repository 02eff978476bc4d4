package org.pgtestdb4j.sqldir.internal.run;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Relative paths with slashes. */
final class Paths {

    private Paths() {}

    /** Returns a path as seen from the top, or null if it leads out of it. */
    static @Nullable String resolve(String folder, String path) {
        if (path.startsWith("/") || path.matches("[A-Za-z]:.*")) {
            return null;
        }
        Deque<String> parts = new ArrayDeque<>();
        for (String part : (folder + "/" + path.replace('\\', '/')).split("/")) {
            if (part.equals("..")) {
                if (parts.pollLast() == null) {
                    return null;
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return String.join("/", parts);
    }
}
