package org.pgtestdb4j.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.pgtestdb4j.ServerException;

/** Runs other programs, in an environment that does not depend on the user's. */
final class Commands {

    /**
     * How a program ended.
     *
     * @param status its exit status, -1 if it could not be started
     * @param output what it wrote, errors included
     */
    record Result(int status, String output) {
        boolean succeeded() {
            return status == 0;
        }
    }

    private Commands() {}

    /** Without {@code PG…} variables, which would redirect the server's programs, and without a language. */
    static ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(Path.of("/").toFile());
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("PG") || name.startsWith("LC_") || name.startsWith("LANG"));
        builder.environment().put("LC_ALL", "C");
        return builder;
    }

    static Result run(List<String> command, Duration limit) {
        return run(command, "", limit);
    }

    /**
     * Runs a program to its end.
     *
     * @param input a short text for its standard input
     * @throws ServerException if it takes longer than the limit
     */
    static Result run(List<String> command, String input, Duration limit) {
        return run(builder(command), input, limit);
    }

    static Result run(ProcessBuilder builder, String input, Duration limit) {
        try {
            Path output = Files.createTempFile("pgtestdb4j", ".out");
            try {
                builder.redirectErrorStream(true);
                int status = waitFor(start(builder.redirectOutput(output.toFile()), input), limit);
                return new Result(status, Files.readString(output).strip());
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            return new Result(-1, String.valueOf(e.getMessage()));
        }
    }

    private static Process start(ProcessBuilder builder, String input) throws IOException {
        Process process = builder.start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It did not read to the end: its status and output say why.
        }
        return process;
    }

    private static int waitFor(Process process, Duration limit) {
        try {
            if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
            process.destroyForcibly();
            throw new ServerException("Gave up after " + limit.toSeconds() + " s: "
                    + process.info().commandLine().orElse("a program") + " did not end");
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new ServerException("Interrupted while waiting for a program of the embedded server", e);
        }
    }
}
