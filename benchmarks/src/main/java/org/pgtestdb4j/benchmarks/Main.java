package org.pgtestdb4j.benchmarks;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs all benchmarks, or those that are named, and writes {@code target/results.json} below the working directory. */
final class Main {

    private Main() {}

    public static void main(String[] names) throws Exception {
        List<Benchmark> benchmarks = chosen(Set.of(names));
        Results results = new Results();
        System.out.printf(
                "Java %s, %d processors%nLoad average at the start: %s%n",
                Runtime.version(), Runtime.getRuntime().availableProcessors(), load());
        try (ServerOfRun server = new ServerOfRun()) {
            for (Benchmark benchmark : benchmarks) {
                System.err.println("measuring " + benchmark.name());
                Path directory = Files.createTempDirectory("pgtestdb4j-benchmark");
                try {
                    benchmark.run(new Bench(benchmark.name(), server, directory, results::add));
                } finally {
                    delete(directory);
                }
            }
        }
        System.out.println("Load average at the end: " + load() + "\n\n" + results.toTable());
        Path target = Files.createDirectories(Path.of("target"));
        Files.writeString(target.resolve("results.json"), results.toJson());
        for (Map.Entry<String, String> chart : results.toCharts().entrySet()) {
            Files.writeString(target.resolve(chart.getKey() + ".svg"), chart.getValue());
        }
    }

    /** Much more than the processors can do means that the values are good for nothing but their ratios. */
    private static String load() {
        return String.format(
                Locale.ROOT,
                "%.1f",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static List<Benchmark> chosen(Set<String> names) {
        List<Benchmark> all = ServiceLoader.load(Benchmark.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        Set<String> known = all.stream().map(Benchmark::name).collect(Collectors.toSet());
        if (!known.containsAll(names)) {
            System.err.println(
                    "There are these benchmarks: " + known.stream().sorted().collect(joining(", ")));
            System.exit(2);
        }
        return all.stream()
                .filter(each -> names.isEmpty() || names.contains(each.name()))
                .toList();
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            paths.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
