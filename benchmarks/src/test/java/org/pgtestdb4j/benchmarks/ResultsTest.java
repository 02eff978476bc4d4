package org.pgtestdb4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ResultsTest {

    private final Results results = new Results();

    @Test
    void isATableForPeople() {
        results.add(new Result("clone: from \"t\"", 12.345, "ms", "CREATE DATABASE", 24.69));
        results.add(Result.alone("hash", 0.1234, "ms"));

        assertThat(results.toTable()).isEqualTo("""
                what             median  unit  compared with    median  ratio
                clone: from "t"    12.3  ms    CREATE DATABASE    24.7  0.500
                hash              0.123  ms""");
    }

    @Test
    void isJsonForPrograms() {
        results.add(new Result("clone: from \"t\"", 12.5, "ms", "CREATE DATABASE", 25.0));
        results.add(Result.alone("hash", 0.125, "ms"));

        assertThat(results.toJson()).isEqualTo("""
                [
                  {"name": "clone: from \\"t\\"", "value": 12.5, "unit": "ms", "peer": "CREATE DATABASE", "peerValue": 25.0, "ratio": 0.5},
                  {"name": "hash", "value": 0.125, "unit": "ms"}
                ]
                """);
    }

    @Test
    void isAnImageForEachComparisonOfMedians() throws Exception {
        results.add(new Result("waits: 5 ms, median", 0.25, "ms", "peer <1>", 25.0));
        results.add(new Result("waits: 5 ms, median", 0.25, "ms", "peer 2", 2.5));
        results.add(new Result("waits: 5 ms, p95", 99.5, "ms", "peer 2", 98.5));
        results.add(Result.alone("hash", 0.125, "ms"));

        Map<String, String> charts = results.toCharts();

        assertThat(charts).containsOnlyKeys("waits");
        NodeList bars = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(charts.get("waits"))))
                .getElementsByTagName("rect");
        List<Integer> widths = IntStream.range(1, bars.getLength())
                .mapToObj(bar -> ((Element) bars.item(bar)).getAttribute("width"))
                .map(Integer::valueOf)
                .toList();
        assertThat(widths).as("ten times as much is one step more").hasSize(3);
        assertThat(widths.get(1) - widths.get(2)).isEqualTo(widths.get(2) - widths.get(0));
        assertThat(charts.get("waits")).contains("peer &lt;1>", "0.250", "25.0").doesNotContain("99.5");
    }
}
