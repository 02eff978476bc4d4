package org.pgtestdb4j.project;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of this project, as they lie in the working copy. */
final class ProjectTree {

    static final Path ROOT = root();

    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

    private ProjectTree() {}

    private static Path root() {
        Path start = Path.of("").toAbsolutePath();
        for (Path path = start; path != null; path = path.getParent()) {
            if (Files.isRegularFile(path.resolve("bom/pom.xml"))) {
                return path;
            }
        }
        throw new IllegalStateException("No directory above " + start + " is the project's root");
    }

    /** The modules that become jars for users, by folder, as far as they have sources. */
    static List<String> publishedModules() {
        return MODULE.matcher(read(ROOT.resolve("pom.xml")))
                .results()
                .map(match -> match.group(1))
                .filter(module -> !module.matches("bom|tests|(benchmarks|its|examples)(/.*)?"))
                .filter(module -> Files.isDirectory(ROOT.resolve(module).resolve("src/main/java")))
                .toList();
    }

    /** Everything we write for people: the pages at the root and the guide. */
    static List<Path> documents() {
        return Stream.concat(files(ROOT, 1), files(ROOT.resolve("docs"), Integer.MAX_VALUE))
                .filter(file -> file.toString().endsWith(".md"))
                .sorted()
                .toList();
    }

    /** The Java files that are compiled as tests or examples. */
    static List<Path> testSources() {
        return files(ROOT, Integer.MAX_VALUE)
                .filter(file -> file.toString().endsWith(".java"))
                .filter(file -> {
                    String path = relative(file);
                    return path.startsWith("tests/")
                            || path.startsWith("examples/")
                            || path.contains("/src/test/java/");
                })
                .filter(file -> !relative(file).contains("/target/"))
                .toList();
    }

    /** The path from the root, with slashes on every system. */
    static String relative(Path file) {
        return ROOT.relativize(file).toString().replace('\\', '/');
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> files(Path directory, int depth) {
        if (!Files.isDirectory(directory)) {
            return Stream.empty();
        }
        try (Stream<Path> found = Files.find(directory, depth, (file, attributes) -> attributes.isRegularFile())) {
            return found.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
