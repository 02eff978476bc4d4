package org.pgtestdb4j.sqldir.internal.format;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.sqldir.internal.files.FileTree;
import org.pgtestdb4j.sqldir.internal.files.SourceFile;

/** What the layouts have in common. */
final class Files {

    private Files() {}

    static Stream<String> sql(FileTree tree) {
        return tree.paths().stream().filter(path -> path.endsWith(".sql"));
    }

    /** The SQL files that lie in the directory itself. */
    static Stream<String> topSql(FileTree tree) {
        return sql(tree).filter(path -> !path.contains("/"));
    }

    static Stream<SourceFile> read(Stream<String> paths, FileTree tree) {
        return paths.map(tree::read);
    }

    static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    static String withoutSuffix(String name, String suffix) {
        return name.substring(0, name.length() - suffix.length());
    }

    /** Returns the digits with which a name begins, or nothing. */
    static String digits(String name) {
        return name.replaceFirst("(?s)\\D.*", "");
    }

    /** Sorts by the number with which the names begin, however long. */
    static List<String> byNumber(Stream<String> paths) {
        return paths.sorted(Comparator.comparing((String path) -> digits(name(path)), NaturalOrder::compareNumbers)
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    /** Refuses two files of one number: the tools refuse them, or run one and not the other. */
    static List<String> requireNumbersOnce(List<String> paths, String tool) {
        Map<String, String> seen = new HashMap<>();
        for (String path : paths) {
            String number = NaturalOrder.withoutZeros(digits(name(path)));
            String other = seen.putIfAbsent(number, path);
            if (other != null) {
                throw refused(path, tool, "it has the same version as " + other);
            }
        }
        return paths;
    }

    static boolean anyHas(Marker marker, Stream<String> paths, FileTree tree) {
        return read(paths, tree).anyMatch(marker::isIn);
    }

    /** Refuses the first place that a pattern finds in a file. */
    static void refuseAny(Pattern pattern, SourceFile file, String tool, String why) {
        refuseAny(pattern, file, 0, tool, why);
    }

    static void refuseAny(Pattern pattern, SourceFile file, int from, String tool, String why) {
        Matcher found = pattern.matcher(file.text());
        if (found.find(from)) {
            throw refused(
                    file,
                    found.start(),
                    tool,
                    "\"%s\" %s".formatted(found.group().strip(), why));
        }
    }

    static ConfigurationException refused(SourceFile file, int offset, String tool, String why) {
        return refused(file.path(), Section.lineAt(offset, file.text()), tool, why);
    }

    static ConfigurationException refused(String path, String tool, String why) {
        return new ConfigurationException(
                "%s cannot be run as %s would run it: %s. Nothing was applied.".formatted(path, tool, why));
    }

    static ConfigurationException refused(String path, int line, String tool, String why) {
        return refused(path + ", line " + line, tool, why);
    }

    static <T> List<T> requireSome(List<T> found, FileTree tree, String tool, String lookedFor) {
        if (found.isEmpty()) {
            throw new ConfigurationException("There is nothing of %s in %s: no %s. Correct the path or the layout."
                    .formatted(tool, tree.name(), lookedFor));
        }
        return found;
    }
}
