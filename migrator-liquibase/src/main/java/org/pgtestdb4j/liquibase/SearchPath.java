package org.pgtestdb4j.liquibase;

import java.io.FileNotFoundException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import liquibase.resource.CompositeResourceAccessor;
import liquibase.resource.DirectoryResourceAccessor;
import liquibase.resource.ResourceAccessor;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.ConfigurationException;

/**
 * Where changelogs, and the files that they name, are looked up: on the class path, in directories if there are some, or by an accessor of
 * the user's.
 *
 * @param classLoader finds classes too, whatever finds the files
 * @param directories absolute
 */
record SearchPath(
        ClassLoader classLoader,
        List<Path> directories,
        @Nullable ResourceAccessor given) {

    static SearchPath ofClassPath(ClassLoader classLoader) {
        return new SearchPath(classLoader, List.of(), null);
    }

    /** Work with an open accessor. */
    @FunctionalInterface
    interface Work<T> {
        T with(ResourceAccessor accessor) throws Exception;
    }

    /** Opens the accessor for some work; the user's own is his to close. */
    <T> T open(Work<T> work) throws Exception {
        if (given != null) {
            return work.with(given);
        }
        ResourceAccessor accessor = directories.isEmpty() ? new ClassPathAccessor(classLoader) : inDirectories();
        try {
            return work.with(accessor);
        } finally {
            accessor.close();
        }
    }

    private ResourceAccessor inDirectories() {
        List<ResourceAccessor> accessors = new ArrayList<>();
        for (Path directory : directories) {
            try {
                accessors.add(new DirectoryResourceAccessor(directory));
            } catch (FileNotFoundException e) {
                throw new ConfigurationException(
                        "Liquibase's search path names " + directory + ", which is not there. Correct it.", e);
            }
        }
        return new CompositeResourceAccessor(accessors);
    }

    @Override
    public String toString() {
        if (given != null) {
            return given.getClass().getName();
        }
        return directories.isEmpty()
                ? "the class path"
                : directories.stream().map(Path::toString).collect(Collectors.joining(" and "));
    }
}
