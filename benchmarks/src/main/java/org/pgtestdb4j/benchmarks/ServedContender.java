package org.pgtestdb4j.benchmarks;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The other end of {@link ChildJvm}: does a round for each line that it reads, and prints the value. */
final class ServedContender {

    static final String ARGUMENTS = "BENCHMARK_ARGUMENTS";
    static final String ONCE = "once";

    private ServedContender() {}

    public static void main(String[] args) throws Exception {
        PrintStream answers = System.out;
        System.setOut(System.err); // whatever a contender prints is no answer
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        List<String> arguments = System.getenv(ARGUMENTS).lines().toList();
        try (Contender contender = Class.forName(args[0])
                .asSubclass(Contender.class)
                .getConstructor(List.class)
                .newInstance(arguments)) {
            while (questions.readLine() != null) {
                answers.println(contender.once());
            }
        }
    }
}
