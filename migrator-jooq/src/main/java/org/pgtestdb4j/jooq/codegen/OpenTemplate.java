package org.pgtestdb4j.jooq.codegen;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLClassLoader;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.TestDatabase;

/** A clone for a generator, and all that it takes to have it. */
record OpenTemplate(URLClassLoader classLoader, PgTestDb pg, TestDatabase database) implements AutoCloseable {

    /** Opens a clone of what the properties name. Migrators are looked for, and run, with their resources on the class path. */
    static OpenTemplate of(GeneratorProperties properties) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        URLClassLoader classLoader = new ResourceClassLoader(properties.classPath(), before);
        thread.setContextClassLoader(classLoader);
        try {
            return open(properties, classLoader);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static OpenTemplate open(GeneratorProperties properties, URLClassLoader classLoader) {
        Migrator migrator = properties.createMigrator();
        PgTestDb.Builder builder = PgTestDb.builder();
        properties.settings().forEach(builder::setting);
        PgTestDb pg = builder.open();
        try {
            return new OpenTemplate(classLoader, pg, pg.database(migrator));
        } catch (RuntimeException e) {
            pg.close();
            throw e;
        }
    }

    @Override
    public void close() {
        try (pg;
                database) {
            classLoader.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot close the class path of the migrations", e);
        }
    }
}
