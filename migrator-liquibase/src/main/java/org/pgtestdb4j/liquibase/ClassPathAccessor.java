package org.pgtestdb4j.liquibase;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.resource.Resource;

/** Also understands {@code classpath:} before a path, as Spring's accessor does. */
@SuppressWarnings("try") // closing it may throw anything, as Liquibase has it
final class ClassPathAccessor extends ClassLoaderResourceAccessor {

    private static final Pattern PREFIX = Pattern.compile("^classpath\\*?:/*");

    ClassPathAccessor(ClassLoader classLoader) {
        super(classLoader);
    }

    @Override
    public List<Resource> search(String path, SearchOptions options) throws IOException {
        return super.search(plain(path), options);
    }

    @Override
    public List<Resource> getAll(String path) throws IOException {
        return super.getAll(plain(path));
    }

    static String plain(String path) {
        return PREFIX.matcher(path).replaceFirst("");
    }
}
