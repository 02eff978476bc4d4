package org.pgtestdb4j.sqldir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A directory in the layout of one tool, whose up side notes its steps in a table and whose down side is seen if it runs.
 *
 * @param layout the name of the layout
 * @param root where the migrations lie below the directory
 * @param files contents by path
 * @param steps what the up side notes, in order
 * @param history a query of the tool's own table, or nothing
 * @param applied what that query finds
 */
record Fixture(
        String layout,
        String root,
        Map<String, String> files,
        List<String> steps,
        String history,
        List<String> applied) {

    /** Creates the table, once in each fixture. */
    static final String TABLE = "CREATE TABLE public.step (id serial PRIMARY KEY, name text);\n";

    /** What must never run. */
    static final String DOWN = "DROP TABLE public.step;\nCREATE TABLE public.down_was_run ();\n";

    static Fixture of(String layout) {
        return new Fixture(layout, "", Map.of(), List.of(), "", List.of());
    }

    /** A statement that notes a step. */
    static String step(String name) {
        return "INSERT INTO public.step (name) VALUES ('" + name + "');\n";
    }

    Fixture below(String root) {
        return new Fixture(layout, root, files, steps, history, applied);
    }

    Fixture file(String path, String content) {
        Map<String, String> more = new LinkedHashMap<>(files);
        more.put(path, content);
        return new Fixture(layout, root, more, steps, history, applied);
    }

    Fixture steps(String... names) {
        return new Fixture(layout, root, files, List.of(names), history, applied);
    }

    Fixture history(String query, String... rows) {
        return new Fixture(layout, root, files, steps, query, List.of(rows));
    }

    Path writeTo(Path directory) {
        files.forEach((path, content) -> {
            try {
                Path file = directory.resolve(path);
                Files.createDirectories(file.getParent());
                Files.writeString(file, content);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return directory.resolve(root);
    }

    @Override
    public String toString() {
        return layout;
    }
}
