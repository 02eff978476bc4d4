package org.pgtestdb4j.jooq;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jooq.Catalog;
import org.jooq.Schema;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.SchemaMappingType;
import org.jooq.meta.jaxb.Target;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.jooq.codegen.GenerateFromTemplate;

/** Classes that the jOOQ of this build generates out of SQL; compiled and loaded. */
final class GeneratedClasses implements AutoCloseable {

    private static final String PACKAGE = "generated";

    private final URLClassLoader classes;

    private GeneratedClasses(URLClassLoader classes) {
        this.classes = classes;
    }

    static GeneratedClasses of(String sql, Path directory, Database database) throws Exception {
        Path sources = Files.createDirectories(directory.resolve("sources"));
        generate(migratorOf(sql), database, sources);
        return new GeneratedClasses(new URLClassLoader(
                new URL[] {
                    compiled(sources, directory.resolve("classes")).toUri().toURL()
                },
                GeneratedClasses.class.getClassLoader()));
    }

    static Database schemas(String... names) {
        return new Database()
                .withSchemata(Stream.of(names)
                        .map(name -> new SchemaMappingType().withInputSchema(name))
                        .toList());
    }

    /** Has the generator write no schema into the classes. */
    static Database withoutSchema(String name) {
        Database database = schemas(name);
        database.getSchemata().get(0).setOutputSchemaToDefault(true);
        return database;
    }

    static Migrator migratorOf(String sql) {
        return Migrator.of("sql " + sql.hashCode(), url -> {
            try (Connection connection = DriverManager.getConnection(url);
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        });
    }

    static void generate(Migrator migrator, Database database, Path sources) throws Exception {
        Configuration configuration = new Configuration()
                .withGenerator(new Generator()
                        .withDatabase(database.withName("org.jooq.meta.postgres.PostgresDatabase"))
                        .withTarget(new Target().withPackageName(PACKAGE).withDirectory(sources.toString())));
        GenerateFromTemplate.generate(migrator, configuration);
    }

    private static Path compiled(Path sources, Path classes) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-nowarn", "-proc:none", "-d", classes.toString()));
        arguments.addAll(List.of("-cp", System.getProperty("java.class.path")));
        arguments.addAll(contents(sources).keySet().stream()
                .map(file -> sources.resolve(file).toString())
                .toList());
        int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        if (result != 0) {
            throw new IllegalStateException("Generated classes do not compile");
        }
        return classes;
    }

    static Map<String, String> contents(Path directory) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(directory.relativize(file).toString(), Files.readString(file));
            }
        }
        return contents;
    }

    /** Returns a schema by the name of its class, below its package if there are several. */
    Schema schema(String className) throws ReflectiveOperationException {
        return (Schema) instance(className);
    }

    Catalog catalog() throws ReflectiveOperationException {
        return (Catalog) instance("DefaultCatalog");
    }

    private Object instance(String className) throws ReflectiveOperationException {
        Class<?> type = classes.loadClass(PACKAGE + "." + className);
        return Stream.of(type.getFields())
                .filter(field -> field.getType() == type)
                .findFirst()
                .orElseThrow()
                .get(null);
    }

    @Override
    public void close() throws IOException {
        classes.close();
    }
}
