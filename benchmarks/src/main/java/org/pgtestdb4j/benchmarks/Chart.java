package org.pgtestdb4j.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Draws results as bars on a logarithmic scale, ours beside their peers, as an SVG image. */
final class Chart {

    private static final int LABEL_WIDTH = 270;
    private static final int BARS_WIDTH = 420;
    private static final int VALUE_WIDTH = 90;
    private static final int BAR_HEIGHT = 16;
    private static final int TITLE_HEIGHT = 34;
    private static final int GAP = 14;

    private final String title;
    private final List<Result> results;

    /**
     * Prepares a chart.
     *
     * @param results in the order in which they shall stand; those of the same name become one group
     */
    Chart(String title, List<Result> results) {
        this.title = title;
        this.results = results;
    }

    private record Bar(String label, double value, boolean ours) {}

    String toSvg() {
        Map<String, List<Bar>> groups = groups();
        double least = values().min().orElse(1);
        double most = values().max().orElse(1);
        StringBuilder bars = new StringBuilder();
        int y = TITLE_HEIGHT;
        for (Map.Entry<String, List<Bar>> group : groups.entrySet()) {
            bars.append(text(8, y + 12, "bold", group.getKey()));
            y += BAR_HEIGHT + 2;
            for (Bar bar : group.getValue()) {
                bars.append(draw(bar, y, width(bar.value, least, most)));
                y += BAR_HEIGHT;
            }
            y += GAP;
        }
        int width = LABEL_WIDTH + BARS_WIDTH + VALUE_WIDTH;
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">
                <rect width="100%%" height="100%%" fill="white"/>
                %s%s</svg>
                """.formatted(width, y, width, y, text(8, 20, "bold", title + ", logarithmic"), bars);
    }

    private Map<String, List<Bar>> groups() {
        Map<String, List<Bar>> groups = new LinkedHashMap<>();
        for (Result result : results) {
            String name = result.name().substring(result.name().indexOf(": ") + 2);
            List<Bar> group = groups.computeIfAbsent(
                    name, first -> new ArrayList<>(List.of(new Bar("pgtestdb4j", result.value(), true))));
            String peer = result.peer();
            Double peerValue = result.peerValue();
            if (peer != null && peerValue != null) {
                group.add(new Bar(peer, peerValue, false));
            }
        }
        return groups;
    }

    private DoubleStream values() {
        return results.stream()
                .flatMap(result -> Stream.of(result.value(), orElse(result.peerValue(), result.value())))
                .mapToDouble(Double::doubleValue);
    }

    private static double orElse(@Nullable Double value, double otherwise) {
        return value == null ? otherwise : value;
    }

    /** The least value still has a bar of a tenth of the width. */
    private static int width(double value, double least, double most) {
        double part = most > least ? Math.log(value / least) / Math.log(most / least) : 1;
        return (int) Math.round(BARS_WIDTH * (0.1 + 0.9 * part));
    }

    private static String draw(Bar bar, int y, int width) {
        String rect = "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>\n"
                .formatted(LABEL_WIDTH, y + 2, width, BAR_HEIGHT - 4, bar.ours ? "#336791" : "#b8c4ce");
        return text(24, y + 12, "normal", bar.label)
                + rect
                + text(LABEL_WIDTH + width + 6, y + 12, "normal", Results.number(bar.value));
    }

    private static String text(int x, int y, String weight, String text) {
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;");
        return String.format(
                Locale.ROOT, "<text x=\"%d\" y=\"%d\" font-weight=\"%s\">%s</text>\n", x, y, weight, escaped);
    }
}
