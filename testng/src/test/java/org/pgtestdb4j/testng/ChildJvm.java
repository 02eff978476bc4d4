package org.pgtestdb4j.testng;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs fixtures in a JVM of their own, where TestNG runs in nothing else. */
final class ChildJvm {

    private ChildJvm() {}

    /** Runs a main method, and returns what it prints and logs at INFO. */
    static List<String> run(Class<?> main, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dpgtestdb4j.embedded.mode=private",
                "-Dorg.slf4j.simpleLogger.log.org.pgtestdb4j=info",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).as(output).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output.lines().toList();
    }

    /** Returns what tells at the end of a run what was done. */
    static List<String> summaries(List<String> output) {
        return output.stream()
                .filter(line -> line.contains("databases handed out"))
                .map(line -> line.replaceAll(".* - (\\d+ databases handed out).*(, \\d+ kept; .*)", "$1$2"))
                .toList();
    }
}
