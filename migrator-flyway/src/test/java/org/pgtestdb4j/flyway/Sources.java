package org.pgtestdb4j.flyway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Makes directories, jars and classes to migrate from. */
final class Sources {

    private Sources() {}

    /** Writes a file and returns the directory. */
    static Path write(Path directory, String path, String content) {
        try {
            Path file = directory.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Packs a directory as build tools do, with entries for directories. */
    static Path jar(Path directory, Path jar) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out);
                Stream<Path> paths = Files.walk(directory)) {
            for (Path path :
                    paths.filter(path -> !path.equals(directory)).sorted().toList()) {
                String name = directory.relativize(path).toString().replace('\\', '/');
                entries.putNextEntry(new JarEntry(Files.isDirectory(path) ? name + "/" : name));
                if (Files.isRegularFile(path)) {
                    Files.copy(path, entries);
                }
                entries.closeEntry();
            }
        }
        return jar;
    }

    /** Compiles a class into the directory of its package. */
    static Path compile(Path directory, String source) {
        String name = source.replaceAll("(?s).*?class (\\w+).*", "$1");
        Path file = write(directory, name + ".java", source).resolve(name + ".java");
        int errors = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-cp",
                        directory + File.pathSeparator + classPathOfTests(),
                        "-d",
                        directory.toString(),
                        file.toString());
        assertThat(errors).isZero();
        return directory;
    }

    /** Returns a class loader that sees directories and jars besides the class path. */
    static URLClassLoader classPath(Path... roots) {
        return new URLClassLoader(
                Arrays.stream(roots).map(Sources::url).toArray(URL[]::new), Sources.class.getClassLoader());
    }

    static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Calls with another context class loader. */
    static <T> T with(ClassLoader classLoader, Callable<T> call) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(classLoader);
        try {
            return call.call();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Surefire keeps it elsewhere than Java does. */
    private static String classPathOfTests() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** Returns what a program of the test class path prints when run in a directory. */
    static String run(Path workingDirectory, Class<?> program, String... arguments) throws Exception {
        return run(workingDirectory, Map.of(), program, arguments);
    }

    /** Returns what a program of the test class path prints when run in a directory and an environment. */
    static String run(Path workingDirectory, Map<String, String> environment, Class<?> program, String... arguments)
            throws Exception {
        return run(workingDirectory, environment, classPathOfTests(), Redirect.DISCARD, program, arguments);
    }

    /** Returns all that a program prints, on standard error too, where SLF4J has nobody to log to. */
    static String runWithoutALogger(Path workingDirectory, Class<?> program, String... arguments) throws Exception {
        String classPath = Stream.of(classPathOfTests().split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("slf4j-simple"))
                .collect(Collectors.joining(File.pathSeparator));
        return run(workingDirectory, Map.of(), classPath, Redirect.PIPE, program, arguments);
    }

    /** Returns what a program prints if another directory comes before all others of the test class path. */
    static String runBehind(Path first, Path workingDirectory, Class<?> program, String... arguments) throws Exception {
        return run(
                workingDirectory,
                Map.of(),
                first + File.pathSeparator + classPathOfTests(),
                Redirect.DISCARD,
                program,
                arguments);
    }

    private static String run(
            Path workingDirectory,
            Map<String, String> environment,
            String classPath,
            Redirect errors,
            Class<?> program,
            String... arguments)
            throws Exception {
        List<String> command = Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-Duser.home=" + workingDirectory, // where Flyway looks for a configuration, too
                                "-Dslf4j.internal.verbosity=ERROR",
                                "-cp",
                                classPath,
                                program.getName()),
                        Stream.of(arguments))
                .toList();
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(workingDirectory.toFile())
                .redirectError(errors)
                .redirectErrorStream(errors.equals(Redirect.PIPE));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return printed.strip();
    }
}
