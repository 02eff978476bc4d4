package org.pgtestdb4j.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.pgtestdb4j.Migrator;

/** Another JVM that asks for a server, says its port and holds it until the end of its standard input. It never closes the server. */
final class ChildJvm implements AutoCloseable {

    private static final String KIND = "kind";
    private static final String DIRECTORY = "directory";

    private final Process process;
    private final BufferedReader output;

    private ChildJvm(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Runs in the child. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] settings) throws Exception {
        Map<String, String> map = new TreeMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            map.put(settings[i], settings[i + 1]);
        }
        System.out.println(port(map));
        System.in.transferTo(System.out);
    }

    private static int port(Map<String, String> map) throws Exception {
        String kind = map.getOrDefault(KIND, "");
        if (kind.isEmpty()) {
            return new EmbeddedServerProvider().find(new MapContext(map)).port();
        }
        map.forEach(System::setProperty);
        EmbeddedPostgresBuilder builder = EmbeddedPostgres.builder();
        if (kind.equals("kept")) {
            builder.directory(Path.of(map.get(DIRECTORY)))
                    .keepOnDisk()
                    .migrate(Migrator.of(
                            "note", url -> EmbeddedPostgresIT.execute(url, "CREATE TABLE note AS SELECT 1")));
        }
        if (kind.equals("timed")) {
            builder.timeToLive(Duration.ofHours(1));
        }
        return builder.start().port();
    }

    /** Starts one that has a server of its own. */
    static ChildJvm start(Sandbox sandbox, String kind, String directory) throws IOException {
        Map<String, String> all = new TreeMap<>(sandbox.settings());
        all.put(KIND, kind);
        all.put(DIRECTORY, directory);
        return start(all);
    }

    /** Starts one, in a process group of its own where that is possible. */
    static ChildJvm start(Sandbox sandbox) throws IOException {
        return start(sandbox.settings());
    }

    private static ChildJvm start(Map<String, String> settings) throws IOException {
        return start(settings, Map.of());
    }

    /** Starts one with other variables in its environment. */
    static ChildJvm start(Sandbox sandbox, Map<String, String> environment) throws IOException {
        return start(sandbox.settings(), environment);
    }

    private static ChildJvm start(Map<String, String> settings, Map<String, String> environment) throws IOException {
        List<String> command = new ArrayList<>();
        if (hasOwnGroup()) {
            command.add(KeeperProcess.SETSID.toString());
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                ChildJvm.class.getName()));
        settings.forEach((name, value) -> command.addAll(List.of(name, value)));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        return new ChildJvm(builder.start());
    }

    static boolean hasOwnGroup() {
        return Files.isExecutable(KeeperProcess.SETSID);
    }

    /** Waits for the server. */
    int port() throws IOException {
        String line = output.readLine();
        assertThat(line).as("the port of a child JVM").isNotNull();
        return Integer.parseInt(line);
    }

    void kill() throws InterruptedException {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Lets it come to the end of its main method. */
    void exit() throws Exception {
        process.getOutputStream().close();
        awaitEnd();
        assertThat(process.exitValue()).isZero();
    }

    /** What a terminal does at Ctrl-C, and a CI server to a build that takes too long. */
    void signalGroup(String signal) throws Exception {
        String group = "-" + process.pid();
        assertThat(Commands.run(List.of("kill", "-" + signal, "--", group), Sandbox.LIMIT)
                        .output())
                .isEmpty();
        awaitEnd();
    }

    private void awaitEnd() throws InterruptedException {
        assertThat(process.waitFor(Sandbox.LIMIT.toSeconds(), TimeUnit.SECONDS))
                .as("the end of a child JVM")
                .isTrue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
