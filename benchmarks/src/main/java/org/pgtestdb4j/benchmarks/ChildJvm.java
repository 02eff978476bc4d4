package org.pgtestdb4j.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * A JVM that runs a {@link Contender} for another one: a fresh one for each round, or one for all rounds.
 *
 * <p>A peer whose dependencies do not go together with ours lives in a module of its own, below {@code benchmarks}. It depends on this module
 * without anything behind it ({@code <exclusion>} of {@code *:*}) and on what it needs, writes its class path to a file as this module does,
 * and is run here with that class path. So nothing has to converge, and each side loads what its users load.
 */
public final class ChildJvm implements Contender {

    private final Process process;
    private final BufferedReader answers;
    private final Writer questions;

    private ChildJvm(String classPath, String contender, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", classPath, ServedContender.class.getName(), contender));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        // Not on the command line, which others can read: there may be passwords among them
        builder.environment().putAll(Map.of(ServedContender.ARGUMENTS, String.join("\n", arguments)));
        this.process = builder.start();
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.questions = process.outputWriter(StandardCharsets.UTF_8);
    }

    /**
     * Starts a JVM that stays for all rounds.
     *
     * @param classPath of the JVM; it must have this module's classes
     * @param contender the name of a class
     * @param arguments for its constructor, each in one line
     * @return does a round whenever it is asked to
     * @throws IOException if the JVM does not start
     */
    public static Contender standing(String classPath, String contender, List<String> arguments) throws IOException {
        return new ChildJvm(classPath, contender, arguments);
    }

    /**
     * Runs each round in a JVM of its own, so that everything happens for the first time.
     *
     * @param classPath of the JVM; it must have this module's classes
     * @param contender the name of a class
     * @param arguments makes the arguments of each round for the class' constructor, each in one line
     * @return starts a JVM for each round; the JVM's own start does not count
     */
    public static Contender fresh(String classPath, String contender, Callable<List<String>> arguments) {
        return () -> {
            try (ChildJvm jvm = new ChildJvm(classPath, contender, arguments.call())) {
                return jvm.once();
            }
        };
    }

    /**
     * Returns the class path of this JVM, for contenders that live in this module.
     *
     * @return as {@code java -cp} takes it
     */
    public static String ownClassPath() {
        return System.getProperty("java.class.path");
    }

    @Override
    public double once() throws IOException {
        questions.write(ServedContender.ONCE + "\n");
        questions.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("The contender's JVM has ended; it says above why");
        }
        return Double.parseDouble(answer);
    }

    @Override
    public void close() throws IOException {
        questions.close();
        if (!hasEnded()) {
            process.destroyForcibly();
            throw new IOException("The contender's JVM did not end within a minute after its last round");
        }
        if (process.exitValue() != 0) {
            throw new IOException("The contender's JVM failed; it says above why");
        }
    }

    private boolean hasEnded() throws IOException {
        try {
            return process.waitFor(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            throw new InterruptedIOException("Interrupted while the contender's JVM was ending");
        }
    }
}
