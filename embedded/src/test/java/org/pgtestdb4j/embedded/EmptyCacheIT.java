package org.pgtestdb4j.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgtestdb4j.spi.PostgresServer;

/** The first start of all, also when it is disturbed. */
class EmptyCacheIT {

    private Sandbox sandbox;

    @BeforeEach
    void create() throws Exception {
        sandbox = Sandbox.withEmptyCache();
    }

    @AfterEach
    void remove() {
        sandbox.close();
    }

    @Test
    void isFilledOnceByTwoJvmsAtTheSameTime() throws Exception {
        try (ChildJvm first = ChildJvm.start(sandbox);
                ChildJvm second = ChildJvm.start(sandbox)) {
            assertThat(first.port()).isNotEqualTo(second.port());
            assertThat(entries())
                    .hasSize(2)
                    .anyMatch(name -> name.startsWith("postgresql-"))
                    .anyMatch(name -> name.startsWith("seed-"));
            first.kill();
            second.kill();
            sandbox.awaitNothingLeft();
        }
    }

    @Test
    void isFilledOnceByTwoClassLoadersAtTheSameTime() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<Object>> starts =
                    List.of(threads.submit(this::startElsewhere), threads.submit(this::startElsewhere));
            for (Future<Object> start : starts) {
                assertThat(start.get()).isEqualTo("1");
            }
            assertThat(entries()).hasSize(2);
        } finally {
            threads.shutdownNow();
        }
    }

    private Object startElsewhere() throws Exception {
        List<URL> path = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            path.add(Path.of(entry).toUri().toURL());
        }
        try (URLClassLoader loader =
                new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Class<?> copy = loader.loadClass(EmptyCacheIT.class.getName());
            assertThat(copy).isNotEqualTo(EmptyCacheIT.class);
            Method start = copy.getDeclaredMethod("start", Map.class);
            start.setAccessible(true);
            return start.invoke(null, sandbox.settings());
        }
    }

    /** Called through reflection. */
    static String start(Map<String, String> settings) throws Exception {
        try (PostgresServer server = new EmbeddedServerProvider().find(new MapContext(settings))) {
            return Sandbox.query(server, "SELECT 1");
        }
    }

    @Test
    void isFilledAfterAJvmWasKilledAtIt() throws Exception {
        try (ChildJvm child = ChildJvm.start(sandbox)) {
            Sandbox.await("unpacking", () -> entries().stream().anyMatch(name -> name.endsWith(".unfinished")));
            child.kill();
        }
        assertThat(entries()).anyMatch(name -> name.endsWith(".unfinished"));

        try (PostgresServer server = sandbox.find()) {
            assertThat(Sandbox.query(server, "SELECT 1")).isEqualTo("1");
        }
        assertThat(entries()).hasSize(2).noneMatch(name -> name.endsWith(".unfinished"));
    }

    private List<String> entries() {
        if (!Files.exists(sandbox.cache())) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(sandbox.cache())) {
            return entries.filter(Files::isDirectory)
                    .map(entry -> entry.getFileName().toString())
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
