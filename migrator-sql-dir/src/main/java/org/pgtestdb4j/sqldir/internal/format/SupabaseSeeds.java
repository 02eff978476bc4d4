package org.pgtestdb4j.sqldir.internal.format;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.pgtestdb4j.sqldir.internal.files.FileTree;

/** The files that {@code config.toml} of Supabase names as seeds; {@code seed.sql} if it names none. */
final class SupabaseSeeds {

    private static final String TOOL = "supabase";
    private static final String CONFIGURATION = "config.toml";
    private static final Pattern SECTION = Pattern.compile(
            "^[ \\t]*\\[db\\.seed][^\\n]*\\n(.*?)(?=^[ \\t]*\\[|\\z)", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern DISABLED =
            Pattern.compile("^[ \\t]*enabled[ \\t]*=[ \\t]*false\\b", Pattern.MULTILINE);
    private static final Pattern KEY = Pattern.compile("^[ \\t]*sql_paths\\b", Pattern.MULTILINE);
    private static final Pattern PATHS = Pattern.compile(
            "^[ \\t]*sql_paths[ \\t]*=[ \\t]*\\[((?:#[^\\n]*|[^]\"'#]|\"[^\"\\n]*\"|'[^'\\n]*')*)]", Pattern.MULTILINE);
    private static final Pattern PATH = Pattern.compile("#[^\\n]*|\"[^\"\\n]*\"|'[^'\\n]*'");

    private SupabaseSeeds() {}

    /** Returns paths in the order in which the tool runs them. */
    static List<String> of(FileTree tree) {
        Set<String> seeds = new LinkedHashSet<>();
        for (String pattern : patterns(tree)) {
            Pattern name = Pattern.compile(regexOf(pattern));
            tree.paths().stream().filter(path -> name.matcher(path).matches()).forEach(seeds::add);
        }
        return List.copyOf(seeds);
    }

    private static List<String> patterns(FileTree tree) {
        Matcher section = SECTION.matcher(
                tree.has(CONFIGURATION) ? tree.read(CONFIGURATION).text() : "");
        String seed = section.find() ? section.group(1) : "";
        Matcher paths = PATHS.matcher(seed);
        if (DISABLED.matcher(seed).find()) {
            return List.of();
        }
        if (paths.find()) {
            return PATH.matcher(paths.group(1))
                    .results()
                    .filter(found -> !found.group().startsWith("#"))
                    .map(found -> found.group().substring(1, found.group().length() - 1))
                    .toList();
        }
        if (KEY.matcher(seed).find()) {
            throw Files.refused(CONFIGURATION, TOOL, "sql_paths is no list of texts");
        }
        return List.of("seed.sql");
    }

    private static String regexOf(String pattern) {
        String path = pattern.replaceFirst("^(\\./)+", "");
        if (path.startsWith("/") || path.contains("..") || path.contains("[") || path.contains("env(")) {
            throw Files.refused(CONFIGURATION, TOOL, "the seed \"%s\" is not understood".formatted(pattern));
        }
        return path.chars()
                .mapToObj(c -> c == '*' ? "[^/]*" : c == '?' ? "[^/]" : Pattern.quote(Character.toString(c)))
                .collect(Collectors.joining());
    }
}
