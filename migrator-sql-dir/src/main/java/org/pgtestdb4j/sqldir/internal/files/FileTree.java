package org.pgtestdb4j.sqldir.internal.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.pgtestdb4j.ConfigurationException;

/**
 * All files below a directory, wherever it lies, or one file alone. Hidden files and folders are left out. Read when it is made or asked,
 * so good for one use; not safe for use by several threads.
 */
public final class FileTree {

    private final String name;
    private final Map<String, Reader> readers;
    private final Map<String, SourceFile> read = new TreeMap<>();
    private final Optional<String> only;
    private final List<String> around;

    FileTree(String name, Map<String, Reader> readers, Optional<String> only, List<String> around) {
        this.name = name;
        this.readers = new TreeMap<>(readers);
        this.only = only;
        this.around = around;
    }

    /** Gives the bytes of a file. */
    @FunctionalInterface
    interface Reader {
        byte[] read() throws IOException;
    }

    /** Returns the place in full, for messages. */
    public String name() {
        return name;
    }

    /** Returns the relative paths of all files, with slashes, sorted; of the one file if it is one. */
    public List<String> paths() {
        return only.map(List::of).orElseGet(() -> List.copyOf(readers.keySet()));
    }

    /** Tells whether one file was named and not a directory. */
    public boolean isOneFile() {
        return only.isPresent();
    }

    /** Returns the names of files and folders beside the directory, as far as they can be seen. */
    public List<String> around() {
        return around;
    }

    Map<String, Reader> readers() {
        return readers;
    }

    /** Tells whether there is such a file, also beside the one that was named. */
    public boolean has(String path) {
        return readers.containsKey(path);
    }

    /** Returns a file's content, the same object at every call. */
    public SourceFile read(String path) {
        return read.computeIfAbsent(path, this::load);
    }

    private SourceFile load(String path) {
        Reader reader = readers.get(path);
        if (reader == null) {
            throw new ConfigurationException("There is no file %s in %s".formatted(path, name));
        }
        try {
            return new SourceFile(path, reader.read());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read %s in %s".formatted(path, name), e);
        }
    }
}
