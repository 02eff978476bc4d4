package org.pgtestdb4j.jooq;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.testkit.MigrationFile;
import org.pgtestdb4j.testkit.MigratorContract;

/** With generated classes, and SQL before and after them. */
class JooqMigratorContractIT extends MigratorContract {

    @Override
    protected Migrator migratorOf(Path directory) {
        return migrator().before(files("before", directory)).after(files("after", directory));
    }

    private static JooqMigrator migrator() {
        return JooqMigrator.of(Depot.DEPOT).reviewed();
    }

    private static String[] files(String when, Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(Path::toString)
                    .filter(file -> file.substring(file.lastIndexOf('/')).startsWith("/" + when))
                    .sorted()
                    .toArray(String[]::new);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected void migrateWithTheToolAlone(Path directory, String url) throws Exception {
        try (Connection connection = DriverManager.getConnection(url + "&preferQueryMode=simple");
                Statement statement = connection.createStatement()) {
            statement.execute(Files.readString(directory.resolve("before_1.sql")));
            DSL.using(connection, SQLDialect.POSTGRES).ddl(Depot.Shelf.SHELF).executeBatch();
            statement.execute(Files.readString(directory.resolve("after_1.sql")));
        }
    }

    @Override
    protected Map<String, Migrator> otherwiseConfigured(Path directory) {
        String first = directory.resolve("before_1.sql").toString();
        String second = directory.resolve("after_1.sql").toString();
        return Map.of(
                "no SQL", migrator(),
                "only before", migrator().before(first),
                "only after", migrator().after(second),
                "all before", migrator().before(first, second),
                "all after", migrator().after(first, second),
                "the other way round", migrator().after(second, first));
    }

    @Override
    protected Optional<Migrator> migratorOnClassPath(String root, ClassLoader classLoader) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(classLoader);
        try {
            return Optional.of(migrator()
                    .before("classpath:" + root + "/before_1.sql")
                    .after("classpath:" + root + "/after_1.sql"));
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    protected List<MigrationFile> files() {
        return List.of(
                new MigrationFile("before_1.sql", "CREATE TABLE contract_item (id int PRIMARY KEY);\n"),
                new MigrationFile("after_1.sql", """
                        CREATE FUNCTION depot.count() RETURNS int
                        BEGIN ATOMIC
                            SELECT count(*) FROM depot.shelf;
                        END;
                        SELECT 'shown';
                        """));
    }

    @Override
    protected MigrationFile oneMore() {
        return new MigrationFile("after_2.sql", "CREATE TABLE contract_more (id int);\n");
    }

    @Override
    protected MigrationFile broken() {
        return new MigrationFile("after_9.sql", "-- 🐘\nSELECT 1;\n\nSELECT * FROM contract_none;\n");
    }
}
