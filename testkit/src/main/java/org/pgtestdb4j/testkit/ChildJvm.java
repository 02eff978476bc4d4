package org.pgtestdb4j.testkit;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs programs in JVMs with this one's class path. */
final class ChildJvm {

    private ChildJvm() {}

    /** Runs a program in a directory and returns what it prints. */
    static String run(Path workingDirectory, Class<?> program, String... arguments)
            throws IOException, InterruptedException {
        return run(classPath(), workingDirectory, program, arguments);
    }

    /** The same with another directory in front of the class path. */
    static String runBehind(Path first, Path workingDirectory, Class<?> program, String... arguments)
            throws IOException, InterruptedException {
        return run(first + File.pathSeparator + classPath(), workingDirectory, program, arguments);
    }

    private static String run(String classPath, Path workingDirectory, Class<?> program, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                program.getName()));
        command.addAll(List.of(arguments));
        Path errors = Files.createTempFile(workingDirectory, "child", ".err");
        Process process = new ProcessBuilder(command)
                .directory(workingDirectory.toFile())
                .redirectError(errors.toFile())
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(program.getSimpleName() + " failed: " + Files.readString(errors));
        }
        return printed.strip();
    }

    /** Surefire keeps it elsewhere than Java does. */
    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
