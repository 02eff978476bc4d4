package org.pgtestdb4j.jooq.codegen;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/**
 * Finds what lies in the given places only there. A generator's class path often has the classes of an earlier build, and with them
 * migrations as they were then.
 */
final class ResourceClassLoader extends URLClassLoader {

    private static final String SERVICES = "META-INF/";

    ResourceClassLoader(URL[] places, ClassLoader parent) {
        super("resources of the migrations", places, parent);
    }

    @Override
    public @Nullable URL getResource(String name) {
        URL own = findResource(name);
        return own != null ? own : super.getResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        Enumeration<URL> own = findResources(name);
        return own.hasMoreElements() && !name.startsWith(SERVICES) ? own : super.getResources(name);
    }
}
