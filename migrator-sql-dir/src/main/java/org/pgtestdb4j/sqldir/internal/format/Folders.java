package org.pgtestdb4j.sqldir.internal.format;

import java.util.List;
import java.util.stream.Stream;
import org.pgtestdb4j.sqldir.internal.files.FileTree;

/** Layouts with a folder for each migration, in which a file always has the same name. */
final class Folders {

    private Folders() {}

    /** Returns the folders that begin with a digit and hold the file. */
    static Stream<String> with(String file, FileTree tree) {
        String suffix = "/" + file;
        return tree.paths().stream()
                .filter(path -> path.endsWith(suffix))
                .map(path -> Files.withoutSuffix(path, suffix))
                .filter(folder -> folder.matches("\\d[^/]*"));
    }

    static List<String> paths(String file, FileTree tree) {
        return with(file, tree).map(folder -> folder + "/" + file).toList();
    }
}
