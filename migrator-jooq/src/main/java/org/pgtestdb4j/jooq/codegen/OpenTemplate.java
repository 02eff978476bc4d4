package org.pgtestdb4j.jooq.codegen;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLClassLoader;
import java.sql.Connection;
import java.sql.SQLException;
import org.pgtestdb4j.DatabaseException;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.TestDatabase;

/** A clone for a generator, with its one connection, and all that it takes to have it. */
record OpenTemplate(URLClassLoader classLoader, PgTestDb pg, TestDatabase database, Connection connection)
        implements AutoCloseable {

    /** Opens a clone of what the properties name. Migrators are looked for, and run, with their resources on the class path. */
    static OpenTemplate of(GeneratorProperties properties) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        URLClassLoader classLoader = new ResourceClassLoader(properties.classPath(), before);
        thread.setContextClassLoader(classLoader);
        try {
            return open(properties, classLoader);
        } catch (SQLException e) {
            throw new DatabaseException("The generator cannot connect to its database: " + e.getMessage(), e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static OpenTemplate open(GeneratorProperties properties, URLClassLoader classLoader) throws SQLException {
        Migrator migrator = properties.createMigrator();
        PgTestDb.Builder builder = PgTestDb.builder();
        properties.settings().forEach(builder::setting);
        PgTestDb pg = builder.open();
        try {
            TestDatabase database = pg.database(migrator);
            return new OpenTemplate(
                    classLoader, pg, database, database.dataSource().getConnection());
        } catch (SQLException | RuntimeException e) {
            pg.close();
            throw e;
        }
    }

    @Override
    public void close() throws SQLException {
        try (pg;
                database;
                connection) {
            classLoader.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot close the class path of the migrations", e);
        }
    }
}
