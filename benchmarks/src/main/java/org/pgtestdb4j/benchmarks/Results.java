package org.pgtestdb4j.benchmarks;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All results of a run, as a table for people and as JSON for programs. */
final class Results {

    private static final List<String> HEADER = List.of("what", "median", "unit", "compared with", "median", "ratio");

    /** Figures beside a median; an image of them all would show nothing. */
    private static final Pattern SPREAD = Pattern.compile(", (p95|max)$");

    private final List<Result> results = new ArrayList<>();

    void add(Result result) {
        results.add(result);
    }

    String toTable() {
        List<List<String>> rows = Stream.concat(
                        Stream.of(HEADER), results.stream().map(Results::row))
                .toList();
        return rows.stream().map(row -> line(row, rows)).collect(joining("\n"));
    }

    private static List<String> row(Result result) {
        return List.of(
                result.name(),
                number(result.value()),
                result.unit(),
                result.peer() == null ? "" : result.peer(),
                number(result.peerValue()),
                number(result.ratio()));
    }

    private static String line(List<String> row, List<List<String>> rows) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            int at = column;
            int width =
                    rows.stream().mapToInt(each -> each.get(at).length()).max().orElseThrow();
            String padding = " ".repeat(width - row.get(column).length());
            boolean isText = column == 0 || column == 2 || column == 3;
            line.append(isText ? row.get(column) + padding : padding + row.get(column))
                    .append("  ");
        }
        return line.toString().stripTrailing();
    }

    /** Three digits that mean something. */
    static String number(@Nullable Double value) {
        if (value == null) {
            return "";
        }
        int decimals = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /** Returns an image for each benchmark that has been compared with something, by the benchmark's name. */
    Map<String, String> toCharts() {
        Map<String, List<Result>> compared = new LinkedHashMap<>();
        for (Result result : results) {
            if (result.peer() != null && !SPREAD.matcher(result.name()).find()) {
                compared.computeIfAbsent(result.name().split(":")[0], first -> new ArrayList<>())
                        .add(result);
            }
        }
        Map<String, String> charts = new LinkedHashMap<>();
        compared.forEach((benchmark, of) ->
                charts.put(benchmark, new Chart(benchmark + ", " + of.get(0).unit(), of).toSvg()));
        return charts;
    }

    String toJson() {
        return results.stream().map(Results::json).collect(joining(",\n  ", "[\n  ", "\n]\n"));
    }

    private static String json(Result result) {
        String alone = "{\"name\": %s, \"value\": %s, \"unit\": %s"
                .formatted(quoted(result.name()), result.value(), quoted(result.unit()));
        String peer = result.peer();
        return peer == null
                ? alone + "}"
                : alone
                        + ", \"peer\": %s, \"peerValue\": %s, \"ratio\": %s}"
                                .formatted(quoted(peer), result.peerValue(), result.ratio());
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
