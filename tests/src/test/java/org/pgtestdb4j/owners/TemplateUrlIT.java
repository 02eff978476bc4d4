package org.pgtestdb4j.owners;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgtestdb4j.fixture.ChildJvm;
import org.pgtestdb4j.fixture.TestServer;
import org.pgtestdb4j.jooq.codegen.TemplateUrl;

/** In a build that calls the program within its own JVM, as Maven does: classes and threads of it are not meant to stay. */
class TemplateUrlIT {

    private static final TestServer SERVER = TestServer.shared();

    @TempDir
    private Path directory;

    @AfterEach
    void nothingIsLeft() throws Exception {
        SERVER.assertNothingIsLeft();
    }

    static final class Build {

        private Build() {}

        public static void main(String[] arguments) throws Exception {
            ThreadGroup group = new ThreadGroup("program");
            URL[] classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                    .map(Build::url)
                    .toArray(URL[]::new);
            try (URLClassLoader classes = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
                Thread program = new Thread(group, () -> call(classes, arguments[0]));
                program.setContextClassLoader(classes);
                program.start();
                program.join();
                // Maven interrupts them, and waits for their end
                System.out.println("threads " + group.activeCount());
                group.interrupt();
            }
            generate();
        }

        private static URL url(String place) {
            try {
                return Path.of(place).toUri().toURL();
            } catch (MalformedURLException e) {
                throw new IllegalArgumentException(e);
            }
        }

        private static void call(ClassLoader classes, String argument) {
            try {
                MethodHandles.lookup()
                        .findStatic(
                                classes.loadClass(TemplateUrl.class.getName()),
                                "main",
                                MethodType.methodType(void.class, String[].class))
                        .invoke(new String[] {argument});
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }

        private static void generate() throws Exception {
            System.out.println("override " + System.getProperty("jooq.codegen.propertyOverride"));
            String url = System.getProperty("jooq.codegen.jdbc.url");
            try (Connection connection = DriverManager.getConnection(
                            url.substring(0, url.indexOf('?')),
                            System.getProperty("jooq.codegen.jdbc.user"),
                            System.getProperty("jooq.codegen.jdbc.password"));
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT word FROM said")) {
                row.next();
                System.out.println("word " + row.getString(1));
            }
            URI server = URI.create(url.substring("jdbc:".length()));
            System.out.println("name " + server.getPath().substring(1));
            System.out.println("password " + System.getProperty("jooq.codegen.jdbc.password"));
        }
    }

    @Test
    void lastsUntilTheJvmEndsAndLeavesNothing() throws Exception {
        Files.writeString(directory.resolve("1.sql"), "CREATE TABLE said AS SELECT 'migrated' AS word");

        try (ChildJvm build = ChildJvm.start(SERVER, Build.class, "sql:" + directory)) {
            assertThat(build.exitCode()).as(build.output()).isZero();

            assertThat(build.all("threads")).containsExactly("0");
            assertThat(build.all("override")).containsExactly("true");
            assertThat(build.all("word")).as(build.output()).containsExactly("migrated");
            assertThat(build.all("jOOQ"))
                    .singleElement()
                    .asString()
                    .contains("/" + build.await("name") + " as ")
                    .doesNotContain(build.await("password"));
            assertThat(build.output())
                    .doesNotContain("Exception")
                    .doesNotContain("Error")
                    .doesNotContain("WARN");
        }
    }
}
